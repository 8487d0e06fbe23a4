// People for the stories of the floor: consumers who ask, agents who serve, and waiting until something is true. Not for HTTP or sockets.
import { randomBytes } from 'node:crypto';
import { startConsumerSession, type ConsumerActor, type MemberCtx } from '../../src/modules/identity/index.ts';
import { closeConversation, sendMessage, startConversation, type Author } from '../../src/modules/conversation/index.ts';
import { requestAgent, setGroupMembers, setPresence } from '../../src/modules/routing/index.ts';
import { getGroup, listGroups } from '../../src/modules/tenancy/index.ts';
import type { House } from '../../src/platform/index.ts';
import { actAs, foundMember, type RoomHouse } from '../world/room-house.ts';

/** Asks again and again, every 20 ms, until the answer is true; fails after `withinMs`. */
export const until = async (what: string, holds: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<void> => {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Until the figures' reader has passed everything that was written. */
export const figuresSettled = (house: House): Promise<void> =>
  until('the figures have read the log', async () => (await house.db.query("SELECT 1 FROM events e, event_cursors r WHERE r.reader = 'figures' AND (e.xid, e.position) > (r.xid, r.position) LIMIT 1")).length === 0);

export interface Asking { consumer: ConsumerActor; merchantId: string; id: string }

const say = (house: House, { merchantId, id }: Pick<Asking, 'merchantId' | 'id'>, author: Author, text: string) =>
  sendMessage(house, { merchantId, conversationId: id, author, clientId: randomBytes(8).toString('hex'), body: { type: 'text', text } });

/** A consumer with an open conversation, who has not said anything yet. */
export const comeIn = async (house: House, shopId: string): Promise<Asking> => {
  const { consumer } = await startConsumerSession(house, { shopId, language: 'zh' });
  const conversation = await startConversation(house, consumer);
  return { consumer, merchantId: conversation.merchantId, id: conversation.id };
};
export const consumerSays = (house: House, asking: Asking, text = '什么时候发货') => say(house, asking, { kind: 'consumer', id: asking.consumer.consumerId, name: asking.consumer.name }, text);
export const robotSays = (house: House, asking: Asking, text = '亲，今天就发') => say(house, asking, { kind: 'robot', id: 'robot', name: '小禾' }, text);
export const agentSays = (house: House, asking: Asking, agent: MemberCtx, text = '亲，我看一下') => say(house, asking, { kind: 'agent', id: agent.actor.memberId, name: agent.actor.name }, text);
export const wantPerson = (house: House, asking: Asking, groupId?: string) =>
  requestAgent(house, asking.merchantId, asking.id, { reason: 'asked_for_human', summary: [], by: { kind: 'consumer', id: asking.consumer.consumerId, name: asking.consumer.name }, groupId });
export const closeBy = (house: House, asking: Asking, agent: MemberCtx) => closeConversation(house, agent.actor, asking.id, '已解决');

/** A consumer who asks the robot and then wants a person. */
export const askForPerson = async (house: House, shopId: string, groupId?: string): Promise<Asking> => {
  const asking = await comeIn(house, shopId);
  await consumerSays(house, asking);
  await wantPerson(house, asking, groupId);
  return asking;
};

/** The group that a shop opened with. */
export const defaultGroup = async (house: House, merchantId: string, shopId: string): Promise<string> =>
  (await listGroups(house.db, [merchantId])).find((group) => group.shopId === shopId && group.isDefault)?.id ?? '';

/** Puts a member into groups beside who is there already. */
export const joinGroups = async (house: House, memberId: string, groupIds: readonly string[]): Promise<void> => {
  for (const groupId of groupIds) {
    await house.db.transact(async (tx) => {
      const group = await getGroup(tx, groupId);
      const there = await tx.query<{ id: string }>('SELECT member_id AS id FROM group_members WHERE merchant_id = $1 AND group_id = $2', [group.merchantId, groupId]);
      await setGroupMembers(tx, group, [...there.map((row) => row.id), memberId]);
    });
  }
};

/** An agent of an organisation, in these groups, online. */
export const onlineAgent = async (room: RoomHouse, organisationId: string, groupIds: readonly string[]): Promise<MemberCtx> => {
  const id = await foundMember(room, organisationId, 'agent');
  await joinGroups(room.house, id, groupIds);
  const agent = await actAs(room.house, id);
  await setPresence(room.house, agent.actor, 'online', agent.actor.name);
  return agent;
};
