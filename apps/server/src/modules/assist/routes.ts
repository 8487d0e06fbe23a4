// HTTP of the desk around a conversation: lists, messages, context, closing, notes; and the consumer's own reads.
import { consumerRoutes, conversationRoutes, type ConsumerConversationView } from '@qindesk/protocol';
import type { Register } from '../identity/index.ts';
import {
  accessConversation, accessOwnConversation, addNote, closeConversation, closeOwnConversation, listConversations, listMessagesAfter, listSheets, messageViewOf, rateConversation, consumerConversationViewOf,
} from '../conversation/index.ts';
import { readConversationView, readOwnConversationView } from '../routing/index.ts';
import { getShop } from '../tenancy/index.ts';
import { readContext } from './read-context.ts';

const staffSide = (register: Register): void => {
  register.member(conversationRoutes.list, (ctx, { query }) => listConversations(ctx, ctx.actor, query));
  register.member(conversationRoutes.read, async (ctx, { params }) => readConversationView(ctx, await accessConversation(ctx, ctx.actor, params.id, 'read')));
  register.member(conversationRoutes.messages, async (ctx, { params, query }) => {
    const conversation = await accessConversation(ctx, ctx.actor, params.id, 'read');
    const { messages, complete } = await listMessagesAfter(ctx.db, conversation.merchantId, params.id, query.afterSeq);
    return { messages: messages.map((message) => messageViewOf(message, 'staff')), complete };
  });
  register.member(conversationRoutes.context, async (ctx, { params }) => readContext(ctx, await accessConversation(ctx, ctx.actor, params.id, 'read')));
  register.member(conversationRoutes.close, async (ctx, { params, body }) => readConversationView(ctx, await closeConversation(ctx, ctx.actor, params.id, body.reason)));
  register.member(conversationRoutes.addNote, (ctx, { params, body }) => addNote(ctx, ctx.actor, params.id, body.text));
};

/** Registers the routes of this room. */
export const assistRoutes = (register: Register): void => {
  staffSide(register);
  register.consumer(consumerRoutes.history, async (ctx) => {
    const { settings } = await getShop(ctx.db, ctx.actor.shopId);
    const sheets = await listSheets(ctx.db, 'c.merchant_id = $1 AND c.consumer_id = $2 AND c.shop_id = $3', [ctx.actor.merchantId, ctx.actor.consumerId, ctx.actor.shopId], 'ORDER BY c.started_at DESC LIMIT 50');
    return { items: sheets.map((sheet): ConsumerConversationView => consumerConversationViewOf(sheet, settings.leftMessagePromise, null)) };
  });
  register.consumer(consumerRoutes.messages, async (ctx, { params, query }) => {
    const conversation = await accessOwnConversation(ctx, ctx.actor, params.id);
    const { messages, complete } = await listMessagesAfter(ctx.db, conversation.merchantId, params.id, query.afterSeq);
    return { messages: messages.map((message) => messageViewOf(message, 'consumer')), complete };
  });
  register.consumer(consumerRoutes.rate, async (ctx, { params, body }) => {
    await rateConversation(ctx, ctx.actor, params.id, body);
    return readOwnConversationView(ctx, ctx.actor.merchantId, params.id);
  });
  register.consumer(consumerRoutes.close, async (ctx, { params }) => {
    await closeOwnConversation(ctx, ctx.actor, params.id);
    return readOwnConversationView(ctx, ctx.actor.merchantId, params.id);
  });
};
