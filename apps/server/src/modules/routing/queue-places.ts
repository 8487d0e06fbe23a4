// Where those who wait stand, and how long it may take [RT5]. Not for who is drawn (draw-queue) or who is told (gateway).
import type { ConsumerConversationView } from '@qindesk/protocol';
import type { Database } from '../../platform/index.ts';
import { consumerConversationViewOf, type QueuePlace } from '../conversation/index.ts';
import { inForceSql } from '../tenancy/index.ts';

type Queries = Pick<Database, 'query' | 'maybe'>;

/** Nobody is promised less than this, and a group that has closed nothing yet is taken to need three minutes for one. */
const [leastHandlingMs, firstGuessMs] = [20_000, 180_000];

/**
 * How fast a group ($2) of a merchant ($1) works: average handling time of the 50 conversations it closed last in ms, and the slots of those online. Materialized: read
 * once, not for each who waits. Index: conversations_handled.
 */
const paceSql = `pace AS MATERIALIZED (SELECT
    greatest(${leastHandlingMs}, coalesce((SELECT avg(extract(epoch FROM closed_at - assigned_at) * 1000) FROM (SELECT closed_at, assigned_at FROM conversations
      WHERE merchant_id = $1 AND group_id = $2 AND state = 'closed' AND assigned_at IS NOT NULL ORDER BY closed_at DESC LIMIT 50) recent), ${firstGuessMs})) AS handling_ms,
    (SELECT sum(a.capacity) FROM group_members gm JOIN agents a ON a.member_id = gm.member_id JOIN members m ON m.id = gm.member_id AND m.active LEFT JOIN contracts ct ON ct.id = gm.contract_id
      WHERE gm.merchant_id = $1 AND gm.group_id = $2 AND a.state = 'online' AND (gm.contract_id IS NULL OR ${inForceSql('ct')})) AS slots)`;

/** place × average handling time ÷ slots of those online, in seconds; null while nobody is online. */
const estimateSql = 'ceil(position * handling_ms / nullif(slots, 0) / 1000)::int AS "estimateS"';

const waitingSql = `queue_entries q JOIN conversations c ON c.merchant_id = q.merchant_id AND c.id = q.conversation_id AND c.state = 'queued' WHERE q.merchant_id = $1 AND q.group_id = $2`;

/** Those named ($3) who wait in the group. Index: queue_entries_in_order; everybody in front has to be counted, only those named are read out. */
const placesSql = `WITH ${paceSql},
  placed AS (SELECT q.conversation_id AS id, row_number() OVER (ORDER BY q.priority DESC, q.queued_at, q.conversation_id)::int AS position,
    c.shop_id, c.last_seq, c.revision, c.staff_read_seq, c.rating_score, c.rating_reasons FROM ${waitingSql})
  SELECT placed.*, ${estimateSql} FROM placed, pace WHERE id = ANY($3::text[])`;

interface PlacedRow extends QueuePlace {
  id: ConsumerConversationView['id']; shop_id: ConsumerConversationView['shopId']; last_seq: number; revision: number; staff_read_seq: number; rating_score: number | null; rating_reasons: string[];
}

/** The views of those of the conversations that wait in a group, each with its place and estimate: one statement, however many. */
export const listPlaces = async (db: Queries, merchantId: string, groupId: string, conversationIds: readonly string[]): Promise<ConsumerConversationView[]> =>
  (await db.query<PlacedRow>(placesSql, [merchantId, groupId, conversationIds])).map((row) => consumerConversationViewOf({
    conversation: { id: row.id, shopId: row.shop_id, state: 'queued', lastSeq: row.last_seq, revision: row.revision }, assignee: null, staffReadSeq: row.staff_read_seq,
    rating: row.rating_score === null ? null : { score: row.rating_score, reasons: row.rating_reasons },
  }, null, { position: row.position, estimateS: row.estimateS }));

const placeSql = `WITH ${paceSql},
  own AS (SELECT priority, queued_at, conversation_id FROM queue_entries WHERE merchant_id = $1 AND conversation_id = $3 AND group_id = $2),
  counted AS (SELECT count(*)::int AS position FROM own, LATERAL (SELECT FROM ${waitingSql}
    AND (q.priority > own.priority OR (q.priority = own.priority AND (q.queued_at, q.conversation_id) <= (own.queued_at, own.conversation_id)))) before)
  SELECT position, ${estimateSql} FROM counted, pace WHERE position > 0`;

/** The place of one conversation in a group's queue; null when it does not wait there. */
export const findPlace = async (db: Queries, merchantId: string, groupId: string, conversationId: string): Promise<QueuePlace | null> =>
  (await db.maybe<QueuePlace>(placeSql, [merchantId, groupId, conversationId])) ?? null;

/** Those of the groups that any of the members serves: whose estimates their coming and going changes. Index: group_members_by_member. */
export const listServed = async (db: Queries, memberIds: readonly string[], groupIds: readonly string[]): Promise<string[]> =>
  (await db.query<{ id: string }>('SELECT DISTINCT group_id AS id FROM group_members WHERE member_id = ANY($1::text[]) AND group_id = ANY($2::text[])', [memberIds, groupIds])).map((row) => row.id);
