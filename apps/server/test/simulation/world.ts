// The real server as a process of its own: started, killed, started again, cleared away. Not for deciding when (reaper).
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOwnDatabase, embeddedFiles, type OwnDatabase } from './database.ts';
import { waitUntil } from './pause.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import type { Settings } from './settings.ts';
import type { Violation } from './violation.ts';

export interface World {
  baseUrl: string;
  /** Everything the run leaves behind lies in here. */
  directory: string;
  /** null while the database is down. */
  databaseUrl(): string | null;
  /** Resolves when the server has said that it is ready. Throws when it cannot be started. */
  ready(): Promise<void>;
  isReady(): boolean;
  /** A process is there, ready or not. */
  isRunning(): boolean;
  /** Every time at which it became ready, and at which it ended. */
  readyAt: readonly Date[];
  endedAt: readonly Date[];
  /** Kills the server process; it is started again after `downMs`. */
  kill(downMs: number): void;
  /** Kills PostgreSQL: its first process, or all of them. */
  killDatabase(all: boolean): void;
  /** Milliseconds each start took. */
  startMs: readonly number[];
  violations: readonly Violation[];
  /** Ends everything and removes it, unless it is to be kept. May be called twice. */
  clear(): Promise<void>;
  /** The same at once, for the exit of the process. */
  clearAtOnce(): void;
}

const startsInARow = 5;

const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const trial = createServer();
  trial.on('error', reject);
  trial.listen(0, '127.0.0.1', () => {
    const { port } = trial.address() as AddressInfo;
    trial.close(() => resolve(port));
  });
});

const environmentOf = (port: number, dataDir: string, database: OwnDatabase | null): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH, HOME: process.env.HOME, TZ: process.env.TZ,
  PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'error', QINDESK_TEST: 'on', MESSAGES_PER_MINUTE: '1000000', SESSIONS_PER_MINUTE: '1000000',
  ...(database ? { DATABASE_URL: database.url } : {}),
});

/** Makes the place and starts the server for the first time; `tell` gets plain lines. */
export const startWorld = async (settings: Settings, tell: (line: string) => void): Promise<World> => {
  const directory = mkdtempSync(join(tmpdir(), 'qindesk-simulation-'));
  // The database's own user must pass through when we are root.
  chmodSync(directory, process.getuid?.() === 0 ? 0o755 : 0o700);
  const dataDir = join(directory, 'data');
  const logPath = join(directory, 'server.log');
  const database = settings.databaseUrl ? await createOwnDatabase(settings.databaseUrl, `qindesk_simulation_${process.pid}`) : null;
  const files = embeddedFiles(dataDir);
  const port = await freePort();
  const environment = environmentOf(port, dataDir, database);
  const violations: Violation[] = [];
  const [startMs, readyAt, endedAt] = [[] as number[], [] as Date[], [] as Date[]];
  let current: ServerProcess | null = null;
  let startTimer: NodeJS.Timeout | undefined;
  let isReady = false;
  let failures = 0;
  let databaseKilled = false;
  let cleared = false;
  let over: Error | null = null;

  const failed = (kind: 'failedStart' | 'crash', how: string, words: string): void => {
    violations.push({ kind, rule: 'CM3', conversationId: null, detail: how });
    tell(`${kind}: ${how}; its last words:\n${words.trimEnd().split('\n').slice(-30).join('\n')}`);
  };
  const ended = (how: string, wasReady: boolean, words: string): void => {
    endedAt.push(new Date());
    current = null;
    isReady = false;
    // A server whose database was killed ends by itself, and says so.
    const lostDatabase = databaseKilled && /The embedded database \(pid \d+\) has ended/.test(words);
    if (!lostDatabase) failed(wasReady ? 'crash' : 'failedStart', `the server ended by itself (${how}) ${wasReady ? 'while it worked' : 'before it was ready'}`, words);
    // What fails at the very first start will not help itself.
    if (!wasReady && ++failures >= (startMs.length > 0 ? startsInARow : 1)) over = new Error('The server cannot be started.');
    else startTimer = setTimeout(start, 300);
  };
  const start = (): void => {
    if (cleared) return;
    const mine: ServerProcess = startServerProcess({
      file: settings.server, environment, logPath,
      onReady: (ms) => {
        if (current !== mine) return;
        isReady = true;
        failures = 0;
        readyAt.push(new Date());
        startMs.push(ms);
      },
      // One that was killed by us is not ours any more: `kill` starts the next.
      onExit: (how, wasReady, words) => { if (current === mine && !cleared) ended(how, wasReady, words); },
    });
    current = mine;
  };

  const clearAtOnce = (): void => {
    if (cleared) return;
    cleared = true;
    clearTimeout(startTimer);
    current?.kill();
    if (settings.keep) {
      files.kill(true);
      tell(`data and log are kept in ${directory}`);
      return;
    }
    files.remove();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };

  start();
  return {
    baseUrl: `http://127.0.0.1:${port}`, directory, readyAt, endedAt, startMs, violations,
    databaseUrl: () => (database ? database.url : files.url()),
    ready: async () => {
      await waitUntil(() => {
        if (over) throw over;
        return isReady;
      }, Infinity, 20);
    },
    isReady: () => isReady,
    isRunning: () => current !== null,
    kill: (downMs) => {
      const old = current;
      if (old) endedAt.push(new Date());
      current = null;
      isReady = false;
      databaseKilled = false;
      old?.kill();
      clearTimeout(startTimer);
      startTimer = setTimeout(start, downMs);
    },
    killDatabase: (all) => { if (!database) { databaseKilled = true; files.kill(all); } },
    clear: async () => {
      if (cleared) return;
      clearAtOnce();
      await database?.drop();
    },
    clearAtOnce,
  };
};
