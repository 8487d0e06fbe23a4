// Tells consumers who wait whenever their place or estimate changes [RT5]: one statement reads those of a group whose sockets are here, at most once a second. Not for the moves themselves (deliver).
import type { QueuePlace } from '../../modules/conversation/index.ts';
import { listPlaces, listServed, type OwnConversation } from '../../modules/routing/index.ts';
import type { House } from '../../platform/index.ts';
import { createPace, type Pace } from './pace.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/** A place is told this late at most; who waits is told as often at most, however fast the queue moves. */
const everyMs = 1000;
/** A shift comes on together: its agents are looked up in one statement. */
const gatherMs = 200;

/** A group in whose queue conversations stand that somebody here watches. */
interface Group { merchantId: string; waiting: Set<string>; pace: Pace }

export interface QueuePlaces {
  /** A conversation that a consumer watches here stands in this group's queue. */
  waits(merchantId: string, groupId: string, conversationId: string): void;
  /** The session was sent this, just now. */
  told(session: Session, merchantId: string, own: OwnConversation): void;
  /** Somebody entered the queue or left it. */
  moved(groupId: string): void;
  /** Somebody who shares the work came or went. */
  presenceChanged(memberId: string): void;
  stop(): void;
}

const isSame = (a: QueuePlace | null, b: QueuePlace | null): boolean => a?.position === b?.position && a?.estimateS === b?.estimateS;

/** Nobody waits yet. */
export const createQueuePlaces = (house: House, registry: Registry): QueuePlaces => {
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, string>();
  const failed = (groupId: string) => (error: Error): void => house.log.warn({ groupId, error: error.message }, 'queue places could not be told; they will be tried again');

  const leave = (conversationId: string): void => {
    const groupId = groupOf.get(conversationId);
    const group = groupId === undefined ? undefined : groups.get(groupId);
    groupOf.delete(conversationId);
    if (groupId === undefined || !group?.waiting.delete(conversationId) || group.waiting.size > 0) return;
    group.pace.stop();
    groups.delete(groupId);
  };
  const consumersOf = (conversationId: string): Session[] => [...registry.watchers(conversationId)].filter((session) => session.actor.kind === 'consumer');
  const tell = async (groupId: string): Promise<void> => {
    const group = groups.get(groupId);
    if (!group) return;
    // Its consumer may have gone while staff still watch it.
    for (const id of [...group.waiting]) if (consumersOf(id).length === 0) leave(id);
    if (group.waiting.size === 0) return;
    for (const view of await listPlaces(house.db, group.merchantId, groupId, [...group.waiting])) {
      // What was told of it meanwhile is newer.
      if (!group.waiting.has(view.id)) continue;
      let json: string | undefined;
      for (const session of consumersOf(view.id)) {
        const watch = session.watches.get(view.id);
        if (!watch || isSame(watch.place, view.queue)) continue;
        watch.place = view.queue;
        session.sendJson(json ??= JSON.stringify({ type: 'conversation.changed', conversation: view }));
      }
    }
  };
  const moved = (groupId: string): void => groups.get(groupId)?.pace.ask();
  const waits = (merchantId: string, groupId: string, conversationId: string): void => {
    if (groupOf.get(conversationId) !== groupId) {
      leave(conversationId);
      const group = groups.get(groupId) ?? { merchantId, waiting: new Set(), pace: createPace(everyMs, house.clock.ms, () => tell(groupId), failed(groupId)) };
      groups.set(groupId, group);
      group.waiting.add(conversationId);
      groupOf.set(conversationId, groupId);
    }
    moved(groupId);
  };

  const [came, shift] = [new Set<string>(), createPace(gatherMs, house.clock.ms, async () => {
    const members = [...came];
    if (groups.size > 0) for (const groupId of await listServed(house.db, members, [...groups.keys()])) moved(groupId);
    for (const memberId of members) came.delete(memberId);
  }, failed('of an agent'))];
  registry.listen({ merchantWatched: () => undefined, merchantLeft: () => undefined, conversationLeft: leave });
  return {
    waits, moved,
    told: (session, merchantId, { view, queuedIn }) => {
      const watch = session.watches.get(view.id);
      if (!watch) return;
      watch.place = view.queue;
      // It was read before it was told: the next look sees what it may have missed.
      if (queuedIn) waits(merchantId, queuedIn, view.id); else leave(view.id);
    },
    presenceChanged: (memberId) => { if (groups.size > 0) { came.add(memberId); shift.ask(); } },
    stop: () => { shift.stop(); for (const { pace } of groups.values()) pace.stop(); },
  };
};
