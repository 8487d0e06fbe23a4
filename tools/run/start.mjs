// `npm start`: installs and builds what is missing or stale, then runs the server in this very process. Not for settings: those are the server's.
import './node-version.mjs';
import { ensureBuilt } from './build.mjs';
import { Plain, giveUp } from './progress.mjs';
import { inRoot } from './root.mjs';
import { runBundle } from './run-bundle.mjs';
import { exists, targets } from './targets.mjs';

/** npm hands SIGTERM to the shell between it and us, which dies of it and tells us nothing: a new parent is the only sign. */
const stopWithParent = () => {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
};

if (process.env.npm_lifecycle_event) stopWithParent();
await ensureBuilt(['server', 'console', 'widget']).catch(giveUp);
if (!exists('server')) giveUp(new Plain(`${targets.server.entry} is missing: this copy is incomplete.`));
await runBundle(inRoot(targets.server.out), process.argv.slice(2));
