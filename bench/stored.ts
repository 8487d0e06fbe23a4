// What the database has, to hold against what was acknowledged. Not through the public doors on purpose: it is the record.
import pg from 'pg';

/** Runs one query on a connection of its own. */
export const readAll = async <Row extends object>(url: string, sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return (await client.query<Row>(sql, [...values])).rows; } finally { await client.end(); }
};
/** The first row of it. */
export const readRow = async <Row extends object>(url: string, sql: string, values: readonly unknown[] = []): Promise<Row> => (await readAll<Row>(url, sql, values))[0] as Row;

/** Messages of consumers and agents. */
export const countStored = async (url: string): Promise<number> => Number((await readRow<{ n: string }>(url, "SELECT count(*) AS n FROM messages WHERE author_kind IN ('consumer', 'agent')")).n);
