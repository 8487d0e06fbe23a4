// The durable queue: entering it, and who is preferred. Not for places (queue-places) or who is drawn (draw-queue).
import type { House, Tx } from '../../platform/index.ts';
import { moveConversation, type Author, type Conversation, type Move } from '../conversation/index.ts';

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
