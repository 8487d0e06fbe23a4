// Tells whether sources changed since a build. Not for what is built.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from './root.mjs';

const ignored = (name) => name === 'node_modules' || name === 'dist' || name.startsWith('.') || /\.test\.tsx?$/.test(name);

const filesIn = (path) => {
  const stat = statSync(inRoot(path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [{ path, size: stat.size, time: stat.mtimeMs }];
  return readdirSync(inRoot(path)).filter((name) => !ignored(name)).sort().flatMap((name) => filesIn(join(path, name)));
};

const hashOf = (update) => {
  const hash = createHash('sha256');
  update(hash);
  return hash.digest('hex');
};

const readStamp = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};

/**
 * Compares the files and directories `inputs` with those of the stamp: by size and time first (quick), by content when these differ (a checkout touches
 * times). Returns whether they are the same, and `remember` to call after a build with what was seen before it.
 */
export const fingerprint = (inputs, stampFile) => {
  const files = inputs.flatMap(filesIn);
  const quick = hashOf((hash) => hash.update(JSON.stringify(files)));
  const stamp = readStamp(stampFile);
  if (stamp.quick === quick) return { fresh: true, remember: () => {} };
  const content = hashOf((hash) => files.forEach(({ path }) => hash.update(`${path}\0`).update(readFileSync(inRoot(path))).update('\0')));
  const remember = () => {
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, JSON.stringify({ quick, content }));
  };
  if (stamp.content !== content) return { fresh: false, remember };
  try {
    remember();
  } catch { /* not ours to write; compared again next time */ }
  return { fresh: true, remember };
};
