// Several statements in one round trip, at the door (platform/db/steps), on a real database.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type pg from 'pg';
import { copyLine, runSteps } from '../../src/platform/index.ts';
import { openRoomHouse, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
let client: pg.PoolClient;
beforeAll(async () => {
  room = openRoomHouse();
  client = await room.house.db.pool.connect();
  await client.query('CREATE TEMP TABLE told (n int PRIMARY KEY, text text)');
});
afterAll(async () => { client.release(true); await room.close(); });

const count = async (): Promise<number> => (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM told')).rows[0]?.n ?? -1;
const lines = (...numbers: number[]): string => numbers.map((n) => copyLine([n, `a\tb\n${n}`])).join('');
const copy = (...numbers: number[]) => ({ copy: 'COPY told (n, text) FROM STDIN', lines: lines(...numbers) });

it('gives the rows of each, as the driver reads them', async () => {
  const rows = await runSteps(client, [{ sql: 'BEGIN' }, { sql: 'SELECT $1::bigint AS big, $2::timestamptz AS at, $3::jsonb AS body, $4::text AS none', values: [7, '2026-01-02T03:04:05Z', '{"a":1}', null] }, copy(1, 2), { sql: 'SELECT n, text FROM told ORDER BY n' }, { sql: 'COMMIT' }]);
  expect(rows).toEqual([[], [{ big: 7, at: new Date('2026-01-02T03:04:05Z'), body: { a: 1 }, none: null }], [], [{ n: 1, text: 'a\tb\n1' }, { n: 2, text: 'a\tb\n2' }], []]);
});

it('runs nothing behind one that failed, and leaves the connection as good as before', async () => {
  const before = await count();
  await expect(runSteps(client, [{ sql: 'BEGIN' }, copy(3), copy(1), { name: 'behind', sql: 'SELECT 8 AS behind' }, { sql: 'COMMIT' }])).rejects.toMatchObject({ code: '23505' });
  await client.query('ROLLBACK');
  expect(await count()).toBe(before);
  // The lines of a COPY that is not reached are passed over.
  await expect(runSteps(client, [{ sql: 'SELECT nonsense' }, copy(4, 5)])).rejects.toMatchObject({ code: '42703' });
  await expect(runSteps(client, [{ copy: 'COPY nowhere FROM STDIN', lines: lines(6) }])).rejects.toMatchObject({ code: '42P01' });
  expect(await count()).toBe(before);
  // What was not reached is not taken for parsed, what was is.
  for (let i = 0; i < 2; i++) expect(await runSteps(client, [{ name: 'behind', sql: 'SELECT 8 AS behind' }])).toEqual([[{ behind: 8 }]]);
});

it('parses a named statement once a connection, also when what follows it fails', async () => {
  await expect(runSteps(client, [{ name: 'before', sql: 'SELECT $1::int AS n', values: [1] }, { sql: 'SELECT nonsense' }])).rejects.toMatchObject({ code: '42703' });
  expect(await runSteps(client, [{ name: 'before', sql: 'SELECT $1::int AS n', values: [2] }, { name: 'before', sql: 'SELECT $1::int AS n', values: [3] }])).toEqual([[{ n: 2 }], [{ n: 3 }]]);
  expect((await client.query("SELECT 1 FROM pg_prepared_statements WHERE name = 'step before'")).rowCount).toBe(1);
});

it('rejects when the connection breaks', async () => {
  const other = await room.house.db.pool.connect();
  const [{ pid }] = (await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows as [{ pid: number }];
  // Awaited at once: it may reject before the other connection has its answer.
  const broken = expect(runSteps(other, [{ sql: 'SELECT pg_sleep(20)' }, { sql: 'SELECT 1' }])).rejects.toThrow();
  await client.query('SELECT pg_terminate_backend($1)', [pid]);
  await broken;
  other.release(true);
});
