// `npm start`: installs and builds what is missing or stale, then runs the server in this very process. Not for settings: those are the server's.
import './node-version.mjs';
import { ensureBuilt } from './build.mjs';
import { Plain, giveUp } from './progress.mjs';
import { inRoot } from './root.mjs';
import { runBundle } from './run-bundle.mjs';
import { stopWithParent } from './stop-with-parent.mjs';
import { exists, targets } from './targets.mjs';

const parent = process.ppid;
await ensureBuilt(['server', 'console', 'widget']).catch(giveUp);
if (!exists('server')) giveUp(new Plain(`${targets.server.entry} is missing: this copy is incomplete.`));
stopWithParent(parent);
await runBundle(inRoot(targets.server.out), process.argv.slice(2));
