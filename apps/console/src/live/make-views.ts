// Views for tests, whole and typed. Not for the product.
import type { ConversationId, ConversationView, MemberId, MessageBody, MessageId, MessageView } from '@qindesk/protocol';

const can = { send: true, close: true, transfer: true, takeOver: 'move_not_possible', reopen: 'move_not_possible' } as const;

/** A conversation held by `mem_me`, with what is given changed. */
export const makeConversation = (id: string, given: Partial<ConversationView> = {}): ConversationView => ({
  id: id as ConversationId, merchantId: 'org_1' as never, shop: { id: 'shp_1' as never, name: { zh: '青禾', en: 'Qinghe' }, picture: null }, state: 'assigned',
  consumer: { id: `csm_${id}` as never, name: `顾客${id}`, signed: false }, group: null, assignee: { id: 'mem_me' as MemberId, name: '小雨', organisationName: '青禾' },
  lastSeq: 0, revision: 1, preview: '', startedAt: '2026-05-01T08:00:00.000Z', lastMessageAt: null, queuedAt: null, assignedAt: '2026-05-01T08:00:00.000Z', closedAt: null, needsReplySince: null,
  consumerReadSeq: 0, staffReadSeq: 0, rating: null, closeReason: null, can, ...given,
});

/** A message with a number; a text unless another body is given. */
export const makeMessage = (conversationId: string, seq: number, kind: MessageView['author']['kind'], body: MessageBody | string = `第${seq}句`, at = new Date(Date.UTC(2026, 4, 1, 8, 0, seq)).toISOString()): MessageView => ({
  id: `msg_${conversationId}_${seq}` as MessageId, conversationId: conversationId as ConversationId, seq, author: { kind, id: kind === 'agent' ? 'mem_me' : null, name: kind },
  body: typeof body === 'string' ? { type: 'text', text: body } : body, at,
});
