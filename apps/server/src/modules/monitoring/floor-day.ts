// The figures of a day as one scope sees them: read whole, then kept up by slices, so that only what changed is read again. Not for how long they are kept (floor-days).
import type { Database, Tx } from '../../platform/index.ts';
import type { Day } from './day.ts';
import { sliceMs } from './day.ts';
import { filterSql, type FloorFilter } from './queries.ts';
import { readerName } from './recompute-figures.ts';
import { createSlices, type Slice, type Slices } from './slices.ts';

type Queries = Pick<Tx, 'query'> | Pick<Database, 'query'>;

export interface FloorDay {
  day: Day;
  slices: Slices;
  /** How far all lanes of the figures' reader had come when this was read. */
  cursor: Cursor;
  /** Consumers who asked, by slice, a week before. It does not change any more. */
  lastWeek: ReadonlyMap<number, number>;
}
/** Both as text: the reader puts its cursor behind the last position there can be. */
interface Cursor { xid: string; position: string }

const columns = { merchant: 'f.merchant_id', shop: 'f.shop_id', group: 'f.group_id' };
/** A consumer as a number of 53 bits, which a double holds exactly; among a hundred thousand, two fall together once in two million days. */
const consumerSql = '(hashtextextended(f.consumer_id, 0) & 9007199254740991)::float8';
const packed = (value: string, condition: string): string => `string_agg(float8send(${value}), ''::bytea) FILTER (WHERE ${condition})`;

const sliceSql = `count(*)::int AS conversations, count(*) FILTER (WHERE f.robot_received)::int AS "robotReceived", count(*) FILTER (WHERE f.robot_received AND f.handed_over)::int AS "robotHandedOver",
  count(*) FILTER (WHERE f.robot_received AND NOT f.handed_over AND f.member_id IS NULL)::int AS "robotOnly", count(*) FILTER (WHERE f.abandoned)::int AS abandoned, count(f.rating)::int AS rated,
  count(*) FILTER (WHERE f.rating >= 4)::int AS satisfied, ${packed(consumerSql, 'true')} AS asked, ${packed(consumerSql, 'f.member_id IS NOT NULL')} AS served,
  ${packed('f.first_response_ms::float8', 'f.first_response_ms IS NOT NULL')} AS "firstResponse", ${packed('f.response_ms_sum::float8 / f.response_count', 'f.response_count > 0')} AS response,
  ${packed('f.queue_ms::float8', 'f.queue_ms IS NOT NULL')} AS "queueTime", string_agg(f.member_id, ',') AS members`;

type Packed = Buffer | null;
interface SliceRow extends Omit<Slice, 'asked' | 'served' | 'firstResponse' | 'response' | 'queueTime' | 'members'> {
  number: number; asked: Packed; served: Packed; firstResponse: Packed; response: Packed; queueTime: Packed; members: string | null;
}

const unpack = (bytes: Packed): Float64Array => {
  const values = new Float64Array((bytes?.length ?? 0) / 8);
  for (let i = 0; i < values.length; i++) values[i] = bytes?.readDoubleBE(i * 8) ?? 0;
  return values;
};
const countOf = (members: string | null): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const member of members?.split(',') ?? []) counts.set(member, (counts.get(member) ?? 0) + 1);
  return counts;
};
const sliceOf = (row: SliceRow): Slice => ({
  ...row, asked: unpack(row.asked), served: unpack(row.served), firstResponse: unpack(row.firstResponse), response: unpack(row.response), queueTime: unpack(row.queueTime), members: countOf(row.members),
});

const numberSql = (from: string): string => `floor(extract(epoch FROM f.asked_at - ${from}::timestamptz) * 1000 / ${sliceMs})::int`;

/** All slices of a day. Rides conversation_figures_by_time. */
const readSlices = async (db: Queries, filter: FloorFilter, day: Day): Promise<SliceRow[]> => {
  const { where, values, bind } = filterSql(filter, columns);
  const [from, to] = [bind(day.from), bind(day.to)];
  return db.query<SliceRow>(`SELECT ${numberSql(from)} AS number, ${sliceSql} FROM conversation_figures f WHERE ${where} AND f.asked_at >= ${from} AND f.asked_at < ${to} GROUP BY 1`, values);
};

