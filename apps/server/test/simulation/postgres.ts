// A PostgreSQL that the simulation itself starts, for nodes that share it: killed now and then, and started again. Not for the one inside a server (database).
import { startEmbedded, type EmbeddedDatabase } from '../../src/platform/index.ts';
import { embeddedFiles } from './database.ts';
import { pause } from './pause.ts';

export interface Postgres {
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** null while it is down. */
  url(): string | null;
  /** SIGKILL: its first process, or all of them; started again after `downMs`. Does nothing while it is down already. */
  kill(all: boolean, downMs: number): void;
  /** Ends it at once and removes its files, unless they are to be kept. */
  clear(keep: boolean): void;
}

export interface PostgresOptions {
  dataDir: string;
  onChange(runs: boolean): void;
  /** It cannot be started again. */
  onHopeless(error: Error): void;
}

/** Silent until `start()`. */
export const createPostgres = ({ dataDir, onChange, onHopeless }: PostgresOptions): Postgres => {
  const files = embeddedFiles(dataDir);
  let running: EmbeddedDatabase | null = null;
  let cleared = false;
  const start = async (): Promise<void> => {
    const started = await startEmbedded({ dataDir });
    if (cleared) { files.remove(); return; }
    running = started;
    onChange(true);
  };
  const restart = async (old: EmbeddedDatabase, downMs: number): Promise<void> => {
    await pause(downMs);
    // It has ended: this frees the directory.
    await old.stop();
    if (!cleared) await start();
  };
  return {
    start,
    // Over TCP, whatever the database itself would rather use: it is reached through proxies.
    url: () => (running ? files.url() : null),
    kill: (all, downMs) => {
      const old = running;
      if (!old) return;
      running = null;
      onChange(false);
      files.kill(all);
      restart(old, downMs).catch((error: unknown) => { if (!cleared) onHopeless(error instanceof Error ? error : new Error(String(error))); });
    },
    clear: (keep) => {
      cleared = true;
      if (keep) files.kill(true);
      else files.remove();
    },
  };
};
