// Partitions of messages and of the log: made ahead, filled from the default one, dropped when old and read. At the door of platform, under a clock that stands where it is put.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { besideWork } from '../../src/platform/partitions/partitioned-table.ts';
import { dropEmpty, dropReadLog, idAt, keepPartitions, logTable, openDatabase, type Database } from '../../src/platform/index.ts';
import { messagesTable } from '../../src/modules/conversation/index.ts';
import { foundMerchant, openRoomHouse, type RoomHouse } from '../world/room-house.ts';

const day = 86_400_000;
const now = new Date();
const ahead = (days: number): Date => new Date(now.getTime() + days * day);
let room: RoomHouse;
let db: Database;
let merchantId: string;
const log = () => room.house.log;

beforeAll(async () => { room = openRoomHouse(); db = room.house.db; ({ merchantId } = await foundMerchant(room.house)); });
afterAll(() => room.close());
beforeEach(async () => { await db.query('DELETE FROM event_cursors'); });

const partitionOf = async (table: string, column: string, value: string): Promise<string | undefined> => (await db.maybe<{ name: string }>(`SELECT tableoid::regclass::text AS name FROM ${table} WHERE ${column} = $1`, [value]))?.name;
const namesOf = async (table: string): Promise<string[]> => (await db.query<{ name: string }>('SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY 1', [table])).map((row) => row.name);
const say = async (at: Date, tail: string): Promise<string> => {
  const id = `${idAt('conversation', at)}${tail.padStart(12, '0')}`;
  await db.query("INSERT INTO messages (merchant_id, conversation_id, seq, id, author_kind, author_id, author_name, client_id, body, at) VALUES ($1, $2, 1, $2, 'system', 'system', 'x', $4, '{}', $3)", [merchantId, id, at, tail]);
  return id;
};
const note = async (at: Date): Promise<string> => String((await db.maybe<{ position: number }>("INSERT INTO events (merchant_id, origin, lane, type, payload, at) VALUES ($1, 'story', 0, 'story.told', '{}', $2) RETURNING position", [merchantId, at]))?.position);

it('an id and a moment tell the same time in SQL and in the house [PT1]', async () => {
  for (const at of [now, ahead(40), new Date(0)]) {
    expect((await db.maybe<{ key: string }>("SELECT 'cnv_' || id_time($1) AS key", [at]))?.key).toBe(messagesTable.keyAt(at));
    expect(messagesTable.timeOf(messagesTable.keyAt(at))).toEqual(at);
  }
});

it('months and days ahead are made once, and new rows find them [PT1]', async () => {
  expect(await keepPartitions(db, log(), messagesTable, now)).toHaveLength(3);
  expect(await keepPartitions(db, log(), logTable, now)).toHaveLength(8);
  expect([...await keepPartitions(db, log(), messagesTable, now), ...await keepPartitions(db, log(), logTable, now)]).toEqual([]);
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15));
  expect(await partitionOf('messages', 'conversation_id', await say(month, '1'))).toBe(`messages_${month.toISOString().slice(0, 7).replace('-', '_')}`);
  expect(await partitionOf('events', 'position', await note(ahead(3)))).toBe(`events_${ahead(3).toISOString().slice(0, 10).replaceAll('-', '_')}`);
});

it('rows that the default partition caught move into their own, unchanged and once [PT2]', async () => {
  const [id, position] = [await say(ahead(200), '2'), await note(ahead(20))];
  expect([await partitionOf('messages', 'conversation_id', id), await partitionOf('events', 'position', position)]).toEqual(['messages_default', 'events_default']);
  const before = await db.query<{ x: string }>('SELECT xid::text AS x FROM events WHERE position = $1', [position]);
  // A process that starts after a long rest: what was caught lies in the past by then.
  await keepPartitions(db, log(), messagesTable, ahead(300));
  await keepPartitions(db, log(), logTable, ahead(30));
  expect(await partitionOf('messages', 'conversation_id', id)).toBe(`messages_${ahead(200).toISOString().slice(0, 7).replace('-', '_')}`);
  expect(await partitionOf('events', 'position', position)).toBe(`events_${ahead(20).toISOString().slice(0, 10).replaceAll('-', '_')}`);
  expect(await db.query<{ x: string }>('SELECT xid::text AS x FROM events WHERE position = $1', [position])).toEqual(before);
  // The rules of the table hold in a partition made later.
  await expect(say(ahead(200), '2')).rejects.toThrow(/duplicate key/);
});

