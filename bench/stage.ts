// What every measurement of the product stands on: a fresh embedded database with fsync on, and things that are ended with it, also when somebody presses Ctrl-C.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, type EmbeddedDatabase } from '../apps/server/src/platform/db/embedded.ts';

export interface Stage {
  database: EmbeddedDatabase;
  /** Everything of this run lies here and is removed afterwards. */
  dataDir: string;
  /** Called at the end, the last first. */
  defer(end: () => Promise<void> | void): void;
}

/** One line for the person who waits. */
export const say = (line: string): void => { process.stderr.write(`${line}\n`); };
export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Runs `play` on a stage of its own and clears it away, whatever happened. */
export const onStage = async <T>(play: (stage: Stage) => Promise<T>): Promise<T> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qindesk-bench-'));
  const ends: (() => Promise<void> | void)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const clear = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await Promise.resolve(end()).catch((error: Error) => say(`could not end everything: ${error.message}`));
  };
  const interrupted = (): void => { void clear().then(() => process.exit(130)); };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const database = await startEmbedded({ dataDir, log: say });
    ends.push(() => database.stop());
    return await play({ database, dataDir, defer: (end) => { ends.push(end); } });
  } finally {
    await clear();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
};
