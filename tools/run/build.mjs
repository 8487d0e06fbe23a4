// `npm run build [NAME…] [--force]`: builds what is stale. Also called by every other command before it runs. Not for installing.
import './node-version.mjs';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint } from './fingerprint.mjs';
import { ensureInstalled } from './install.mjs';
import { Plain, giveUp, say, step } from './progress.mjs';
import { inRoot, isMain, root } from './root.mjs';
import { runProcess, tail } from './run-process.mjs';
import { entriesOf, exists, stampOf, targets } from './targets.mjs';

/** Our own packages go into the bundle, from source; all others stay in node_modules. */
const ownPackagesOnly = {
  name: 'own-packages-only',
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === 'entry-point' || path.startsWith('@qindesk/') ? undefined : { path, external: true }));
  },
};

const bundle = async (name) => {
  const { build } = await import('esbuild');
  await build({
    entryPoints: entriesOf(name), outdir: dirname(inRoot(targets[name].out)), absWorkingDir: root,
    bundle: true, format: 'esm', platform: 'node', target: 'node20', sourcemap: true, plugins: [ownPackagesOnly], logLevel: 'silent',
  }).catch((error) => {
    const lines = (error.errors ?? []).slice(0, 10).map(({ text, location }) => `${location ? `${location.file}:${location.line}: ` : ''}${text}`);
    throw new Plain(`Building ${name} failed:\n${lines.join('\n') || error.message}`);
  });
};

const buildPage = async (name) => {
  const { code, output } = await runProcess(process.execPath, [inRoot('node_modules/vite/bin/vite.js'), 'build', '--emptyOutDir', '--logLevel', 'warn'], { cwd: inRoot(targets[name].page), env: { ...process.env, NODE_ENV: 'production' } });
  if (code !== 0) throw new Plain(`Building ${name} failed:\n${tail(output, 20)}`);
};

const buildOne = async (name, remember) => {
  try {
    await step(`building ${name}`, () => (targets[name].page ? buildPage(name) : bundle(name)));
    remember();
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes(error?.code)) throw new Plain(`${error.path} may not be written by this user: run npm run build once as the owner of this directory.`);
    throw error;
  }
};

/** What of `names` must be built, with what to note down afterwards. */
const staleOf = (names, force) => names.flatMap((name) => {
  const { fresh, remember } = fingerprint(targets[name].inputs, stampOf(name));
  return fresh && !force && existsSync(inRoot(targets[name].out)) ? [] : [{ name, remember }];
});

const lockFile = inRoot('dist', 'building.lock');
const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** One build at a time in one copy: two would write the same files. A lock of a process that is gone is removed. */
const withLock = async (work) => {
  for (let told = false; ; await sleep(200)) {
    try {
      mkdirSync(dirname(lockFile), { recursive: true });
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Plain(`${lockFile} cannot be written (${error.code}): run npm run build once as the owner of this directory.`);
    }
    const pid = Number(existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : 0);
    const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (pid > 0 ? !isAlive(pid) : age > 2000) rmSync(lockFile, { force: true });
    else if (!told) {
      say(`waiting for another build (pid ${pid})`);
      told = true;
    }
  }
  const release = () => rmSync(lockFile, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
};

/** Installs and builds what of `names` is stale; what has no sources yet is left out. Under a second when nothing is. Throws Plain. */
export const ensureBuilt = async (names, { force = false } = {}) => {
  await ensureInstalled();
  const there = names.filter(exists);
  if (staleOf(there, force).length === 0) return;
  await withLock(async () => {
    const queue = staleOf(there, force);
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await buildOne(next.name, next.remember);
    };
    // One failure is told; the others may finish, so that no half-written output stays behind.
    const outcomes = await Promise.allSettled(Array.from({ length: Math.min(2, availableParallelism()) }, work));
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  });
};

if (isMain(import.meta.url)) {
  const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const unknown = names.find((name) => !(name in targets));
  if (unknown) giveUp(new Plain(`There is nothing called "${unknown}" to build. There are: ${Object.keys(targets).join(', ')}.`));
  await ensureBuilt(names.length > 0 ? names : Object.keys(targets), { force: process.argv.includes('--force') }).catch(giveUp);
  say('all built');
}
