// Work that comes round: one run at a time in this process, one process at a time where it says so. Not a queue of jobs.
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';

export interface Job {
  name: string;
  everyMs: number;
  /** Only one process of the installation runs it at a time (advisory lock named after the job). */
  alone: boolean;
  run(): Promise<void>;
}

const keyOf = (name: string): number => {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) | 0;
  return hash;
};

/** Runs it once, unless another process of the installation is at it. */
export const runAlone = async (db: Database, job: Pick<Job, 'name' | 'run'>): Promise<void> => {
  const client = await db.pool.connect();
  let failed = false;
  try {
    const key = keyOf(job.name);
    const got = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock(4242, $1) AS ok', [key]);
    if (!got.rows[0]?.ok) return;
    try { await job.run(); } finally { await client.query('SELECT pg_advisory_unlock(4242, $1)', [key]); }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    // Whether it still holds the lock is not known: with the connection the lock goes too.
    client.release(failed);
  }
};

/** Starts a job; returns how to stop it (waits for the run in progress). A failure is logged and the next round comes as usual. */
export const startJob = (db: Database, log: Log, job: Job): (() => Promise<void>) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const loop = (): void => {
    running = (job.alone ? runAlone(db, job) : job.run())
      .catch((error: Error) => log.error({ job: job.name, error: error.stack }, 'a job failed; it comes round again'))
      .finally(() => { if (!stopped) timer = setTimeout(loop, job.everyMs); });
  };
  timer = setTimeout(loop, job.everyMs);
  return async () => { stopped = true; clearTimeout(timer); await running; };
};
