// Moves a locked conversation to another state: a row with author, time and reason, the cached state, the fact in the log. Not for who may ask for it.
import type { ConversationState, MessageBody } from '@qindesk/protocol';
import { refuse, type House, type Tx } from '../../platform/index.ts';
import { appendMessage } from './append-message.ts';
import { allowedMoves, systemAuthor, type Author, type Conversation } from './conversation.ts';
import type { ConversationMoved } from './events.ts';

export interface Move {
  to: ConversationState;
  by: Author;
  reason: string;
  groupId?: string | null;
  assigneeId?: string | null;
  note?: string;
  /** Keeps the place in the queue of one who waited before. */
  queuedAt?: Date;
  /** The line that the thread shows. */
  line?: Extract<MessageBody, { type: 'system' }>;
}

const moveSql = `WITH moved AS (
    INSERT INTO conversation_moves (merchant_id, conversation_id, number, state, group_id, assignee_id, by_kind, by_id, reason, note, at)
    SELECT $1::text, $2::text, coalesce(max(number), 0) + 1, $3::text, $4::text, $5::text, $6, $7, $8, $9, $10 FROM conversation_moves WHERE merchant_id = $1::text AND conversation_id = $2::text
  )
  UPDATE conversations SET state = $3::text, group_id = $4::text, assignee_id = $5::text, queued_at = $11, assigned_at = $12, closed_at = $13, close_reason = $14, needs_reply_since = $15, last_assignee_id = coalesce($5::text, last_assignee_id), revision = revision + 1
  WHERE merchant_id = $1::text AND id = $2::text`;

/** Refuses `move_not_possible` where the table does not allow it. Updates the given conversation in place. */
export const moveConversation = async (house: House, tx: Tx, conversation: Conversation, move: Move): Promise<void> => {
  if (!allowedMoves[conversation.state].includes(move.to)) refuse('move_not_possible', `${conversation.state} → ${move.to}`);
  const now = house.clock.now();
  const before = { ...conversation };
  conversation.state = move.to;
  conversation.groupId = (move.groupId === undefined ? conversation.groupId : move.groupId) as Conversation['groupId'];
  conversation.assigneeId = (move.to === 'assigned' ? move.assigneeId ?? null : null) as Conversation['assigneeId'];
  conversation.lastAssigneeId = conversation.assigneeId ?? before.lastAssigneeId;
  conversation.queuedAt = move.to === 'queued' ? (move.queuedAt ?? now) : move.to === 'assigned' ? before.queuedAt : null;
  conversation.assignedAt = move.to === 'assigned' ? now : move.to === 'closed' ? before.assignedAt : null;
  conversation.closedAt = move.to === 'closed' ? now : null;
  // The robot's parting words are no answer: from the hand-over on a person owes one. Back with the robot nobody does.
  if (before.state === 'bot' && (move.to === 'queued' || move.to === 'waiting')) conversation.needsReplySince ??= now;
  if (move.to === 'bot') conversation.needsReplySince = null;
  conversation.revision += 1;
  await tx.run(moveSql, [conversation.merchantId, conversation.id, move.to, conversation.groupId, conversation.assigneeId, move.by.kind, move.by.id, move.reason, move.note ?? null, now,
    conversation.queuedAt, conversation.assignedAt, conversation.closedAt, move.to === 'closed' ? move.reason : null, conversation.needsReplySince]);
  const payload: ConversationMoved = {
    from: before.state, to: move.to, reason: move.reason, shopId: conversation.shopId, consumerId: conversation.consumerId, groupId: conversation.groupId, assigneeId: conversation.assigneeId,
    previousGroupId: before.groupId, previousAssigneeId: before.assigneeId, byKind: move.by.kind, byId: move.by.id, queuedAt: conversation.queuedAt?.toISOString() ?? null,
  };
  await house.events.append(tx, [{ merchantId: conversation.merchantId, type: 'conversation.moved', subjectId: conversation.id, payload }]);
  if (move.line) await appendMessage(house, tx, conversation, systemAuthor, move.line);
};
