// Takes what was committed, here or elsewhere, to the sockets that may see it. The only way out for live messages and changes.
import type { ConversationMoved, Message, MessageSent, NoteAdded } from '../../modules/conversation/index.ts';
import { conversationViewOf, findSheet, listMessagesAt, listNotes, messagesTopic, messageViewOf, refusalOfUse } from '../../modules/conversation/index.ts';
import type { PresenceChanged } from '../../modules/routing/index.ts';
import { carries, grantsAt } from '../../modules/identity/index.ts';
import { findAlarm, sees, type AlarmChanged } from '../../modules/monitoring/index.ts';
import { committedTopic, type LoggedEvent } from '../../platform/index.ts';
import { sendOwn, sendPresence, watchHeld, type Live } from './live.ts';
import { startAcrossNodes } from './across-nodes.ts';
import { messageJson } from './message-json.ts';
import { createMessageOrder } from './message-order.ts';
import { heldBack } from './resume.ts';
import type { Session } from './session.ts';

/** Topic of events that other processes committed. */
export const foreignTopic = 'events.foreign';

/** What each session is to hear of a batch: views as encoded JSON. */
type Outgoing = Map<Session, Buffer[]>;

/** A message to those who watch its conversation; each audience's view is written out and encoded once. */
const addMessage = (outgoing: Outgoing, watchers: Iterable<Session>, message: Message): void => {
  const viewOf: { consumer?: Buffer; staff?: Buffer } = {};
  for (const session of watchers) {
    const audience = session.actor.kind === 'consumer' ? 'consumer' : 'staff';
    const watch = session.watches.get(message.conversationId);
    if (!watch || message.seq <= watch.backfilledTo || (watch.holding && heldBack(watch, messageViewOf(message, audience)))) continue;
    const view = (viewOf[audience] ??= Buffer.from(messageJson(message, audience)));
    const views = outgoing.get(session);
    if (views) views.push(view); else outgoing.set(session, [view]);
  }
};

/** Fresh messages to everyone who watches: one frame a session, whatever conversations they are of. */
const deliverMessages = (live: Live, messages: readonly Message[]): void => {
  const outgoing: Outgoing = new Map();
  for (const message of messages) addMessage(outgoing, live.registry.watchers(message.conversationId), message);
  for (const [session, views] of outgoing) session.sendMessages(views);
};

const removedReason = (moved: ConversationMoved): 'transferred' | 'requeued' => (moved.reason.startsWith('agent_') || moved.reason === 'contract_ended' ? 'requeued' : 'transferred');

/** The new state to everyone who watches; the new holder begins to watch, the one before stops unless they opened it by hand and may still see it. */
const deliverMove = async (live: Live, event: LoggedEvent, moved: ConversationMoved): Promise<void> => {
  const id = event.subjectId ?? '';
  const members: Session[] = moved.assigneeId ? [...live.registry.ofMember(moved.assigneeId)] : [];
  if (members.length === 0 && !live.registry.isWatched(id)) return;
  const sheet = await findSheet(live.house.db, event.merchantId, id);
  if (!sheet) return;
  const now = live.house.clock.now();
  // A later move may have been committed already: only the holder of now begins to watch.
  if (sheet.conversation.assigneeId === moved.assigneeId) for (const session of members) watchHeld(live, session, sheet.conversation);
  for (const session of [...live.registry.watchers(id)]) {
    const watch = session.watches.get(id);
    if (session.actor.kind === 'consumer' || !watch) continue;
    watch.groupId = sheet.conversation.groupId;
    const lost = refusalOfUse(session.actor, sheet.conversation, 'read', now) !== null;
    const given = watch.mode === 'own' && sheet.conversation.assigneeId !== session.actor.memberId && sheet.conversation.state !== 'closed';
    if (lost || given) {
      live.registry.unwatch(session, id);
      session.send({ type: 'conversation.removed', conversationId: id, reason: lost && !given ? 'access_ended' : removedReason(moved) });
    } else session.send({ type: 'conversation.changed', conversation: conversationViewOf(sheet, session.actor, now) });
  }
  await tellConsumer(live, event.merchantId, id);
};

/** Their own view to the consumer's sockets. */
const tellConsumer = async (live: Live, merchantId: string, id: string): Promise<void> => {
  const consumers = (): Session[] => [...live.registry.watchers(id)].filter((session) => session.actor.kind === 'consumer');
  if (consumers().length > 0) await sendOwn(live, consumers, merchantId, id, (view) => ({ type: 'conversation.changed', conversation: view }));
};

const deliverNote = async (live: Live, event: LoggedEvent): Promise<void> => {
  const id = event.subjectId ?? '';
  const staff = [...live.registry.watchers(id)].filter((session) => session.actor.kind === 'member');
  if (staff.length === 0) return;
  const note = (await listNotes(live.house, event.merchantId, id)).find((one) => one.id === (event.payload as NoteAdded).noteId);
  if (note) for (const session of staff) session.send({ type: 'note.added', note });
};

