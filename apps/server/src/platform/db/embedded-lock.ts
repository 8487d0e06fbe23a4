// One process at a time on a data directory: a lock file with who holds it, taken over when the holder is dead. Not PostgreSQL's own lock.
import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseProblem, codeOf } from './embedded-problem.ts';
import { processScope, processStart, type ProcessScope } from './embedded-process.ts';

interface Holder extends ProcessScope {
  pid: number;
  started: string;
}

/** A held lock. `beat` says "still alive" to those who cannot look at our process; `release` may be called twice. */
export interface InstanceLock {
  beat(): void;
  release(): void;
}

/** How often a holder says that it is alive, and how long another container or host listens for it. */
export const beatMs = 2000;
const usualListenMs = 5 * beatMs;

const readLock = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};
/** The holder that a lock names; null when it names none (a disk that was full when it was written). */
const holderIn = (text: string): Holder | null => {
  try {
    const holder = JSON.parse(text) as Holder;
    return typeof holder.pid === 'number' && typeof holder.started === 'string' ? holder : null;
  } catch {
    return null;
  }
};

const isAlive = async (path: string, holder: Holder, listenMs: number, tell: (line: string) => void): Promise<boolean> => {
  const here = processScope();
  if (holder.host === here.host && holder.boot !== here.boot) return false;
  if (holder.boot === here.boot && holder.namespace === here.namespace) return processStart(holder.pid) === holder.started;
  // Another container or host: its processes cannot be seen from here, its beat can.
  tell(`The data directory was last used on ${holder.host}; listening ${listenMs / 1000} s whether it still runs there`);
  const before = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  await sleep(listenMs);
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs !== before;
};

/** Puts `mine` where the dead holder's file lies. A directory is the gate: two who find the same dead holder must not both go through. */
const takeOver = async (path: string, mine: string, dead: string): Promise<boolean> => {
  const gate = `${path}.gate`;
  try {
    mkdirSync(gate);
  } catch {
    await sleep(200);
    // Nobody needs the gate for longer than three system calls: whoever left it behind was killed in between.
    try { rmdirSync(gate); } catch { /* gone already */ }
    return false;
  }
  try {
    const now = readFileSync(path, 'utf8');
    if (now !== dead) return false;
    renameSync(mine, path);
    return true;
  } catch {
    return false;
  } finally {
    try { rmdirSync(gate); } catch { /* removed as left behind */ }
  }
};

const held = (path: string, content: string): InstanceLock => {
  const ifOurs = (act: () => void): void => {
    try {
      if (readFileSync(path, 'utf8') === content) act();
    } catch { /* released already, or the directory was taken away; whoever did that knows */ }
  };
  return {
    // The same words once more: who listens asks only whether the time of the file moves.
    beat: () => ifOurs(() => writeFileSync(path, content, { flag: 'r+' })),
    release: () => ifOurs(() => unlinkSync(path)),
  };
};

/**
 * Takes the lock file at `path` for this process. Throws DatabaseProblem naming the pid of the holder when another live process has it.
 * Everything is decided by link and rename, which are atomic; the gate in takeOver is held for three system calls.
 */
export const lockInstance = async (path: string, dir: string, tell: (line: string) => void, listenMs = usualListenMs): Promise<InstanceLock> => {
  const me: Holder = { pid: process.pid, started: processStart(process.pid) ?? '', ...processScope() };
  const content = `${JSON.stringify(me)}\n`;
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, content, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        linkSync(mine, path);
        return held(path, content);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const dead = await refuseIfHeld(path, dir, listenMs, tell);
      if (dead !== null && await takeOver(path, mine, dead)) return held(path, content);
    }
    throw new DatabaseProblem(`${path} could not be taken: several processes try at the same time. Start again.`);
  } finally {
    try { unlinkSync(mine); } catch { /* renamed into place */ }
  }
};

/** The content of a dead holder's file, null when the file is gone. */
const refuseIfHeld = async (path: string, dir: string, listenMs: number, tell: (line: string) => void): Promise<string | null> => {
  const text = readLock(path);
  const holder = text === null ? null : holderIn(text);
  if (text === null || holder === null) return text;
  if (!(await isAlive(path, holder, listenMs, tell))) return text;
  if (holder.pid === process.pid && holder.host === processScope().host) throw new DatabaseProblem(`This process (pid ${holder.pid}) already uses ${dir}.`);
  const where = holder.host === processScope().host ? '' : ` on ${holder.host}`;
  throw new DatabaseProblem(`Another instance (pid ${holder.pid}${where}) is using ${dir}. Stop it first, or give this one a directory of its own: DATA_DIR=/another/path`);
};
