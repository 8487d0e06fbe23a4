// From the robot to a person: into a queue while the shop is open, a left message with a promise while it is closed. Never a dead end.
import type { HandoverReason } from '@qindesk/protocol';
import { refuse, type House, type Tx } from '../../platform/index.ts';
import { lockConversation, moveConversation, systemAuthor, type Author, type Conversation } from '../conversation/index.ts';
import { getDefaultGroup, getShop, isOpen } from '../tenancy/index.ts';
import { drawQueue } from './draw-queue.ts';
import { enqueue, findStickyAgent, frontPriority } from './queue.ts';

/** Fact `conversation.handed_over` */
export interface HandedOver { reason: HandoverReason; shopId: string }

export interface AgentRequest { reason: HandoverReason; summary: readonly string[]; by: Author; groupId?: string }

/** Inside a transaction, over a locked conversation; a conversation that is past the robot already stays where it is (asking twice is harmless). */
export const requestAgentIn = async (house: House, tx: Tx, conversation: Conversation, request: AgentRequest): Promise<boolean> => {
  if (conversation.state === 'closed') refuse('conversation_closed');
  if (conversation.state !== 'bot') return false;
  const shop = await getShop(tx, conversation.shopId);
  await tx.run('INSERT INTO handovers (merchant_id, conversation_id, at, reason, summary) VALUES ($1, $2, clock_timestamp(), $3, $4)', [conversation.merchantId, conversation.id, request.reason, request.summary]);
  const payload: HandedOver = { reason: request.reason, shopId: shop.id };
  await house.events.append(tx, [{ merchantId: conversation.merchantId, type: 'conversation.handed_over', subjectId: conversation.id, payload }]);
  const groupId = request.groupId ?? (await getDefaultGroup(tx, conversation.merchantId, conversation.shopId)).id;
  if (!isOpen(shop.settings, house.clock.now())) {
    await moveConversation(house, tx, conversation, { to: 'waiting', by: request.by, reason: request.reason, groupId, line: { type: 'system', code: 'left_message', params: {} } });
    return true;
  }
  await enqueue(house, tx, conversation, { groupId, by: request.by, reason: request.reason, line: { type: 'system', code: 'queued', params: {} }, preferredMemberId: await findStickyAgent(tx, conversation) });
  return true;
};

/** The same by id, and draws at once. Returns whether anything changed. */
export const requestAgent = async (house: House, merchantId: string, conversationId: string, request: AgentRequest): Promise<boolean> => {
  let groupId: string | null = null;
  const moved = await house.db.transact(async (tx) => {
    const conversation = await lockConversation(tx, merchantId, conversationId);
    const changed = await requestAgentIn(house, tx, conversation, request);
    groupId = conversation.groupId;
    return changed;
  });
  if (moved && groupId) await drawQueue(house, [groupId]);
  return moved;
};

/** The consumer leaves the queue: the robot has the conversation again. Refuses `move_not_possible` when nobody is queueing. */
export const leaveQueue = (house: House, merchantId: string, conversationId: string, by: Author): Promise<void> =>
  house.db.transact(async (tx) => {
    const conversation = await lockConversation(tx, merchantId, conversationId);
    if (conversation.state !== 'queued') refuse('move_not_possible', `conversation is ${conversation.state}`);
    await moveConversation(house, tx, conversation, { to: 'bot', by, reason: 'left_queue', groupId: null, line: { type: 'system', code: 'left_queue', params: {} } });
    await tx.run('DELETE FROM queue_entries WHERE merchant_id = $1 AND conversation_id = $2', [merchantId, conversationId]);
  });

/** Puts an assigned conversation back to the front of its queue [RT4] [SC1]. `excluded` is not preferred again. */
export const requeue = async (house: House, tx: Tx, conversation: Conversation, reason: string, excluded: string | null): Promise<void> => {
  const groupId = conversation.groupId ?? (await getDefaultGroup(tx, conversation.merchantId, conversation.shopId)).id;
  await enqueue(house, tx, conversation, {
    groupId, by: systemAuthor, reason, line: { type: 'system', code: 'requeued', params: {} }, priority: frontPriority, excludedMemberId: excluded,
    queuedAt: conversation.needsReplySince ?? conversation.queuedAt ?? house.clock.now() });
};