const deliverRating = async (live: Live, event: LoggedEvent): Promise<void> => {
  const id = event.subjectId ?? '';
  if (!live.registry.isWatched(id)) return;
  const sheet = await findSheet(live.house.db, event.merchantId, id);
  if (!sheet) return;
  const now = live.house.clock.now();
  for (const session of live.registry.watchers(id)) if (session.actor.kind === 'member') session.send({ type: 'conversation.changed', conversation: conversationViewOf(sheet, session.actor, now) });
  await tellConsumer(live, event.merchantId, id);
};

/** To everyone who may see the floor it belongs to, whatever place they have open. */
const deliverAlarm = async (live: Live, event: LoggedEvent, type: 'alarm.raised' | 'alarm.changed'): Promise<void> => {
  const now = live.house.clock.now();
  const readers = [...live.registry.all()].flatMap((session) => {
    if (session.actor.kind !== 'member') return [];
    const scope = grantsAt(session.actor, { merchantId: event.merchantId }, now).filter((grant) => carries(grant, 'floor.read'));
    return scope.length > 0 ? [{ session, scope }] : [];
  });
  if (readers.length === 0) return;
  const alarm = await findAlarm(live.house, event.merchantId, (event.payload as AlarmChanged).alarmId);
  if (alarm) for (const { session, scope } of readers) if (sees(scope, alarm, now)) session.send({ type, alarm: alarm.view });
};

const deliverEvent = async (live: Live, event: LoggedEvent): Promise<void> => {
  switch (event.type) {
    case 'conversation.moved': {
      const moved = event.payload as ConversationMoved;
      try { await deliverMove(live, event, moved); } finally {
        for (const groupId of new Set([moved.from === 'queued' ? moved.previousGroupId : null, moved.to === 'queued' ? moved.groupId : null])) if (groupId) live.places.moved(groupId);
      }
      for (const memberId of new Set([moved.previousAssigneeId, moved.assigneeId])) if (memberId) await sendPresence(live, memberId);
      return;
    }
    case 'note.added': return deliverNote(live, event);
    case 'conversation.rated': return deliverRating(live, event);
    case 'alarm.raised': case 'alarm.changed': return deliverAlarm(live, event, event.type);
    case 'agent.presence_changed': {
      const { memberId } = event.payload as PresenceChanged;
      live.places.presenceChanged(memberId);
      return sendPresence(live, memberId);
    }
    default: return;
  }
};

/** One conversation's changes go out in the order of the log: one chain of promises a conversation. */
type Chains = Map<string, Promise<void>>;
const inOrder = (chains: Chains, key: string, task: () => Promise<void>, failed: (error: Error) => void): void => {
  const next = (chains.get(key) ?? Promise.resolve()).then(task).catch(failed);
  chains.set(key, next);
  void next.finally(() => { if (chains.get(key) === next) chains.delete(key); });
};

/** The number behind which whoever watched first began. */
const knownTo = (live: Live, conversationId: string): number | null => {
  let least: number | null = null;
  for (const session of live.registry.watchers(conversationId)) {
    const watch = session.watches.get(conversationId);
    // What a backfill has sent meanwhile is not waited for.
    const known = watch && Math.max(watch.knownTo, watch.backfilledTo);
    if (known !== undefined && (least === null || known < least)) least = known;
  }
  return least;
};

const isMessage = (event: LoggedEvent): boolean => event.type === 'message.sent' || event.type === 'message.asked';

/** Starts delivering; returns how to stop. */
export const startDelivery = (live: Live): (() => void) => {
  const chains: Chains = new Map();
  const failed = (error: Error): void => live.house.log.error({ error: error.stack }, 'a change could not be told to the sockets; clients see it when they resume');
  const tell = (events: readonly LoggedEvent[]): void => { for (const event of events) if (!isMessage(event)) inOrder(chains, event.subjectId ?? event.merchantId, () => deliverEvent(live, event), failed); };
  const order = createMessageOrder((messages) => deliverMessages(live, messages), (id) => knownTo(live, id));
  live.registry.listen({ merchantWatched: () => undefined, merchantLeft: () => undefined, conversationLeft: order.forget });
  const deliver = (messages: readonly Message[]): void => deliverMessages(live, order.take(messages.filter((message) => live.registry.isWatched(message.conversationId))));
  const untold = (event: LoggedEvent): boolean => isMessage(event) && live.registry.isWatched(event.subjectId ?? '') && !order.has(event.subjectId ?? '', (event.payload as MessageSent).seq);
  const stops = [
    startAcrossNodes(live, deliver),
    live.house.bus.subscribe<Message[]>(messagesTopic, deliver),
    live.house.bus.subscribe<LoggedEvent[]>(committedTopic, tell),
    live.house.bus.subscribe<LoggedEvent[]>(foreignTopic, (events) => {
      const keys = events.filter(untold).map((e) => ({ merchantId: e.merchantId, conversationId: e.subjectId ?? '', seq: (e.payload as MessageSent).seq }));
      if (keys.length > 0) void listMessagesAt(live.house.db, keys).then(deliver).catch(failed);
      tell(events);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    live.places.stop();
  };
};
