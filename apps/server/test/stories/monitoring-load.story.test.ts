// The board of a merchant with many conversations: right, and read in time. BOARD_CONVERSATIONS=100000 loads as many for today, and prints what was measured.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BoardView } from '@qindesk/protocol';
import { newId, type House } from '../../src/platform/index.ts';
import { readBoard, sweepAlarms } from '../../src/modules/monitoring/index.ts';
import { dayAround } from '../../src/modules/monitoring/day.ts';
import { listAlarmCauses } from '../../src/modules/monitoring/queries.ts';
import { foundMember, foundMerchant, openRoomHouse, type Merchant, type RoomHouse } from '../world/room-house.ts';
import { defaultGroup, joinGroups } from './monitoring-people.ts';

const many = Number(process.env['BOARD_CONVERSATIONS'] ?? 5000);
const day = dayAround(new Date(), 'Asia/Shanghai');

let room: RoomHouse;
let house: House;
let merchant: Merchant;
const place = () => ({ merchantId: merchant.merchantId, shopId: null, scope: [{ shopIds: null, groupIds: null, until: null }] });

/** Today and the same day last week, `many` conversations each: three fifths end with the robot, the rest reach a person; the last one in seventy are still held, half as many queue. */
const load = async (group: string, agents: readonly string[]): Promise<void> => {
  const prefix = newId('conversation').slice(4, 16);
  await house.db.transact(async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.run("INSERT INTO consumers (merchant_id, id, shop_id, name) SELECT $1, 'csm_' || $3 || lpad(i::text, 10, '0'), $2, '访客' || i FROM generate_series(0, $4::int - 1) i", [merchant.merchantId, merchant.shopId, prefix, many * 2]);
    await tx.run(
      `CREATE TEMP TABLE made ON COMMIT DROP AS SELECT i, 'cnv_' || $1 || lpad(i::text, 10, '0') AS id, 'csm_' || $1 || lpad((CASE WHEN i % 3 = 0 THEN i / 2 ELSE i END)::text, 10, '0') AS consumer,
         CASE WHEN i < $2 THEN $3::timestamptz + ($4::timestamptz - $3) * (i + 0.5) / $2 ELSE $5::timestamptz + interval '1 day' * (i - $2) / $2 END AS at,
         CASE WHEN i < $2 - $2 / 70 OR i >= $2 THEN 'closed' WHEN i % 3 = 0 THEN 'queued' ELSE 'assigned' END AS state, (i * 7919) % 100 < 40 AS person
       FROM generate_series(0, $2 * 2 - 1) i`, [prefix, many, day.from, new Date(), day.lastWeekFrom]);
    await tx.run("UPDATE made SET consumer = 'csm_' || $1 || lpad(i::text, 10, '0') WHERE state <> 'closed'", [prefix]);
    await tx.run(
      `INSERT INTO conversations (merchant_id, id, shop_id, consumer_id, state, group_id, assignee_id, last_assignee_id, last_seq, started_at, last_message_at, queued_at, assigned_at, closed_at)
       SELECT $1, id, $2, consumer, state, CASE WHEN person OR state <> 'closed' THEN $3 END, CASE WHEN state = 'assigned' THEN ($4::text[])[1 + i % cardinality($4)] END,
         CASE WHEN state <> 'queued' AND (person OR state = 'assigned') THEN ($4::text[])[1 + i % cardinality($4)] END, 9, at, at, CASE WHEN state = 'queued' THEN at END,
         CASE WHEN state = 'assigned' THEN at END, CASE WHEN state = 'closed' THEN at END FROM made`, [merchant.merchantId, merchant.shopId, group, agents]);
    await tx.run("INSERT INTO queue_entries (merchant_id, conversation_id, group_id, queued_at) SELECT merchant_id, id, group_id, queued_at FROM conversations WHERE merchant_id = $1 AND state = 'queued'", [merchant.merchantId]);
    await tx.run(
      `INSERT INTO conversation_figures (merchant_id, conversation_id, definition_version, shop_id, consumer_id, group_id, member_id, asked_at, robot_received, handed_over, assigned_at, queue_ms, first_response_ms,
         response_ms_sum, response_count, round_since, abandoned, rating, closed_at)
       SELECT merchant_id, id, 1, shop_id, consumer_id, group_id, last_assignee_id, started_at, true, group_id IS NOT NULL, assigned_at, CASE WHEN last_assignee_id IS NOT NULL THEN (random() * 60000)::int END,
         CASE WHEN last_assignee_id IS NOT NULL THEN (random() * 40000)::int END, CASE WHEN last_assignee_id IS NOT NULL THEN (random() * 300000)::int ELSE 0 END,
         CASE WHEN last_assignee_id IS NOT NULL THEN 1 + (random() * 5)::int ELSE 0 END, CASE WHEN state = 'assigned' THEN started_at END, random() < 0.02, CASE WHEN random() < 0.3 THEN 1 + (random() * 4)::int END, closed_at
       FROM conversations WHERE merchant_id = $1`, [merchant.merchantId]);
  });
  await house.db.query('ANALYZE conversations, conversation_figures, queue_entries, consumers');
};

