// What the sockets of one process share: the registry, the board, and how a session comes to watch a conversation.
import type { ConsumerConversationView, ServerFrame } from '@qindesk/protocol';
import type { House, Peers } from '../../platform/index.ts';
import { refuse } from '../../platform/index.ts';
import { accessConversation, accessOwnConversation, conversationViewOf, findSheet, type Conversation } from '../../modules/conversation/index.ts';
import { readHolding, readOwnConversation } from '../../modules/routing/index.ts';
import type { createLiveBoard } from '../../modules/monitoring/index.ts';
import type { QueuePlaces } from './queue-places.ts';
import type { Registry } from './registry.ts';
import type { Session, Watch } from './session.ts';

export interface Live {
  house: House;
  /** The other nodes, and whether there are any. */
  peers: Peers;
  accompanied(): boolean;
  registry: Registry;
  board: ReturnType<typeof createLiveBoard>;
  places: QueuePlaces;
}

const watchOf = (conversation: Pick<Conversation, 'merchantId' | 'shopId' | 'groupId' | 'lastSeq'>, mode: Watch['mode']): Watch =>
  ({ merchantId: conversation.merchantId, shopId: conversation.shopId, groupId: conversation.groupId, mode, holding: null, knownTo: conversation.lastSeq, backfilledTo: 0, place: null });

/** Begins to watch after the right to it was checked. A conversation already watched keeps its watch. */
export const watchConversation = async (live: Live, session: Session, conversationId: string, mode: 'own' | 'watch' = 'watch'): Promise<Watch> => {
  const known = session.watches.get(conversationId);
  if (known && mode !== 'own') return known;
  const conversation = session.actor.kind === 'consumer'
    ? await accessOwnConversation(live.house, session.actor, conversationId)
    : await accessConversation(live.house, session.actor, conversationId, 'read');
  const watch = live.registry.watch(session, conversationId, watchOf(conversation, session.actor.kind === 'consumer' ? 'consumer' : mode));
  if (watch.mode === 'consumer' && conversation.state === 'queued' && conversation.groupId) live.places.waits(conversation.merchantId, conversation.groupId, conversationId);
  return watch;
};

/** A conversation that the session holds or owns, without asking the database again. */
export const watchHeld = (live: Live, session: Session, conversation: Pick<Conversation, 'merchantId' | 'id' | 'shopId' | 'groupId' | 'lastSeq'>): Watch =>
  live.registry.watch(session, conversation.id, watchOf(conversation, session.actor.kind === 'consumer' ? 'consumer' : 'own'));

/** Sends a member the conversation as they see it now. */
export const sendConversation = async (live: Live, session: Session, merchantId: string, conversationId: string): Promise<void> => {
  if (session.actor.kind !== 'member') return;
  const sheet = (await findSheet(live.house.db, merchantId, conversationId)) ?? refuse('not_found', conversationId);
  session.send({ type: 'conversation.changed', conversation: conversationViewOf(sheet, session.actor, live.house.clock.now()) });
};

/** Tells a member's sessions their own state and load. */
export const sendPresence = async (live: Live, memberId: string): Promise<void> => {
  const sessions = [...live.registry.ofMember(memberId)];
  if (sessions.length === 0) return;
  const { state, load, capacity } = await readHolding(live.house.db, memberId);
  for (const session of sessions) session.send({ type: 'presence', presence: { memberId, state, load, capacity } });
};

/** A consumer's own conversation, read afresh for these sessions of theirs: `frameOf` makes of the view what they are sent. They hear from now on when their place changes. */
export const sendOwn = async (live: Live, sessions: () => Iterable<Session>, merchantId: string, id: string, frameOf: (view: ConsumerConversationView) => ServerFrame): Promise<void> => {
  const own = await readOwnConversation(live.house, merchantId, id);
  for (const session of sessions()) {
    session.send(frameOf(own.view));
    live.places.told(session, merchantId, own);
  }
};
