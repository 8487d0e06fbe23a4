// The running PostgreSQL server of a data directory: found, started, watched, stopped. Not for its files and not for who may use it.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './embedded-binaries.ts';
import { DatabaseProblem, messageOf } from './embedded-problem.ts';
import { asOwner, type Owner } from './embedded-owner.ts';
import { worksIn } from './embedded-process.ts';

/** A server that accepts connections. */
export interface RunningServer {
  pid: number;
  port: number;
  /** Directory of its Unix socket, null where the path is too long for one. */
  socketDir: string | null;
}

interface PidFile extends RunningServer {
  state: string;
}

// sun_path holds 104 bytes on macOS, 108 on Linux, a final zero included.
const longestSocketPath = 103;
const startLimitMs = 300_000;
const stopLimitMs = 15_000;
const largestLog = 10 * 2 ** 20;

/** postmaster.pid: pid, directory, start, port, socket directory, address, shared memory, state — a line each (miscadmin.h). */
const readPidFile = (home: string): PidFile | null => {
  const path = join(home, 'postmaster.pid');
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split('\n').map((line) => line.trim());
  const pid = Math.abs(Number(lines[0]));
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), socketDir: lines[4] || null, state: lines[7] ?? '' } : null;
};

/** Whether the server still runs. */
export const isRunning = (server: RunningServer, home: string): boolean => worksIn(server.pid, home);

const untilReady = async (home: string, pid: number, ended: () => boolean, tell: (line: string) => void): Promise<RunningServer | null> => {
  const limit = AbortSignal.timeout(startLimitMs);
  for (let turn = 1; !ended() && !limit.aborted; turn++) {
    const file = readPidFile(home);
    if (file?.pid === pid && file.state === 'ready') return { pid, port: file.port, socketDir: file.socketDir };
    await sleep(10);
    if (turn % 500 === 0) tell('The database is still bringing itself up to date after an interruption');
  }
  return null;
};

/** The server that a killed process left running on `home`, once it accepts connections; null when there is none. Clears a stale postmaster.pid. */
export const findRunning = async (home: string, tell: (line: string) => void): Promise<RunningServer | null> => {
  const file = readPidFile(home);
  if (!file) {
    rmSync(join(home, 'postmaster.pid'), { force: true });
    return null;
  }
  if (!worksIn(file.pid, home)) {
    tell(`Cleared the lock of a database that no longer runs (pid ${file.pid})`);
    rmSync(join(home, 'postmaster.pid'), { force: true });
    return null;
  }
  if (file.state === 'stopping') {
    tell(`Waiting for the former database (pid ${file.pid}) to stop`);
    await untilGone(file, home, startLimitMs);
    return null;
  }
  return untilReady(home, file.pid, () => !worksIn(file.pid, home), tell);
};

const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const trial = createServer();
  trial.on('error', reject);
  trial.listen(0, '127.0.0.1', () => {
    const { port } = trial.address() as AddressInfo;
    trial.close(() => resolve(port));
  });
});

/** Settings for a small machine. Durability is never traded: fsync, full pages and synchronous commit stay on. */
const settings = (port: number, socketDir: string | null): Record<string, string> => ({
  listen_addresses: '127.0.0.1', port: String(port),
  unix_socket_directories: socketDir === null ? '' : `"${socketDir}"`, unix_socket_permissions: '0700',
  max_connections: '100', shared_buffers: '256MB', effective_cache_size: '1GB', work_mem: '8MB', maintenance_work_mem: '64MB',
  fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on',
  // Fewer checkpoints under load: each makes every page that follows be written whole once more.
  wal_level: 'replica', wal_buffers: '16MB', min_wal_size: '128MB', max_wal_size: '2GB', checkpoint_completion_target: '0.9',
  random_page_cost: '1.1', jit: 'off',
  // Parallel queries allocate in /dev/shm, which containers keep small, and two cores gain nothing by them.
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC', log_timezone: 'UTC', log_line_prefix: '%m [%p] ', lc_messages: 'C', password_encryption: 'scram-sha-256',
});

