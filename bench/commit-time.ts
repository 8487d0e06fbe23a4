// How long one durable commit takes on this disk: single rows, one after another, each its own transaction with fsync. The yardstick for acknowledgements.
import pg from 'pg';
import { percentileOf, round2 } from './figures.ts';

/** Milliseconds of `count` commits in a row on an otherwise idle connection, sorted. */
export const timeCommits = async (url: string, count = 300): Promise<Float64Array> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE TABLE IF NOT EXISTS bench_commits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL)');
    const times = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const from = performance.now();
      await client.query({ name: 'commit', text: 'INSERT INTO bench_commits (note) VALUES ($1)', values: ['a row of about the size of a message, that is some two hundred and fifty bytes in all: '.repeat(3)] });
      times[i] = performance.now() - from;
    }
    return times.sort();
  } finally {
    await client.end();
  }
};

export const commitFigures = (times: Float64Array): { commitP50Ms: number; commitP99Ms: number } => ({ commitP50Ms: round2(percentileOf(times, 50)), commitP99Ms: round2(percentileOf(times, 99)) });
