// Small worlds that keep every promise, for the unit tests to break one by one. Not for the simulation itself.
import type { MessageView } from '@qindesk/protocol';
import type { Sight } from './ledger.ts';
import type { StoredConversation, StoredEvent, StoredMessage, Truth } from './truth.ts';

export const at = '2026-01-01T00:00:00.000Z';

export const stored = (seq: number, by: StoredMessage['authorKind'] = 'consumer', more: Partial<StoredMessage> = {}): StoredMessage => ({
  conversationId: 'cnv', seq, id: `msg_${seq}`, authorKind: by, authorId: by === 'consumer' ? 'csm' : by, authorName: by, clientId: `client-${seq}`, body: { type: 'text', text: `no. ${seq}` }, at, ...more,
});

export const conversation = (more: Partial<StoredConversation> = {}): StoredConversation => ({
  id: 'cnv', merchantId: 'org', shopId: 'shp', consumerId: 'csm', state: 'bot', groupId: null, assigneeId: null, lastSeq: 0, ...more,
});

const moved = (from: string, to: string, reason: string, assigneeId: string | null = null, previousAssigneeId: string | null = null): StoredEvent['payload'] =>
  ({ from, to, reason, assigneeId, previousAssigneeId, shopId: 'shp', consumerId: 'csm' });

/** An event before it is numbered. */
export type LooseEvent = Omit<StoredEvent, 'position'>;

/** An event of conversation `cnv`, or of another one. */
export const event = {
  started: (conversationId = 'cnv', consumerId = 'csm'): LooseEvent => ({ type: 'conversation.started', conversationId, payload: { shopId: 'shp', consumerId } , at }),
  moved: (...args: [...Parameters<typeof moved>]): LooseEvent => ({ type: 'conversation.moved', conversationId: 'cnv', payload: moved(...args) , at }),
  said: (seq: number, by: StoredMessage['authorKind'] = 'consumer', authorId = 'csm'): LooseEvent => ({ type: 'message.sent', conversationId: 'cnv', payload: { seq, by, authorId } , at }),
};

export const numbered = (events: readonly LooseEvent[]): StoredEvent[] => events.map((one, i) => ({ ...one, position: i + 1 }));

/** Asked, answered by the robot, handed over, drawn, answered by agent `mem`, closed. */
export const wholeWalk = (): Truth => ({
  conversations: [conversation({ state: 'closed', groupId: 'grp', lastSeq: 3 })],
  messages: [stored(1), stored(2, 'robot'), stored(3, 'agent', { authorId: 'mem' })],
  moves: (['bot', 'queued', 'assigned', 'closed'] as const).map((state, i) => ({ conversationId: 'cnv', number: i + 1, state, assigneeId: null, reason: '' })),
  events: numbered([
    event.started(), event.said(1), event.said(2, 'robot', 'robot'), event.moved('bot', 'queued', 'asked_for_human'), event.moved('queued', 'assigned', 'drawn', 'mem'), event.said(3, 'agent', 'mem'),
    event.moved('assigned', 'closed', '已解决', null, 'mem'),
  ]),
  rounds: [], decisions: [{ conversationId: 'cnv', roundSeq: 1, at }], queueEntries: [], agents: [{ memberId: 'mem', capacity: 1 }],
});

/** What a client sees of a stored message. */
export const viewOf = (message: StoredMessage): MessageView => ({
  id: message.id, conversationId: message.conversationId, seq: message.seq, author: { kind: message.authorKind, id: null, name: message.authorName }, body: message.body, at: message.at,
}) as MessageView;

export const sightOf = (messages: readonly MessageView[], more: Partial<Sight> = {}): Sight => ({ viewer: 'tab', conversationId: 'cnv', afterSeq: 0, messages: [...messages], ended: false, ...more });