/** What the end of the server's own log says, as a sentence; 'port', 'memory in use' and 'running' may be tried again. */
const explain = (text: string, home: string): { retry: boolean; sentence: string } => {
  const last = text.split('\n').filter((line) => /FATAL|PANIC|could not|error/i.test(line)).map((line) => line.replace(/^.*?(FATAL|PANIC|LOG|HINT):\s*/, '')).pop() ?? 'it said nothing';
  if (/Address already in use|could not bind|could not create any TCP\/IP sockets/.test(text)) return { retry: true, sentence: 'No port could be had on 127.0.0.1.' };
  if (/pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(text)) return { retry: true, sentence: `Processes of a former database still work in ${home}. Stop them (ps -ef | grep postgres), then start again.` };
  if (/No space left on device|Disk quota exceeded/.test(text)) return { retry: false, sentence: `The disk of ${home} is full. Free some space and start again; what was accepted is kept.` };
  if (/incompatible with server/.test(text)) return { retry: false, sentence: `${home} was written by another version of PostgreSQL (${last}). Start the release that wrote it.` };
  if (/Cannot allocate memory|could not (map|create) (anonymous )?shared memory/.test(text)) return { retry: false, sentence: 'The machine has too little memory free for the database (about 400 MB). Stop something, or set DATABASE_URL to another server.' };
  if (/Permission denied|invalid permissions|wrong ownership/.test(text)) return { retry: false, sentence: `The files in ${home} do not belong to the database's user (${last}). Give them back with chown -R.` };
  if (/checkpoint record|invalid page|could not read/.test(text)) return { retry: false, sentence: `The files in ${home} are damaged (${last}). Restore them from a backup.` };
  return { retry: false, sentence: `The database in ${home} did not start: ${last}` };
};

const readFrom = (path: string, offset: number): string => {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(64 * 1024);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, offset));
  } finally {
    closeSync(file);
  }
};

const startOnce = async (home: string, binaries: Binaries, owner: Owner, logPath: string, tell: (line: string) => void): Promise<RunningServer | { retry: boolean; sentence: string }> => {
  const socketDir = Buffer.byteLength(`${home}/.s.PGSQL.65535.lock`) <= longestSocketPath && !home.includes('"') ? home : null;
  const flags = Object.entries(settings(await freePort(), socketDir)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > largestLog) truncateSync(logPath);
  const log = openSync(logPath, 'a', 0o600);
  const from = statSync(logPath).size;
  // A session of its own: Ctrl-C in the terminal goes to us alone, and we stop the database when the last write is done.
  const child = spawn(binaries.postgres, ['-D', home, ...flags], { ...asOwner(owner), detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = false;
  let complaint = '';
  child.on('exit', () => { ended = true; });
  child.on('error', (error) => { ended = true; complaint = messageOf(error); });
  child.unref();
  const server = await untilReady(home, child.pid ?? 0, () => ended, tell);
  if (server) return server;
  if (!ended && child.pid) {
    process.kill(child.pid, 'SIGQUIT');
    return { retry: false, sentence: `The database in ${home} was not ready within ${startLimitMs / 60_000} minutes. Look into ${logPath}.` };
  }
  return complaint === '' ? explain(readFrom(logPath, from), home) : { retry: false, sentence: `PostgreSQL cannot be run: ${complaint}` };
};

/** Starts the server of `home` on a free port of 127.0.0.1 and waits until it accepts connections. Throws DatabaseProblem. */
export const startServer = async (home: string, binaries: Binaries, owner: Owner, logPath: string, tell: (line: string) => void): Promise<RunningServer> => {
  for (let attempt = 1; ; attempt++) {
    const outcome = await startOnce(home, binaries, owner, logPath, tell);
    if ('pid' in outcome) return outcome;
    if (!outcome.retry || attempt >= 10) throw new DatabaseProblem(outcome.sentence);
    await sleep(300);
  }
};

/** Waits until the server no longer runs; false when it still does after `limitMs`. */
export const untilGone = async (server: RunningServer, home: string, limitMs: number): Promise<boolean> => {
  const limit = AbortSignal.timeout(limitMs);
  while (worksIn(server.pid, home)) {
    if (limit.aborted) return false;
    await sleep(10);
  }
  return true;
};

/** Stops the server: open transactions are rolled back, a checkpoint written. Past 15 s it is cut off, and repairs itself at the next start. */
export const stopServer = async (server: RunningServer, home: string, tell: (line: string) => void): Promise<void> => {
  if (!isRunning(server, home)) return;
  process.kill(server.pid, 'SIGINT');
  if (await untilGone(server, home, stopLimitMs)) return;
  tell('The database takes long to stop; cutting it off (it repairs itself at the next start)');
  if (isRunning(server, home)) process.kill(server.pid, 'SIGQUIT');
  await untilGone(server, home, stopLimitMs);
};
