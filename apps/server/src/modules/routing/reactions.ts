// What routing does when something happened: a freed slot draws, an agent who comes draws, one who goes offline gives back. Durable: each event once.
import { keepAwake, startReader, type House, type LoggedEvent, type Reader } from '../../platform/index.ts';
import { lockConversation, type ConversationMoved } from '../conversation/index.ts';
import { drawForAgent, drawQueue } from './draw-queue.ts';
import { requeue } from './request-agent.ts';
import type { PresenceChanged } from './agent.ts';

/** Puts what an agent holds back into its queues, and returns the groups that are to be drawn. */
const giveBackAll = async (house: House, memberId: string): Promise<string[]> => {
  const groups: string[] = [];
  const held = await house.db.query<{ merchant_id: string; id: string }>("SELECT merchant_id, id FROM conversations WHERE assignee_id = $1 AND state = 'assigned'", [memberId]);
  for (const row of held) {
    const groupId = await house.db.transact(async (tx) => {
      const conversation = await lockConversation(tx, row.merchant_id, row.id);
      if (conversation.assigneeId !== memberId) return null;
      await requeue(house, tx, conversation, 'agent_offline', memberId);
      return conversation.groupId;
    });
    if (groupId) groups.push(groupId);
  }
  return groups;
};

/** Closing knows nothing of queues. Under the conversation's lock: it may be open and queued again by now, and then the entry is not the one that was left behind. */
const clearEntry = (house: House, merchantId: string, id: string): Promise<number> =>
  house.db.transact(async (tx) => {
    const { state } = await lockConversation(tx, merchantId, id);
    return state === 'queued' ? 0 : tx.run('DELETE FROM queue_entries WHERE merchant_id = $1 AND conversation_id = $2', [merchantId, id]);
  });

/**
 * What was left behind first, then each group and each agent is drawn once, however often the batch names them: drawing twice draws what is there. The cursor's transaction
 * is open meanwhile, and nobody's reader goes past it.
 */
const react = async (house: House, events: readonly LoggedEvent[]): Promise<void> => {
  const [groups, agents] = [new Set<string>(), new Set<string>()];
  for (const event of events) {
    if (event.type === 'agent.presence_changed') {
      const { memberId, state } = event.payload as PresenceChanged;
      if (state === 'online') agents.add(memberId);
      if (state === 'offline') for (const groupId of await giveBackAll(house, memberId)) groups.add(groupId);
      continue;
    }
    const moved = event.payload as ConversationMoved;
    if (moved.from === 'queued' && moved.to === 'closed') await clearEntry(house, event.merchantId, event.subjectId ?? '');
    if (moved.to === 'queued' && moved.groupId) groups.add(moved.groupId);
    if (moved.previousAssigneeId && moved.previousAssigneeId !== moved.assigneeId) agents.add(moved.previousAssigneeId);
  }
  for (const groupId of groups) await drawQueue(house, [groupId]);
  for (const memberId of agents) await drawForAgent(house, memberId);
};

/** Small batches, for the sake of the other readers. */
const batch = 50;

/** The cursor moves with the batch; draws run in transactions of their own, after which the events count as handled. */
export const startRoutingReader = (house: House): Promise<Reader> =>
  startReader(house.db, house.bus, house.log, {
    name: 'routing', types: ['conversation.moved', 'agent.presence_changed'], batch,
    handle: (tx, events) => keepAwake(tx, () => react(house, events)),
  });
