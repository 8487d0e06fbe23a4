// The closed table of what a socket may say after hello, each led to its verb. Thin: rights and rules live in the verbs.
import type { ClientFrame, MessageBody } from '@qindesk/protocol';
import { refuse } from '../../platform/index.ts';
import { carries, grantsAt, requirePermission, type MemberActor } from '../../modules/identity/index.ts';
import { fillBody, findConversation, markRead, sendMessage, startConversation, type Author } from '../../modules/conversation/index.ts';
import { setPresence } from '../../modules/routing/index.ts';
import { findShop } from '../../modules/tenancy/index.ts';
import { backfill } from './resume.ts';
import { publishTyping, tellTyping } from './across-nodes.ts';
import { acceptedJson } from './message-json.ts';
import { sendConversation, sendOwn, watchConversation, watchHeld, type Live } from './live.ts';
import type { Session, Watch } from './session.ts';

type SendFrame = Extract<ClientFrame, { type: 'message.send' }>;
type Command<T extends ClientFrame['type']> = (live: Live, session: Session, frame: Extract<ClientFrame, { type: T }>) => Promise<void> | void;

const asMember = (session: Session): MemberActor => (session.actor.kind === 'member' ? session.actor : refuse('not_allowed', 'members only'));

const authorOf = (live: Live, session: Session, watch: Watch): Author => {
  if (session.actor.kind === 'consumer') return { kind: 'consumer', id: session.actor.consumerId, name: session.actor.name };
  // The grant may have ended since the watch began [SC1].
  const serves = grantsAt(session.actor, watch, live.house.clock.now()).some((grant) => carries(grant, 'conversation.serve'));
  if (!serves) refuse('not_found', 'no grant any more');
  return { kind: 'agent', id: session.actor.memberId, name: session.actor.name };
};

const isCard = (body: SendFrame['body']): body is Extract<SendFrame['body'], { type: 'product' | 'order' }> => body.type === 'product' || body.type === 'order';

/** A card is filled in from the shop's own records. */
const sendCard = async (live: Live, session: Session, watch: Watch, frame: SendFrame): Promise<void> => {
  const conversation = await findConversation(live.house.db, watch.merchantId, frame.conversationId);
  const body = conversation && await fillBody(live.house.db, conversation, frame.body);
  return sendBody(live, session, watch, frame, body ?? refuse('not_found', 'card', { field: 'body' }));
};

const sendBody = (live: Live, session: Session, watch: Watch, frame: SendFrame, body: MessageBody): Promise<void> =>
  sendMessage(live.house, { merchantId: watch.merchantId, conversationId: frame.conversationId, author: authorOf(live, session, watch), clientId: frame.clientId, body })
    .then(({ message }) => session.sendJson(acceptedJson(frame.ref, message, frame.clientId)));

// The way of every message: no promise that it can do without.
const send: Command<'message.send'> = (live, session, frame) => {
  const watch = session.watches.get(frame.conversationId);
  if (!watch) return watchConversation(live, session, frame.conversationId).then((found) => (isCard(frame.body) ? sendCard(live, session, found, frame) : sendBody(live, session, found, frame, frame.body)));
  return isCard(frame.body) ? sendCard(live, session, watch, frame) : sendBody(live, session, watch, frame, frame.body);
};

const start: Command<'conversation.start'> = async (live, session, frame) => {
  if (session.actor.kind !== 'consumer') return refuse('not_allowed', 'consumers start conversations');
  const conversation = await startConversation(live.house, session.actor, frame.focus);
  watchHeld(live, session, conversation);
  await sendOwn(live, () => [session], conversation.merchantId, conversation.id, (view) => ({ type: 'done', ref: frame.ref, conversation: view }));
};

const watch: Command<'conversation.watch'> = async (live, session, frame) => {
  asMember(session);
  const watching = await watchConversation(live, session, frame.conversationId);
  await sendConversation(live, session, watching.merchantId, frame.conversationId);
  await backfill(live.house, session, watching, frame.conversationId, frame.afterSeq, frame.ref);
};

