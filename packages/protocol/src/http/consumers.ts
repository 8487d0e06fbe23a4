// Routes of the consumer's side: the widget before and around the conversation.
import { z } from 'zod';
import { conversationId, shopId } from '../ids.ts';
import { consumerConversationView, messageView, widgetView } from '../views.ts';
import { route } from './route.ts';

export const consumerRoutes = {
  widget: route({ method: 'GET', path: '/v1/widgets/:shop', audience: 'public', summary: 'What the widget needs before the first word: names, welcome card, opening hours',
    params: z.object({ shop: z.string().max(64) }), query: z.object({ product: z.string().max(64).optional() }), response: widgetView }),
  startSession: route({ method: 'POST', path: '/v1/consumer-sessions', audience: 'public', summary: 'A token for a consumer: anonymous, kept (pass the old token), or signed by the shop (pass its JWT)',
    body: z.object({ shopId, token: z.string().max(500).optional(), jwt: z.string().max(4000).optional(), device: z.string().max(100).optional(), language: z.enum(['zh', 'en']).default('zh') }),
    response: z.object({ token: z.string(), consumer: z.object({ id: z.string(), name: z.string(), signed: z.boolean() }) }) }),
  history: route({ method: 'GET', path: '/v1/consumer/conversations', audience: 'consumer', summary: 'The consumer’s conversations with this shop, newest first', response: z.object({ items: z.array(consumerConversationView) }) }),
  messages: route({ method: 'GET', path: '/v1/consumer/conversations/:id/messages', audience: 'consumer', summary: 'Messages of one of the consumer’s conversations',
    params: z.object({ id: conversationId }), query: z.object({ afterSeq: z.coerce.number().int().min(0).default(0) }), response: z.object({ messages: z.array(messageView), complete: z.boolean() }) }),
  askHuman: route({ method: 'POST', path: '/v1/consumer/conversations/:id/human-request', audience: 'consumer', summary: 'One tap to a person [BT2]', params: z.object({ id: conversationId }), response: consumerConversationView }),
  leaveQueue: route({ method: 'DELETE', path: '/v1/consumer/conversations/:id/human-request', audience: 'consumer', summary: 'Leave the queue; the robot takes the conversation back', params: z.object({ id: conversationId }), response: consumerConversationView }),
  rate: route({ method: 'PUT', path: '/v1/consumer/conversations/:id/rating', audience: 'consumer', summary: 'Rate the service', params: z.object({ id: conversationId }),
    body: z.object({ score: z.int().min(1).max(5), reasons: z.array(z.string().max(40)).max(6).default([]), comment: z.string().max(500).optional() }), response: consumerConversationView }),
  close: route({ method: 'POST', path: '/v1/consumer/conversations/:id/closure', audience: 'consumer', summary: 'The consumer ends the conversation', params: z.object({ id: conversationId }), response: consumerConversationView }),
};
