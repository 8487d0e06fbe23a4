// Rights change while sockets are open: contracts begin and end, members change, sign-ins end. Here the sockets learn of it, within 5 s [SC1].
import type { House, LoggedEvent } from '../../platform/index.ts';
import { committedTopic } from '../../platform/index.ts';
import { loadMemberActor } from '../../modules/identity/index.ts';
import { conversationViewOf, findConversations, listHeldSheets, refusalOfUse, type Conversation } from '../../modules/conversation/index.ts';
import { markSeen } from '../../modules/routing/index.ts';
import { inForceSql } from '../../modules/tenancy/index.ts';
import { endBoardWatch } from './commands.ts';
import { foreignTopic } from './deliver.ts';
import { watchHeld, type Live } from './live.ts';
import type { Session } from './session.ts';

const everyMs = 2000;
const accessEvents = new Set(['contract.accepted', 'contract.ended', 'member.changed', 'group.changed', 'shop.changed']);

const refreshing = new WeakMap<Session, Promise<void>>();
/** One after the other for each session: an answer that comes late must not bring back rights that a later one has taken. */
const refresh = (live: Live, session: Session): Promise<void> => {
  const next = (refreshing.get(session) ?? Promise.resolve()).catch(() => undefined).then(() => refreshNow(live, session));
  refreshing.set(session, next);
  return next;
};

/** Loads the actor again, drops what it may no longer see, and shows what it holds by new rights. */
const refreshNow = async (live: Live, session: Session): Promise<void> => {
  if (session.actor.kind !== 'member' || session.closed) return;
  const actor = await loadMemberActor(live.house.db, { memberId: session.actor.memberId });
  if (!actor) { session.close('access_ended', 60_000); return; }
  session.actor = actor;
  const watched = [...session.watches].map(([id, { merchantId }]) => ({ id, merchantId }));
  const conversations = watched.length > 0 ? await findConversations(live.house.db, watched) : new Map<string, Conversation>();
  for (const { id } of watched) {
    const conversation = conversations.get(id);
    if (conversation && refusalOfUse(actor, conversation, 'read', live.house.clock.now()) === null) continue;
    live.registry.unwatch(session, id);
    session.send({ type: 'conversation.removed', conversationId: id, reason: 'access_ended' });
  }
  for (const sheet of await listHeldSheets(live.house, actor)) {
    if (session.watches.has(sheet.conversation.id)) continue;
    watchHeld(live, session, sheet.conversation);
    session.send({ type: 'conversation.changed', conversation: conversationViewOf(sheet, actor, live.house.clock.now()) });
  }
  endBoardWatch(session);
  session.send({ type: 'access.changed' });
};

/** Sessions that an access event may concern: all members where it is cheap to ask, which is once a change. */
const concerned = (live: Live, event: LoggedEvent): Session[] => {
  const { providerId } = event.payload as { providerId?: string };
  return [...live.registry.all()].filter((session) => session.actor.kind === 'member'
    && (session.actor.organisationId === providerId || session.actor.organisationId === event.merchantId || session.actor.grants.some((grant) => grant.merchantId === event.merchantId)));
};

/** Sessions that go by other contracts than those in force: a contract's time begins and ends with nobody doing anything. */
const outOfDate = async (house: House, sessions: readonly Session[]): Promise<Session[]> => {
  const provided = sessions.flatMap((session) => (session.actor.kind === 'member' && session.actor.organisationKind === 'provider' ? [{ session, actor: session.actor }] : []));
  if (provided.length === 0) return [];
  const rows = await house.db.query<{ id: string; provider_id: string }>(`SELECT id, provider_id FROM contracts c WHERE provider_id = ANY($1) AND ${inForceSql('c')}`, [[...new Set(provided.map(({ actor }) => actor.organisationId))]]);
  const keyOf = (ids: readonly (string | null)[]): string => [...ids].sort().join();
  return provided.filter(({ actor }) => keyOf(actor.grants.map((grant) => grant.contractId)) !== keyOf(rows.filter((row) => row.provider_id === actor.organisationId).map((row) => row.id))).map(({ session }) => session);
};

/** Sessions whose sign-in has ended or been revoked. */
const closeSignedOut = async (house: House, sessions: readonly Session[]): Promise<void> => {
  const tokens = sessions.flatMap((session) => session.signInToken ?? []);
  if (tokens.length === 0) return;
  const alive = new Set((await house.db.query<{ token: string }>('SELECT token FROM auth_sessions WHERE token = ANY($1) AND "expiresAt" > now()', [tokens])).map((row) => row.token));
  for (const session of sessions) if (session.signInToken && !alive.has(session.signInToken)) session.close('signed_out', 60_000);
};

/** Starts watching; also renews the mark of life of connected agents [RT4]. Returns how to stop. */
export const startAccessWatch = (live: Live): (() => void) => {
  const failed = (error: Error): void => live.house.log.error({ error: error.stack }, 'rights could not be checked; the next round tries again');
  const tell = (events: readonly LoggedEvent[]): void => {
    for (const event of events) if (accessEvents.has(event.type)) for (const session of concerned(live, event)) void refresh(live, session).catch(failed);
  };
  const round = async (): Promise<void> => {
    const sessions = [...live.registry.all()];
    await markSeen(live.house, live.registry.memberIds());
    await closeSignedOut(live.house, sessions);
    for (const session of await outOfDate(live.house, sessions)) await refresh(live, session);
  };
  let running = false;
  const timer = setInterval(() => { if (!running) { running = true; void round().catch(failed).finally(() => { running = false; }); } }, everyMs);
  const stops = [live.house.bus.subscribe<LoggedEvent[]>(committedTopic, tell), live.house.bus.subscribe<LoggedEvent[]>(foreignTopic, tell)];
  return () => { clearInterval(timer); for (const stop of stops) stop(); };
};
