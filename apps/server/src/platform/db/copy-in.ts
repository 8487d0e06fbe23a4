// COPY … FROM STDIN with rows that are at hand: the cheapest way of many rows into a table. Refused by PostgreSQL where row-level security binds the role.
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const unsafe = /[\\\n\r\t]/;
const escaped = (value: string): string => (unsafe.test(value) ? value.replace(/[\\\n\r\t]/g, (found) => escapes[found] ?? found) : value);

/** One row in COPY's text format (PostgreSQL, "COPY", File Formats), its line end included. */
export const copyLine = (values: readonly (string | number | null)[]): string => {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    line += (i === 0 ? '' : '\t') + (value === null ? '\\N' : typeof value === 'number' ? value : escaped(value));
  }
  return `${line}\n`;
};

/** Runs a COPY statement with the lines of `copyLine`. Rejects with the database's error; nothing was stored then. */
export const copyIn = (client: pg.ClientBase, sql: string, lines: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const stream = client.query(copyStreams.from(sql));
    stream.once('finish', resolve);
    stream.once('error', reject);
    stream.end(lines);
  });
