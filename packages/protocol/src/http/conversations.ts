// Routes of conversations, for staff.
import { z } from 'zod';
import { conversationId, groupId, memberId, organisationId, shopId } from '../ids.ts';
import { contextView, conversationState, conversationView, messageView, noteView, presenceState, agentView } from '../views.ts';
import { page, route } from './route.ts';

const byId = z.object({ id: conversationId });

export const conversationRoutes = {
  list: route({ method: 'GET', path: '/v1/conversations', audience: 'member', summary: 'Conversations the member may see, newest activity first',
    query: page.extend({ merchantId: organisationId.optional(), shopId: shopId.optional(), state: conversationState.optional(), open: z.stringbool().optional(), assigneeId: memberId.optional(), groupId: groupId.optional() }),
    response: z.object({ items: z.array(conversationView), cursor: z.string().nullable() }) }),
  read: route({ method: 'GET', path: '/v1/conversations/:id', audience: 'member', summary: 'One conversation', params: byId, response: conversationView }),
  messages: route({ method: 'GET', path: '/v1/conversations/:id/messages', audience: 'member', summary: 'Its messages after a number', params: byId,
    query: z.object({ afterSeq: z.coerce.number().int().min(0).default(0) }), response: z.object({ messages: z.array(messageView), complete: z.boolean() }) }),
  context: route({ method: 'GET', path: '/v1/conversations/:id/context', audience: 'member', summary: 'Consumer, product, orders, the robot’s summary and decisions, notes', params: byId, response: contextView }),
  close: route({ method: 'POST', path: '/v1/conversations/:id/closure', audience: 'member', summary: 'Close with a reason', params: byId, body: z.object({ reason: z.string().min(1).max(40) }), response: conversationView }),
  reopen: route({ method: 'DELETE', path: '/v1/conversations/:id/closure', audience: 'member', summary: 'Reopen: it comes back to the member who reopens it', params: byId, response: conversationView }),
  transfer: route({ method: 'POST', path: '/v1/conversations/:id/transfers', audience: 'member', summary: 'Transfer to an agent, or to a group (queued there if full)', params: byId,
    body: z.object({ memberId: memberId.optional(), groupId: groupId.optional(), note: z.string().max(1000).optional() }), response: conversationView }),
  takeOver: route({ method: 'POST', path: '/v1/conversations/:id/takeover', audience: 'member', summary: 'Take the conversation over; the robot or agent before falls silent at once [CM5]', params: byId, response: conversationView }),
  addNote: route({ method: 'POST', path: '/v1/conversations/:id/notes', audience: 'member', summary: 'An internal note; never sent to the consumer [CM8]', params: byId, body: z.object({ text: z.string().trim().min(1).max(2000) }), response: noteView }),
};

export const presenceRoutes = {
  setPresence: route({ method: 'PUT', path: '/v1/presence', audience: 'member', summary: 'Set one’s own state', body: z.object({ state: presenceState }), response: z.object({ state: presenceState, load: z.int(), capacity: z.int() }) }),
  listAgents: route({ method: 'GET', path: '/v1/merchants/:id/agents', audience: 'member', summary: 'Agents who may serve this merchant, with state and load: targets of a transfer', params: z.object({ id: organisationId }), query: z.object({ shopId: shopId.optional() }), response: z.object({ items: z.array(agentView) }) }),
};
