// Which database the nodes stand on: the one inside the only server, one that the simulation starts for several, or a PostgreSQL of one's own. Not for what it holds (truth).
import { join } from 'node:path';
import { createOwnDatabase, embeddedFiles, type OwnDatabase } from './database.ts';
import { createPostgres } from './postgres.ts';
import type { Settings } from './settings.ts';

export interface Ground {
  /** Nodes reach it over lines of their own; else it lives and dies with the only server. */
  isShared: boolean;
  /** Resolves when nodes may be started. */
  open(): Promise<void>;
  /** null while it is down. */
  url(): string | null;
  /** See World.killDatabase. */
  kill(all: boolean, downMs: number): void;
  /** Whether a server of since `began` (performance.now) that ended with these last words did right. */
  isExcused(words: string, began: number): boolean;
  clearAtOnce(keep: boolean): void;
  /** Removes what lies in a PostgreSQL of one's own. */
  drop(): Promise<void>;
}

export interface GroundWatch {
  onChange(runs: boolean): void;
  onHopeless(error: Error): void;
}

const nothing = (): void => undefined;
const nothingToWaitFor = (): Promise<void> => Promise.resolve();

/** Inside the only server: it comes and goes with it, which the server alone sees. */
const insideServer = (dataDir: string, { onChange }: GroundWatch): Ground => {
  const files = embeddedFiles(dataDir);
  let killedAt = 0;
  return {
    isShared: false, url: files.url, drop: nothingToWaitFor,
    open: () => { onChange(true); return Promise.resolve(); },
    kill: (all) => { killedAt = performance.now(); files.kill(all); },
    // A server whose database was killed ends by itself, and says so.
    isExcused: (words, began) => killedAt > began && /The embedded database \(pid \d+\) has ended/.test(words),
    clearAtOnce: (keep) => { if (keep) files.kill(true); else files.remove(); },
  };
};

const ofOnesOwn = (serverUrl: string, isShared: boolean, { onChange }: GroundWatch): Ground => {
  let database: OwnDatabase | null = null;
  return {
    isShared, url: () => database?.url ?? null, kill: nothing, isExcused: () => false, clearAtOnce: nothing,
    open: async () => {
      database = await createOwnDatabase(serverUrl, `qindesk_simulation_${process.pid}`);
      onChange(true);
    },
    drop: async () => database?.drop(),
  };
};

const startedHere = (dataDir: string, { onChange, onHopeless }: GroundWatch): Ground => {
  let isUp = false;
  let upAt = 0;
  const postgres = createPostgres({ dataDir, onHopeless, onChange: (runs) => { [isUp, upAt] = [runs, performance.now()]; onChange(runs); } });
  return {
    isShared: true, open: postgres.start, url: postgres.url, kill: postgres.kill, drop: nothingToWaitFor, clearAtOnce: postgres.clear,
    // A node cannot start, nor end in peace, without its database.
    isExcused: (_words, began) => !isUp || upAt > began,
  };
};

/** Several nodes, and lines that can be cut, want a database that is no server's own. */
export const createGround = (settings: Settings, directory: string, watch: GroundWatch): Ground => {
  const isShared = settings.nodes > 1 || settings.partitions > 0 || settings.natsRestarts > 0;
  if (settings.databaseUrl) return ofOnesOwn(settings.databaseUrl, isShared, watch);
  return isShared ? startedHere(join(directory, 'database'), watch) : insideServer(join(directory, 'data'), watch);
};
