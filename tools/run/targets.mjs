// What is built out of what: one row a target. Not for how.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot } from './root.mjs';

// A change of any of these may change every output.
const always = ['package-lock.json', 'tsconfig.base.json', 'tools/run/build.mjs', 'tools/run/targets.mjs'];
const packages = ['packages/protocol/src', 'packages/client/src', 'packages/matcher/src', 'packages/matcher/weights'];

/** `entry` is bundled for Node by esbuild; `page` is a directory that vite builds. `inputs` decide when. */
export const targets = {
  server: { entry: 'apps/server/src/main.ts', out: 'apps/server/dist/main.js', workersIn: 'apps/server/src', inputs: ['apps/server/src', 'apps/server/package.json', ...packages] },
  simulate: { entry: 'apps/server/test/simulation/main.ts', out: 'apps/server/dist/simulate.js', inputs: ['apps/server/src', 'apps/server/test', ...packages] },
  cli: { entry: 'apps/cli/src/main.ts', out: 'apps/cli/dist/main.js', inputs: ['apps/cli/src', 'apps/cli/package.json', 'apps/server/src', ...packages] },
  bench: { entry: 'bench/main.ts', out: 'bench/dist/main.js', workersIn: 'bench', inputs: ['bench', 'apps/server/src', 'apps/server/test', ...packages] },
  evaluate: { entry: 'packages/matcher/eval/evaluate.ts', out: 'packages/matcher/dist/evaluate.js', inputs: ['packages/matcher'] },
  train: { entry: 'packages/matcher/train/main.ts', out: 'packages/matcher/dist/train.js', inputs: ['packages/matcher/train', 'packages/matcher/src'] },
  console: { page: 'apps/console', out: 'apps/console/dist/index.html', inputs: ['apps/console', ...packages] },
  widget: { page: 'apps/widget', out: 'apps/widget/dist', inputs: ['apps/widget', ...packages] },
};
for (const target of Object.values(targets)) target.inputs = [...target.inputs, ...always];

/** Where a target's stamp lies: beside its output, so that removing the output removes it too. */
export const stampOf = (name) => {
  const { page, out } = targets[name];
  return page ? inRoot(page, 'dist', '.stamp.json') : inRoot(dirname(out), `.stamp-${basename(out, '.js')}.json`);
};

/** Whether the sources of a target are there. */
export const exists = (name) => existsSync(inRoot(targets[name].entry ?? join(targets[name].page, 'vite.config.ts')));

const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
  if (entry.name === 'node_modules' || entry.name === 'dist') return [];
  return entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)];
});

/** Entry points of a Node target for esbuild: output name → source. Files named …-worker.ts become entries of their own beside the main one. */
export const entriesOf = (name) => {
  const { entry, out, workersIn } = targets[name];
  const workers = workersIn ? walk(inRoot(workersIn)).filter((file) => file.endsWith('-worker.ts')) : [];
  return Object.fromEntries([[basename(out, '.js'), inRoot(entry)], ...workers.map((file) => [basename(file, '.ts'), file])]);
};
