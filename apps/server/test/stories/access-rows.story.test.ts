// Row-level security proves itself: whoever is held to one merchant finds, changes and makes no row of another, in any table that the database has.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundTo, type Database } from '../../src/platform/index.ts';
import { furnish, type Furnished } from '../world/things.ts';
import { openWorld, until, type World } from '../world/world.ts';

let world: World;
let mine: Furnished;
let theirs: Furnished;
let tables: string[];
let bound: Database;
beforeAll(async () => {
  world = await openWorld();
  [mine, theirs] = [await furnish(world), await furnish(world)];
  bound = boundTo(world.apps[0]?.house.db as Database, [mine.shop.merchantId]);
  tables = (await world.rows<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'merchant_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`)).map((row) => row.name);
  // What the walk of a furnished merchant leaves empty, or only for a moment.
  for (const { things: t } of [mine, theirs]) {
    await world.rows("INSERT INTO bot_rounds (merchant_id, conversation_id, first_seq, last_seq, opened_at, due_at) VALUES ($1, $2, 1, 1, now(), now() + interval '1 hour') ON CONFLICT DO NOTHING", [t.merchantId, t.conversationId]);
    await world.rows("INSERT INTO files (merchant_id, name, content_type, bytes, by_kind, by_id) VALUES ($1, $2, 'image/png', 1, 'member', $3)", [t.merchantId, `${randomBytes(16).toString('hex')}.png`, t.memberId]);
  }
}, 60_000);
afterAll(() => world.close());

/** Readable to both sides of a contract, which no single merchant_id can say; the code's own checks alone stand in front of it. */
const exceptions = ['contracts'];
const guarded = (): string[] => tables.filter((table) => !exceptions.includes(table));

describe('a connection held to one merchant', () => {
  it('finds its own rows and none of another’s, in every table with merchant_id; every such table holds rows of the other', async () => {
    expect(tables.length).toBeGreaterThanOrEqual(24);
    const empty: string[] = [];
    for (const table of guarded()) {
      const others = () => world.rows(`SELECT 1 FROM ${table} WHERE merchant_id = $1 LIMIT 1`, [theirs.shop.merchantId]);
      if (!(await until(`${table} holds a row`, async () => (await others()).length > 0, 3000).catch(() => false))) empty.push(table);
      const seen = await bound.query<{ merchant_id: string }>(`SELECT DISTINCT merchant_id FROM ${table}`);
      expect([table, seen]).toEqual([table, [{ merchant_id: mine.shop.merchantId }]]);
      expect([table, await bound.query(`SELECT 1 FROM ${table} WHERE merchant_id = $1`, [theirs.shop.merchantId])]).toEqual([table, []]);
    }
    expect(empty, 'a table without rows proves nothing').toEqual([]);
  });

  it('changes, takes away and makes nothing of another’s', async () => {
    for (const table of guarded()) {
      const count = async () => (await world.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE merchant_id = $1`, [theirs.shop.merchantId]))[0]?.n;
      const before = await count();
      expect([table, await bound.transact((tx) => tx.run(`UPDATE ${table} SET merchant_id = merchant_id WHERE merchant_id = $1`, [theirs.shop.merchantId]))]).toEqual([table, 0]);
      expect([table, await bound.transact((tx) => tx.run(`DELETE FROM ${table} WHERE merchant_id = $1`, [theirs.shop.merchantId]))]).toEqual([table, 0]);
      // Its own rows given to the other, and a row of the other's made anew.
      await expect(bound.transact((tx) => tx.run(`UPDATE ${table} SET merchant_id = $1`, [theirs.shop.merchantId])), table).rejects.toMatchObject({ code: '42501' });
      const row = await bound.maybe<{ row: object }>(`SELECT to_jsonb(t) || jsonb_build_object('merchant_id', $1::text) AS row FROM ${table} t LIMIT 1`, [theirs.shop.merchantId]);
      const columns = (await world.rows<{ name: string }>("SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = ''", [table])).map(({ name }) => name).join(', ');
      await expect(bound.transact((tx) => tx.run(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`, [JSON.stringify(row?.row)])), table).rejects.toMatchObject({ code: '42501' });
      expect([table, await count()]).toEqual([table, before]);
    }
  });

  it('held to nobody finds nothing; the sign-in is out of its reach altogether', async () => {
    const nobody = boundTo(world.apps[0]?.house.db as Database, []);
    for (const table of guarded()) expect([table, await nobody.query(`SELECT 1 FROM ${table} LIMIT 1`)]).toEqual([table, []]);
    for (const table of ['auth_users', 'auth_sessions', 'auth_accounts', 'auth_verifications', 'migrations', 'event_cursors']) await expect(bound.query(`SELECT 1 FROM ${table}`), table).rejects.toMatchObject({ code: '42501' });
    for (const table of ['members', 'organisations', 'contracts']) await expect(bound.transact((tx) => tx.run(`DELETE FROM ${table}`)), table).rejects.toMatchObject({ code: '42501' });
  });
});
