// HTTP of routing: groups, presence, transfer, take-over, reopening, leaving the queue. Not for the way to a person (bot, which tells what it understood).
import { consumerRoutes, conversationRoutes, floorRoutes, peopleRoutes, presenceRoutes, type ConsumerConversationView, type ConversationView } from '@qindesk/protocol';
import { refuse, type House } from '../../platform/index.ts';
import { carries, grantsAt, requirePermission, type ConsumerCtx, type Grant, type MemberCtx, type Permission, type Place, type Register } from '../identity/index.ts';
import { accessOwnConversation, consumerConversationViewOf, conversationViewOf, findSheet, type Author, type Conversation } from '../conversation/index.ts';
import { getShop } from '../tenancy/index.ts';
import { listAgents, readHolding, setPresence } from './agent.ts';
import { addGroup, changeGroup, listShopGroups } from './group-members.ts';
import { findPlace } from './queue-places.ts';
import { leaveQueue } from './request-agent.ts';
import { reopenConversation, takeOverConversation, transferConversation } from './transfer-conversation.ts';

/** A conversation as a member sees it, read afresh. */
export const readConversationView = async (ctx: MemberCtx, conversation: Pick<Conversation, 'merchantId' | 'id'>): Promise<ConversationView> => {
  const sheet = (await findSheet(ctx.db, conversation.merchantId, conversation.id)) ?? refuse('not_found', conversation.id);
  return conversationViewOf(sheet, ctx.actor, ctx.clock.now());
};

/** A conversation as its consumer sees it; `queuedIn`: the group in whose queue it stands. */
export interface OwnConversation { view: ConsumerConversationView; queuedIn: string | null }

/** A conversation as its consumer sees it, with the place in the queue. Two statements at most, however many wait. Refuses `not_found`. */
export const readOwnConversation = async (house: House, merchantId: string, id: string): Promise<OwnConversation> => {
  const sheet = (await findSheet(house.db, merchantId, id)) ?? refuse('not_found', id);
  const { state, groupId, shopId } = sheet.conversation;
  const queuedIn = state === 'queued' ? groupId : null;
  const place = queuedIn ? await findPlace(house.db, merchantId, queuedIn, id) : null;
  const promise = state === 'waiting' ? (await getShop(house.db, shopId)).settings.leftMessagePromise : null;
  return { view: consumerConversationViewOf(sheet, promise, place), queuedIn };
};
/** Its view only. */
export const readOwnConversationView = async (house: House, merchantId: string, id: string): Promise<ConsumerConversationView> => (await readOwnConversation(house, merchantId, id)).view;

const consumerAuthor = (ctx: ConsumerCtx): Author => ({ kind: 'consumer', id: ctx.actor.consumerId, name: ctx.actor.name });

const consumerSide = (register: Register): void => {
  register.consumer(consumerRoutes.leaveQueue, async (ctx, { params }) => {
    const { merchantId } = await accessOwnConversation(ctx, ctx.actor, params.id);
    await leaveQueue(ctx, merchantId, params.id, consumerAuthor(ctx));
    return readOwnConversationView(ctx, merchantId, params.id);
  });
};

/** The grants that carry a permission at a place. Refuses `not_found` and `not_allowed`. */
const reachOf = (ctx: MemberCtx, permission: Permission, place: Place): Grant[] => {
  requirePermission(ctx.actor, permission, place, ctx.clock.now());
  return grantsAt(ctx.actor, place, ctx.clock.now()).filter((grant) => carries(grant, permission));
};

const presenceSide = (register: Register): void => {
  register.member(presenceRoutes.setPresence, async (ctx, { body }) => {
    await setPresence(ctx, ctx.actor, body.state, ctx.actor.name);
    const { state, load, capacity } = await readHolding(ctx.db, ctx.actor.memberId);
    return { state, load, capacity };
  });
  register.member(presenceRoutes.listAgents, async (ctx, { params, query }) => {
    const place = { merchantId: params.id, shopId: query.shopId ?? null };
    return { items: await listAgents(ctx, place.merchantId, place.shopId, reachOf(ctx, 'conversation.serve', place)) };
  });
  register.member(floorRoutes.setAgentState, async (ctx, { params, body }) => {
    const agent = (await listAgents(ctx, params.id, null, reachOf(ctx, 'floor.act', { merchantId: params.id }))).find((one) => one.id === params.memberId) ?? refuse('not_found', `agent ${params.memberId}`);
    await setPresence(ctx, { memberId: agent.id, organisationId: agent.organisationId }, body.state, ctx.actor.name);
    return { ok: true as const };
  });
};

/** Registers the routes of this room. */
export const routingRoutes = (register: Register): void => {
  consumerSide(register);
  presenceSide(register);
  register.member(peopleRoutes.listGroups, async (ctx, { params }) => ({ items: await listShopGroups(ctx, params.id) }));
  register.member(peopleRoutes.addGroup, (ctx, { params, body }) => addGroup(ctx, params.id, body));
  register.member(peopleRoutes.changeGroup, (ctx, { params, body }) => changeGroup(ctx, params.id, body));
  register.member(conversationRoutes.transfer, async (ctx, { params, body }) => readConversationView(ctx, await transferConversation(ctx, ctx.actor, params.id, body)));
  register.member(conversationRoutes.takeOver, async (ctx, { params }) => readConversationView(ctx, await takeOverConversation(ctx, ctx.actor, params.id)));
  register.member(conversationRoutes.reopen, async (ctx, { params }) => readConversationView(ctx, await reopenConversation(ctx, ctx.actor, params.id)));
};
