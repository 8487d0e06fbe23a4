// apps/server/schema.sql is what the migrations make: for reading, in one place. With UPDATE_SCHEMA=1 it is written anew.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';

const file = resolve(import.meta.dirname, '../../schema.sql');
const head = '-- What the migrations make, written by pg_dump. For reading: nothing runs it. Anew: UPDATE_SCHEMA=1 npx vitest run --project stories schema\n';

/** pg_dump reads servers up to its own version only. */
const dumpVersion = (): number => Number(/(\d+)/.exec(spawnSync('pg_dump', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? 0);
const serverVersion = async (): Promise<number> => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try { return Math.floor(Number((await client.query<{ v: string }>("SELECT current_setting('server_version_num') AS v")).rows[0]?.v) / 10_000); } finally { await client.end(); }
};

const dump = (): string => {
  const { stdout, status, stderr } = spawnSync('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', process.env.DATABASE_URL ?? ''], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(stderr);
  // Versions, settings and comments differ from one pg_dump to the next; the first partitions end with the month and the day of the migration.
  const lines = stdout.split('\n').filter((line) => !/^(--|SET |SELECT pg_catalog|\\)/.test(line)).map((line) => line.replace(/(ATTACH PARTITION .* FOR VALUES FROM \(MINVALUE\) TO) \('.*'\)/, "$1 ('the end of the period of the migration')"));
  return `${head}${lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
};

// Written by version 15, Debian's: others put things differently.
const able = dumpVersion() === 15 && (await serverVersion()) === 15;

it.skipIf(!able)('schema.sql is what the migrations make', () => {
  if (process.env.UPDATE_SCHEMA) writeFileSync(file, dump());
  expect(readFileSync(file, 'utf8')).toBe(dump());
});