/** Some slices of a day: one range of conversation_figures_by_time each. */
const readSomeSlices = async (db: Queries, filter: FloorFilter, day: Day, numbers: readonly number[]): Promise<SliceRow[]> => {
  const { where, values, bind } = filterSql(filter, columns);
  const [from, list] = [`${bind(day.from)}::timestamptz`, `${bind(numbers)}::int[]`];
  return db.query<SliceRow>(
    `SELECT k.number, s.* FROM unnest(${list}) AS k(number) CROSS JOIN LATERAL (SELECT ${sliceSql} FROM conversation_figures f
     WHERE ${where} AND f.asked_at >= ${from} + k.number * interval '${sliceMs} ms' AND f.asked_at < ${from} + (k.number + 1) * interval '${sliceMs} ms') s WHERE s.conversations > 0`, values);
};

const readLastWeek = async (db: Queries, filter: FloorFilter, day: Day): Promise<Map<number, number>> => {
  const { where, values, bind } = filterSql(filter, columns);
  const [from, to] = [bind(day.lastWeekFrom), bind(day.lastWeekTo)];
  const rows = await db.query<{ number: number; asked: number }>(
    `SELECT number, count(DISTINCT consumer)::int AS asked FROM (SELECT ${numberSql(from)} AS number, hashtextextended(f.consumer_id, 0) AS consumer FROM conversation_figures f
       WHERE ${where} AND f.asked_at >= ${from} AND f.asked_at < ${to}) x GROUP BY 1`, values);
  return new Map(rows.map((row) => [row.number, row.asked]));
};

const readCursor = async (db: Queries): Promise<Cursor> =>
  (await db.query<Cursor>(`SELECT xid::text AS xid, position::text AS position FROM event_cursors WHERE reader = '${readerName}' ORDER BY event_cursors.xid, event_cursors.position LIMIT 1`))[0] ?? { xid: '0', position: '0' };

/** Reads a day whole. */
export const openFloorDay = async (db: Queries, filter: FloorFilter, day: Day): Promise<FloorDay> => {
  // The cursor first: what is taken in between is read twice, never missed.
  const cursor = await readCursor(db);
  const slices = createSlices();
  for (const row of await readSlices(db, filter, day)) slices.put(row.number, sliceOf(row));
  return { day, slices, cursor, lastWeek: await readLastWeek(db, filter, day) };
};

/** Slices in which a figure changed between two cursors. Rides events_in_commit_order over what was written since. */
const findChanged = async (db: Queries, merchantId: string, day: Day, from: Cursor, to: Cursor): Promise<number[]> => {
  const rows = await db.query<{ number: number }>(
    `WITH changed AS (SELECT DISTINCT s.id FROM events e CROSS JOIN LATERAL event_subjects(e.subject_id, e.payload) AS s(id) WHERE (e.xid, e.position) > ($2::xid8, $3::bigint) AND (e.xid, e.position) <= ($4::xid8, $5::bigint) AND e.merchant_id = $1)
     SELECT DISTINCT ${numberSql('$6')} AS number FROM changed JOIN conversation_figures f ON f.merchant_id = $1 AND f.conversation_id = changed.id WHERE f.asked_at >= $6 AND f.asked_at < $7`,
    [merchantId, from.xid, from.position, to.xid, to.position, day.from, day.to]);
  return rows.map((row) => row.number);
};

/** Reads again what the figures' reader has changed since the last time. */
export const refreshFloorDay = async (db: Queries, filter: FloorFilter, floorDay: FloorDay): Promise<void> => {
  const [from, to] = [floorDay.cursor, await readCursor(db)];
  if (from.xid === to.xid && from.position === to.position) return;
  const numbers = await findChanged(db, filter.merchantId, floorDay.day, from, to);
  const rows = new Map((numbers.length > 0 ? await readSomeSlices(db, filter, floorDay.day, numbers) : []).map((row) => [row.number, row]));
  for (const number of numbers) {
    const row = rows.get(number);
    floorDay.slices.put(number, row ? sliceOf(row) : null);
  }
  floorDay.cursor = to;
};
