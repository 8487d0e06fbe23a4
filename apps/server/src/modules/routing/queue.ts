// The durable queue: entering, place and estimate [RT5]. Not for who is drawn (draw-queue).
import type { Database, House, Tx } from '../../platform/index.ts';
import { inForceSql } from '../tenancy/index.ts';
import { moveConversation, type Author, type Conversation, type Move, type QueuePlace } from '../conversation/index.ts';

export interface QueueRequest {
  groupId: string;
  by: Author;
  reason: string;
  line: Move['line'];
  /** 100 puts it to the front [RT4]. */
  priority?: number;
  queuedAt?: Date;
  preferredMemberId?: string | null;
  excludedMemberId?: string | null;
}
export const frontPriority = 100;

/** Moves a locked conversation into a group's queue. The reaction to the move, or the caller after the commit, draws. */
export const enqueue = async (house: House, tx: Tx, conversation: Conversation, request: QueueRequest): Promise<void> => {
  const preferred = request.preferredMemberId ?? conversation.lastAssigneeId;
  await moveConversation(house, tx, conversation, { to: 'queued', by: request.by, reason: request.reason, groupId: request.groupId, queuedAt: request.queuedAt, line: request.line });
  await tx.run(
    `INSERT INTO queue_entries (merchant_id, conversation_id, group_id, priority, queued_at, preferred_member_id, excluded_member_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (merchant_id, conversation_id) DO UPDATE SET group_id = $3, priority = $4, queued_at = $5, preferred_member_id = $6, excluded_member_id = $7`,
    [conversation.merchantId, conversation.id, request.groupId, request.priority ?? 0, conversation.queuedAt, preferred, request.excludedMemberId ?? null]);
};

/** The agent who served this consumer last in this shop, within a week: they know the story. */
export const findStickyAgent = async (tx: Tx, conversation: Conversation): Promise<string | null> => {
  if (conversation.lastAssigneeId) return conversation.lastAssigneeId;
  const row = await tx.maybe<{ id: string }>(
    `SELECT last_assignee_id AS id FROM conversations WHERE merchant_id = $1 AND consumer_id = $2 AND shop_id = $3 AND last_assignee_id IS NOT NULL AND started_at > now() - interval '7 days'
     ORDER BY started_at DESC LIMIT 1`, [conversation.merchantId, conversation.consumerId, conversation.shopId]);
  return row?.id ?? null;
};

const fallbackHandlingMs = 180_000;

/**
 * Place in the queue of each waiting conversation of a group, and an estimate in seconds: place × average handling time of the group's last 50 conversations ÷ slots of
 * those online; null while nobody is online.
 */
export const listQueuePlaces = async (db: Pick<Database, 'query' | 'maybe'>, merchantId: string, groupId: string): Promise<Map<string, QueuePlace>> => {
  const entries = await db.query<{ id: string }>(
    `SELECT q.conversation_id AS id FROM queue_entries q JOIN conversations c ON c.merchant_id = q.merchant_id AND c.id = q.conversation_id AND c.state = 'queued'
     WHERE q.merchant_id = $1 AND q.group_id = $2 ORDER BY q.priority DESC, q.queued_at, q.conversation_id`, [merchantId, groupId]);
  if (entries.length === 0) return new Map();
  const pace = await db.maybe<{ handling_ms: number | null; slots: number }>(
    `SELECT (SELECT avg(extract(epoch FROM closed_at - assigned_at) * 1000) FROM (SELECT closed_at, assigned_at FROM conversations
              WHERE merchant_id = $1 AND group_id = $2 AND state = 'closed' AND assigned_at IS NOT NULL ORDER BY started_at DESC LIMIT 50) recent) AS handling_ms,
            (SELECT coalesce(sum(a.capacity), 0)::int FROM group_members gm JOIN agents a ON a.member_id = gm.member_id JOIN members m ON m.id = gm.member_id AND m.active LEFT JOIN contracts ct ON ct.id = gm.contract_id
              WHERE gm.merchant_id = $1 AND gm.group_id = $2 AND a.state = 'online' AND (gm.contract_id IS NULL OR ${inForceSql('ct')})) AS slots`,
    [merchantId, groupId]);
  const slots = pace?.slots ?? 0;
  const handling = Math.max(20_000, pace?.handling_ms ?? fallbackHandlingMs);
  return new Map(entries.map(({ id }, i) => [id, { position: i + 1, estimateS: slots > 0 ? Math.ceil(((i + 1) * handling) / slots / 1000) : null }]));
};