const resume: Command<'conversation.resume'> = async (live, session, frame) =>
  backfill(live.house, session, await watchConversation(live, session, frame.conversationId), frame.conversationId, frame.afterSeq, frame.ref);

const unwatch: Command<'conversation.unwatch'> = (live, session, frame) => {
  if (session.watches.get(frame.conversationId)?.mode === 'watch') live.registry.unwatch(session, frame.conversationId);
  session.send({ type: 'done', ref: frame.ref });
};

const sideOf = (session: Session): 'consumer' | 'agent' => (session.actor.kind === 'consumer' ? 'consumer' : 'agent');

/** Typing reaches those who watch now, on any node; it is never stored. An agent's reaches the consumer only from who holds the conversation. */
const typing: Command<'typing'> = (live, session, frame) => {
  const own = session.watches.get(frame.conversationId);
  if (!own || own.mode === 'watch') return;
  const said = { conversationId: frame.conversationId, by: sideOf(session), on: frame.on };
  tellTyping(live.registry, said, session);
  publishTyping(live.peers, own.merchantId, said);
};

const read: Command<'read'> = async (live, session, frame) => {
  const own = session.watches.get(frame.conversationId);
  // Looking on silently leaves no trace.
  if (!own || own.mode === 'watch') return;
  const side = session.actor.kind === 'consumer' ? 'consumer' : 'staff';
  if (!(await markRead(live.house, own.merchantId, frame.conversationId, side, frame.seq))) return;
  for (const other of live.registry.watchers(frame.conversationId)) if (other !== session) other.send({ type: 'read', conversationId: frame.conversationId, by: side, seq: frame.seq });
};

const presence: Command<'presence.set'> = async (live, session, frame) => {
  const actor = asMember(session);
  await setPresence(live.house, actor, frame.state, actor.name);
  session.send({ type: 'done', ref: frame.ref });
};

const boards = new WeakMap<Session, () => void>();
const unwatchBoard = (session: Session): void => { boards.get(session)?.(); boards.delete(session); };

const watchBoard: Command<'board.watch'> = async (live, session, frame) => {
  asMember(session);
  // A grant over all shops covers any id: it must be a shop of this merchant, or the board could never be computed. First, so that the rights are those of after the wait.
  if (frame.shopId && (await findShop(live.house.db, frame.shopId))?.merchantId !== frame.merchantId) refuse('not_found', `shop ${frame.shopId}`);
  if (session.closed) return;
  const actor = asMember(session);
  requirePermission(actor, 'floor.read', { merchantId: frame.merchantId, shopId: frame.shopId }, live.house.clock.now());
  const grants = grantsAt(actor, { merchantId: frame.merchantId, shopId: frame.shopId }, live.house.clock.now()).filter((grant) => carries(grant, 'floor.read'));
  unwatchBoard(session);
  boards.set(session, live.board.watch({ merchantId: frame.merchantId, shopId: frame.shopId, scope: grants, tell: (board, alarms) => session.send({ type: 'board', board, alarms }) }));
  session.onClose.push(() => unwatchBoard(session));
  session.send({ type: 'done', ref: frame.ref });
};

/** Every command and who leads it on; `hello` and `ping` are answered by the socket server itself. */
const table: { [T in Exclude<ClientFrame['type'], 'hello' | 'ping'>]: Command<T> } = {
  'conversation.start': start, 'message.send': send, 'conversation.watch': watch, 'conversation.unwatch': unwatch, 'conversation.resume': resume,
  typing, read, 'presence.set': presence, 'board.watch': watchBoard,
  'board.unwatch': (_live, session, frame) => { unwatchBoard(session); session.send({ type: 'done', ref: frame.ref }); },
};

/** Runs one command; refusals are thrown or rejected. */
export const runCommand = (live: Live, session: Session, frame: Exclude<ClientFrame, { type: 'hello' | 'ping' }>): Promise<void> | void =>
  (table[frame.type] as Command<typeof frame.type>)(live, session, frame as never);

/** Ends what a session watches of the board; for lost rights. */
export const endBoardWatch = unwatchBoard;