/** Pages of the database that a sweep for alarms looks at: what it costs, whatever else the machine does. */
const pagesOfSweep = async (): Promise<number> => {
  let pages = NaN;
  await listAlarmCauses({ query: async (sql, values) => {
    const [row] = await house.db.owner.query<{ 'QUERY PLAN': [{ Plan: Record<'Shared Hit Blocks' | 'Shared Read Blocks', number> }] }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`, values);
    const plan = row?.['QUERY PLAN'][0].Plan;
    if (plan) pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    return [];
  } }, new Date());
  return pages;
};

const heldOnFirstDay = 800;
let pagesOnFirstDay = NaN;
/** A shop's first minutes: many conversations are held before the database has counted anything, and two consumers of five wait for a word. */
const openFirstDay = async (): Promise<void> => {
  const { merchantId, shopId } = await foundMerchant(house);
  const group = await defaultGroup(house, merchantId, shopId);
  const agent = await foundMember(room, merchantId, 'agent');
  await house.db.query("INSERT INTO consumers (merchant_id, id, shop_id, name) SELECT $1, 'csm_' || lpad(i::text, 22, '0'), $2, '访客' || i FROM generate_series(1, $3::int) i", [merchantId, shopId, heldOnFirstDay]);
  await house.db.query(
    `INSERT INTO conversations (merchant_id, id, shop_id, consumer_id, state, group_id, assignee_id, last_assignee_id, last_seq, last_message_at, assigned_at, needs_reply_since)
     SELECT $1, 'cnv_' || lpad(i::text, 22, '0'), $2, 'csm_' || lpad(i::text, 22, '0'), 'assigned', $3, $4, $4, 9, now() - interval '1 hour', now() - interval '2 hours', CASE WHEN i % 5 < 2 THEN now() - interval '1 hour' END FROM generate_series(1, $5::int) i`, [merchantId, shopId, group, agent, heldOnFirstDay]);
  await house.db.query(
    `INSERT INTO conversation_figures (merchant_id, conversation_id, definition_version, shop_id, consumer_id, group_id, member_id, asked_at, assigned_at, round_since)
     SELECT merchant_id, id, 1, shop_id, consumer_id, group_id, assignee_id, started_at, assigned_at, needs_reply_since FROM conversations WHERE merchant_id = $1`, [merchantId]);
  pagesOnFirstDay = await pagesOfSweep();
};

beforeAll(async () => {
  room = openRoomHouse();
  house = room.house;
  await openFirstDay();
  merchant = await foundMerchant(house);
  const group = await defaultGroup(house, merchant.merchantId, merchant.shopId);
  const first = await foundMember(room, merchant.merchantId, 'agent');
  const agents = [first, ...await house.db.query<{ id: string }>("INSERT INTO members (id, organisation_id, name, email, role) SELECT 'mem_' || lpad(i::text, 22, '0'), $1, '客服' || i, i || '@load', 'agent' FROM generate_series(1, 59) i RETURNING id", [merchant.merchantId]).then((rows) => rows.map((row) => row.id))];
  await house.db.query("INSERT INTO agents (member_id, state, capacity) SELECT m, 'online', 8 FROM unnest($1::text[]) m ON CONFLICT (member_id) DO UPDATE SET state = 'online'", [agents]);
  await joinGroups(house, first, [group]);
  await house.db.query('INSERT INTO group_members (merchant_id, group_id, member_id) SELECT $1, $2, m FROM unnest($3::text[]) m ON CONFLICT DO NOTHING', [merchant.merchantId, group, agents]);
  await load(group, agents);
  await house.db.query("INSERT INTO event_cursors (reader, lane) VALUES ('figures', 0) ON CONFLICT DO NOTHING");
}, 300_000);
afterAll(() => room.close());

interface Sums { asked: number; received: number; conversations: number; robot_only: number; abandoned: number; rated: number; satisfied: number; first: number[]; first_average: number; response: number[]; response_average: number; queue: number[] }

const inOneQuery = async (): Promise<Sums> => {
  const [row] = await house.db.query<Sums>(
    `SELECT count(DISTINCT consumer_id)::int AS asked, count(DISTINCT consumer_id) FILTER (WHERE member_id IS NOT NULL)::int AS received, count(*)::int AS conversations,
       count(*) FILTER (WHERE robot_received AND NOT handed_over AND member_id IS NULL)::int AS robot_only, count(*) FILTER (WHERE abandoned)::int AS abandoned, count(rating)::int AS rated,
       count(*) FILTER (WHERE rating >= 4)::int AS satisfied, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY first_response_ms::float8) AS first, avg(first_response_ms)::float8 AS first_average,
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY response_ms_sum::float8 / nullif(response_count, 0)) AS response, avg(response_ms_sum::float8 / nullif(response_count, 0)) AS response_average,
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY queue_ms::float8) AS queue
     FROM conversation_figures WHERE merchant_id = $1 AND asked_at >= $2 AND asked_at < $3`, [merchant.merchantId, day.from, day.to]);
  if (!row) throw new Error('no sums');
  return row;
};
const agrees = (board: BoardView, sums: Sums): void => {
  const near = (a: number | null | undefined, b: number | undefined): void => expect(a).toBeCloseTo(b ?? NaN, 4);
  expect(board.figures).toMatchObject({ asked: sums.asked, received: sums.received, abandoned: sums.abandoned, rated: sums.rated });
  near(board.figures.robotShare, sums.robot_only / sums.conversations);
  near(board.figures.satisfaction, sums.satisfied / sums.rated);
  near(board.figures.firstResponse.medianMs, sums.first[0]);
  near(board.figures.firstResponse.p90Ms, sums.first[1]);
  near(board.figures.firstResponse.averageMs, sums.first_average);
  near(board.figures.response.medianMs, sums.response[0]);
  near(board.figures.response.p90Ms, sums.response[1]);
  near(board.figures.response.averageMs, sums.response_average);
  near(board.figures.queueTime.p90Ms, sums.queue[1]);
};

/** The median of several times, in ms; `before` each is not measured. */
const timed = async (what: string, times: number, act: () => Promise<unknown>, before: () => Promise<unknown> = async () => {}): Promise<number> => {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    await before();
    const begun = performance.now();
    await act();
    taken.push(performance.now() - begun);
  }
  taken.sort((a, b) => a - b);
  const median = taken[Math.floor(times / 2)] ?? 0;
  if (process.env['BOARD_CONVERSATIONS']) console.log(`${what}: median ${median.toFixed(1)} ms, least ${taken[0]?.toFixed(1)}, most ${taken.at(-1)?.toFixed(1)}`);
  return median;
};

/** Twenty conversations of the last minutes and five of any time of the day get another figure, as the reader would write it. */
const change = () => house.db.transact(async (tx) => {
  const rows = await tx.query<{ id: string }>(
    `(SELECT conversation_id AS id FROM conversation_figures WHERE merchant_id = $1 ORDER BY asked_at DESC LIMIT 20) UNION (SELECT conversation_id FROM conversation_figures WHERE merchant_id = $1 AND asked_at >= $2 ORDER BY hashtext(conversation_id || $3) LIMIT 5)`,
    [merchant.merchantId, day.from, String(Math.random())]);
  const ids = rows.map((row) => row.id);
  await tx.run('UPDATE conversation_figures SET first_response_ms = (random() * 90000)::int, rating = 1 + (random() * 4)::int, abandoned = random() < 0.5 WHERE merchant_id = $1 AND conversation_id = ANY($2)', [merchant.merchantId, ids]);
  await tx.run("INSERT INTO events (merchant_id, origin, lane, type, subject_id, payload) SELECT $1, 'load', 0, 'message.sent', c, '{}' FROM unnest($2::text[]) c", [merchant.merchantId, ids]);
  await tx.run("UPDATE event_cursors SET xid = pg_current_xact_id(), position = 9223372036854775807 WHERE reader = 'figures'");
});

it('is right at the first look, and a look after that takes less than 100 ms though figures change [MN1]', async () => {
  const look = () => readBoard(house, place());
  await timed('first look', 1, look);
  agrees(await look(), await inOneQuery());
  const still = await timed('a look while nothing changes', 9, look);
  const busy = await timed('a look after 25 conversations changed', 15, look, change);
  const board = await look();
  agrees(board, await inOneQuery());
  expect(board.agents).toHaveLength(60);
  expect(board.trend.reduce((sum, point) => sum + point.lastWeek, 0)).toBeGreaterThan(many / 2);
  await timed('a sweep for alarms that raises them all', 1, () => sweepAlarms(house));
  await timed('a sweep for alarms with nothing new', 5, () => sweepAlarms(house));
  expect(still).toBeLessThan(100);
  expect(busy).toBeLessThan(100);
});

it('sweeps for alarms by a few looks for each who is held, though the database has not counted them yet', async () => {
  expect((await listAlarmCauses(house.db.owner, new Date())).filter(({ rule }) => rule === 'agent_silent').length).toBeGreaterThanOrEqual((heldOnFirstDay * 2) / 5);
  expect(pagesOnFirstDay / heldOnFirstDay).toBeLessThan(10);
});
