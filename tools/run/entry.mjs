// `npm run simulate|bench|evaluate -- …`: installs, builds what the program needs, runs it with the same arguments. Progress goes to standard error.
import './node-version.mjs';
import { ensureBuilt } from './build.mjs';
import { Plain, giveUp } from './progress.mjs';
import { inRoot, isMain } from './root.mjs';
import { runBundle } from './run-bundle.mjs';
import { exists, targets } from './targets.mjs';

// The simulation and the benches start real servers.
const needs = { simulate: ['server', 'simulate'], bench: ['server', 'bench'], evaluate: ['evaluate'], train: ['train'], cli: ['cli'] };

/** Runs the program `name` with `args`. */
export const runEntry = async (name, args) => {
  if (!(name in needs)) giveUp(new Plain(`There is no program "${name}". There are: ${Object.keys(needs).join(', ')}.`));
  if (!exists(name)) giveUp(new Plain(`${targets[name].entry} is missing: this copy is incomplete.`));
  await ensureBuilt(needs[name]).catch(giveUp);
  await runBundle(inRoot(targets[name].out), args);
};

if (isMain(import.meta.url)) await runEntry(process.argv[2], process.argv.slice(3));
