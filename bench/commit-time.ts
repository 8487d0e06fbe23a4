// How long one durable commit takes on this disk: single rows, one after another, each its own transaction with fsync. The yardstick for acknowledgements.
import pg from 'pg';
import { percentileOf, round2 } from './figures.ts';
import { servePart } from './part.ts';

/** What to time: `count` commits, one each `everyMs` (0: one after another), on a connection of their own. */
export interface Commits { url: string; count: number; everyMs: number }

/** Milliseconds of each commit, sorted. One that takes longer than `everyMs` puts those behind it off; what is timed is the commit alone, from when it was sent. */
export const timeCommits = async ({ url, count, everyMs }: Commits): Promise<number[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE TABLE IF NOT EXISTS bench_commits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL)');
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const from = performance.now();
      await client.query({ name: 'commit', text: 'INSERT INTO bench_commits (note) VALUES ($1)', values: ['a row of about the size of a message, that is some two hundred and fifty bytes in all: '.repeat(3)] });
      times.push(performance.now() - from);
      const rest = from + everyMs - performance.now();
      if (rest > 0) await new Promise((resolve) => { setTimeout(resolve, rest); });
    }
    return times.sort((a, b) => a - b);
  } finally {
    await client.end();
  }
};

/** The part's own loop: times commits beside a load without sharing a thread with what makes it. */
export const serveCommits = (): Promise<void> => servePart<Commits>(timeCommits);

export const commitFigures = (times: readonly number[]): { commitP50Ms: number; commitP99Ms: number } => ({ commitP50Ms: round2(percentileOf(times, 50)), commitP99Ms: round2(percentileOf(times, 99)) });
