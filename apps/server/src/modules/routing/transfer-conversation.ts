// From hand to hand: transfer to an agent or a group, take over, reopen. Each checks the receiver's capacity under the lock [RT1].
import { constraintOf, refuse, type House, type Tx } from '../../platform/index.ts';
import { carries, grantsAt, loadMemberActor, type MemberActor } from '../identity/index.ts';
import { accessConversation, insertNote, moveConversation, type Author, type Conversation, type Move } from '../conversation/index.ts';
import { getGroup } from '../tenancy/index.ts';
import { lockAgent } from './agent.ts';
import { drawQueue } from './draw-queue.ts';
import { enqueue } from './queue.ts';

const authorOf = (actor: MemberActor): Author => ({ kind: 'agent', id: actor.memberId, name: actor.name });
const removeEntry = (tx: Tx, c: Conversation) => tx.run('DELETE FROM queue_entries WHERE merchant_id = $1 AND conversation_id = $2', [c.merchantId, c.id]);

const assignTo = async (house: House, tx: Tx, conversation: Conversation, receiver: { id: string; mustBeOnline: boolean }, move: Omit<Move, 'to' | 'assigneeId'>): Promise<void> => {
  const holding = await lockAgent(tx, receiver.id);
  if (receiver.mustBeOnline && holding.state !== 'online') refuse('agent_not_available', `${receiver.id} is ${holding.state}`);
  if (holding.load >= holding.capacity) refuse('agent_full', `${receiver.id} holds ${holding.load} of ${holding.capacity}`);
  await moveConversation(house, tx, conversation, { ...move, to: 'assigned', assigneeId: receiver.id });
  await removeEntry(tx, conversation);
};

/** The receiver must be able to serve this conversation by their own grants; otherwise they answer like one who does not exist. */
const getReceiver = async (house: House, conversation: Conversation, memberId: string): Promise<MemberActor> => {
  const receiver = (await loadMemberActor(house.db, { memberId })) ?? refuse('not_found', `member ${memberId}`, { field: 'memberId' });
  const place = { merchantId: conversation.merchantId, shopId: conversation.shopId, groupId: conversation.groupId };
  if (!grantsAt(receiver, place, house.clock.now()).some((grant) => carries(grant, 'conversation.serve'))) refuse('not_found', `member ${memberId} may not serve it`, { field: 'memberId' });
  return receiver;
};

export interface Transfer { memberId?: string; groupId?: string; note?: string }

/** To an agent (must be online and have a slot: `agent_not_available`, `agent_full`) or to a group (queued there, at the front of nobody). */
export const transferConversation = async (house: House, actor: MemberActor, id: string, transfer: Transfer): Promise<Conversation> => {
  if ((transfer.memberId === undefined) === (transfer.groupId === undefined)) refuse('invalid', 'name one of memberId and groupId');
  const conversation = await house.db.transact(async (tx) => {
    const locked = await accessConversation(house, actor, id, 'act', tx);
    if (locked.state === 'closed') refuse('conversation_closed');
    if (transfer.memberId) {
      if (transfer.memberId === locked.assigneeId) refuse('move_not_possible', 'already theirs');
      const receiver = await getReceiver(house, locked, transfer.memberId);
      await assignTo(house, tx, locked, { id: receiver.memberId, mustBeOnline: true },
        { by: authorOf(actor), reason: 'transferred', note: transfer.note, line: { type: 'system', code: 'transferred', params: { name: receiver.name } } });
    } else {
      const group = await getGroup(tx, transfer.groupId ?? '');
      const inside = grantsAt(actor, { merchantId: group.merchantId, shopId: group.shopId, groupId: group.id }, house.clock.now());
      if (group.merchantId !== locked.merchantId || group.shopId !== locked.shopId || inside.length === 0) refuse('not_found', `group ${group.id}`, { field: 'groupId' });
      await enqueue(house, tx, locked, { groupId: group.id, by: authorOf(actor), reason: 'transferred', line: { type: 'system', code: 'transferred', params: { name: group.name } },
        excludedMemberId: locked.assigneeId, queuedAt: locked.needsReplySince ?? undefined });
    }
    if (transfer.note?.trim()) await insertNote(house, tx, locked, actor, transfer.note.trim());
    return locked;
  });
  if (transfer.groupId) await drawQueue(house, [transfer.groupId]);
  return conversation;
};

/** A supervisor takes a conversation from robot, queue or agent; whoever spoke before is silenced by the same commit [CM5]. */
export const takeOverConversation = (house: House, actor: MemberActor, id: string): Promise<Conversation> =>
  house.db.transact(async (tx) => {
    const conversation = await accessConversation(house, actor, id, 'act', tx);
    const leads = grantsAt(actor, conversation, house.clock.now()).some((grant) => carries(grant, 'conversation.take_over'));
    if (!leads) refuse('not_allowed', 'take over');
    if (conversation.state === 'closed') refuse('conversation_closed');
    if (conversation.assigneeId === actor.memberId) refuse('move_not_possible', 'already yours');
    await assignTo(house, tx, conversation, { id: actor.memberId, mustBeOnline: false },
      { by: authorOf(actor), reason: 'taken_over', line: { type: 'system', code: 'taken_over', params: { name: actor.name } } });
    return conversation;
  });

/** Reopens a closed conversation for the member who asks; refuses `move_not_possible` when the consumer has begun another one meanwhile [CM4]. */
export const reopenConversation = (house: House, actor: MemberActor, id: string): Promise<Conversation> =>
  house.db.transact(async (tx) => {
    const conversation = await accessConversation(house, actor, id, 'act', tx);
    if (conversation.state !== 'closed') refuse('move_not_possible', `conversation is ${conversation.state}`);
    const other = await tx.maybe("SELECT 1 AS one FROM conversations WHERE merchant_id = $1 AND shop_id = $2 AND consumer_id = $3 AND state <> 'closed'", [conversation.merchantId, conversation.shopId, conversation.consumerId]);
    if (other) refuse('move_not_possible', 'the consumer has another open conversation');
    await assignTo(house, tx, conversation, { id: actor.memberId, mustBeOnline: false }, { by: authorOf(actor), reason: 'reopened', line: { type: 'system', code: 'reopened', params: {} } });
    return conversation;
  }).catch((error: unknown) => {
    // The consumer began another one between the look and the move.
    if (constraintOf(error) === 'conversations_one_open_per_consumer') refuse('move_not_possible', 'the consumer has another open conversation');
    throw error;
  });