it('a partition waits for its locks a tenth of a second at most, then leaves it to the next time [PT3]', async () => {
  const other = openDatabase(db.url, log(), 1);
  const client = await other.pool.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE events IN ACCESS SHARE MODE');
  await client.query('LOCK TABLE events_default IN ACCESS SHARE MODE');
  const begun = performance.now();
  const made = await keepPartitions(db, log(), logTable, ahead(31), { ...besideWork, tries: 2, restMs: 10 });
  expect(made).toEqual([]);
  // One day is new since the story before; it was tried twice.
  expect(performance.now() - begun).toBeLessThan(3000);
  await client.query('COMMIT');
  client.release();
  await other.close();
  expect(await keepPartitions(db, log(), logTable, ahead(31))).toHaveLength(1);
});

it('a day of the log goes when it is old and every durable reader has read it, never before [PT4]', async () => {
  const position = await note(ahead(1));
  const name = await partitionOf('events', 'position', position);
  await db.query("INSERT INTO event_cursors (reader, lane, xid, position) SELECT 'slow', 0, xid, position - 1 FROM events WHERE position = $1", [position]);
  await db.query("INSERT INTO event_cursors (reader, lane, xid, position) SELECT 'fast', 0, xid, position FROM events WHERE position = $1", [position]);
  await dropReadLog(db, log(), logTable, ahead(2));
  expect(await namesOf('events')).toContain(name);
  await db.query("UPDATE event_cursors SET position = $1 WHERE reader = 'slow'", [position]);
  // Not a day too early: the partition ends after this moment.
  await dropReadLog(db, log(), logTable, ahead(0.5));
  expect(await namesOf('events')).toContain(name);
  await db.query("UPDATE event_cursors SET xid = '9000000000000000000'");
  expect(await dropReadLog(db, log(), logTable, ahead(2))).toContain(name);
  expect(await namesOf('events')).not.toContain(name);
  expect(await db.query('SELECT 1 FROM events WHERE position = $1', [position])).toEqual([]);
});

it('a partition that was detached when the process died is dropped by the next round [PT4]', async () => {
  const name = await partitionOf('events', 'position', await note(ahead(4)));
  await db.query(`ALTER TABLE events DETACH PARTITION ${name}`);
  await db.query(`ALTER TABLE ${name} RENAME TO gone_${name}`);
  expect(await dropReadLog(db, log(), logTable, new Date(0))).toEqual([name]);
  expect(await db.query('SELECT 1 FROM pg_class WHERE relname = $1', [`gone_${name}`])).toEqual([]);
});

it('a month of messages is dropped when it is empty, one with a single message is not [PT5]', async () => {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 3));
  const name = `messages_${month.toISOString().slice(0, 7).replace('-', '_')}`;
  const id = await say(month, '5');
  const after = new Date(month.getTime() + 40 * day);
  expect(await dropEmpty(db, log(), messagesTable, after)).not.toContain(name);
  await db.query('DELETE FROM messages WHERE conversation_id = $1', [id]);
  expect(await dropEmpty(db, log(), messagesTable, after)).toContain(name);
  // A late one of that month is not refused.
  expect(await partitionOf('messages', 'conversation_id', await say(month, '6'))).toBe('messages_default');
});

it('people of one merchant reach no partition past the rows of theirs [PT6]', async () => {
  const other = await foundMerchant(room.house);
  const position = await note(ahead(5));
  const name = await partitionOf('events', 'position', position);
  expect(await db.transact((tx) => tx.query('SELECT 1 FROM events WHERE position = $1', [position]), { merchants: [other.merchantId] })).toEqual([]);
  expect(await db.transact((tx) => tx.query('SELECT 1 FROM events WHERE position = $1', [position]), { merchants: [merchantId] })).toHaveLength(1);
  expect(await namesOf('events')).toContain(name);
  for (const each of [...await namesOf('messages'), ...await namesOf('events')]) await expect(db.transact((tx) => tx.query(`SELECT 1 FROM ${each}`), { merchants: [merchantId] })).rejects.toThrow(/permission denied/);
});
