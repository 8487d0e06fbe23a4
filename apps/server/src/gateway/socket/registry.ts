// Who is connected to this process and which conversations they hear: the only index of sessions.
import type { Session, Watch } from './session.ts';

/** Who wants to know what this process watches. */
export interface RegistryListener {
  /** The first watch of a merchant's conversations here, and the end of the last. */
  merchantWatched(merchantId: string): void;
  merchantLeft(merchantId: string): void;
  /** Nobody here watches the conversation any more. */
  conversationLeft(conversationId: string): void;
}

export interface Registry {
  listen(listener: RegistryListener): void;
  add(session: Session): void;
  remove(session: Session): void;
  watch(session: Session, conversationId: string, watch: Watch): Watch;
  unwatch(session: Session, conversationId: string): void;
  watchers(conversationId: string): Iterable<Session>;
  isWatched(conversationId: string): boolean;
  ofMember(memberId: string): Iterable<Session>;
  all(): Iterable<Session>;
  memberIds(): string[];
  size(): number;
}

const put = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => { const set = map.get(key); if (set) set.add(value); else map.set(key, new Set([value])); };
const drop = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => { const set = map.get(key); if (set?.delete(value) && set.size === 0) map.delete(key); };

export const createRegistry = (): Registry => {
  const sessions = new Set<Session>();
  const byConversation = new Map<string, Set<Session>>();
  const byMember = new Map<string, Set<Session>>();
  const watchesOf = new Map<string, number>();
  const listeners: RegistryListener[] = [];
  const count = (merchantId: string, by: 1 | -1): void => {
    const n = (watchesOf.get(merchantId) ?? 0) + by;
    if (n > 0) watchesOf.set(merchantId, n); else watchesOf.delete(merchantId);
    if (n === 1 && by === 1) for (const listener of listeners) listener.merchantWatched(merchantId);
    if (n === 0) for (const listener of listeners) listener.merchantLeft(merchantId);
  };
  const unwatch = (session: Session, id: string): void => {
    const watch = session.watches.get(id);
    if (!watch) return;
    session.watches.delete(id);
    drop(byConversation, id, session);
    count(watch.merchantId, -1);
    if (!byConversation.has(id)) for (const listener of listeners) listener.conversationLeft(id);
  };
  return {
    listen: (listener) => { listeners.push(listener); },
    add: (session) => { sessions.add(session); if (session.actor.kind === 'member') put(byMember, session.actor.memberId, session); },
    remove: (session) => {
      sessions.delete(session);
      if (session.actor.kind === 'member') drop(byMember, session.actor.memberId, session);
      for (const id of [...session.watches.keys()]) unwatch(session, id);
    },
    watch: (session, id, watch) => {
      // A command that ends after its socket has gone: nobody would take the watch out again.
      if (!sessions.has(session)) return watch;
      const before = session.watches.get(id);
      // Being assigned outranks having been opened by hand.
      const next = before ? Object.assign(before, { groupId: watch.groupId, mode: watch.mode === 'own' ? 'own' : before.mode }) : watch;
      session.watches.set(id, next);
      put(byConversation, id, session);
      if (!before) count(watch.merchantId, 1);
      return next;
    },
    unwatch,
    watchers: (id) => byConversation.get(id) ?? [],
    isWatched: (id) => byConversation.has(id),
    ofMember: (id) => byMember.get(id) ?? [],
    all: () => sessions,
    memberIds: () => [...byMember.keys()],
    size: () => sessions.size,
  };
};
