// Messages on their way out: shown at once, kept until accepted, sent again under the same client id [CM2]. Not for files; those are uploaded first.
import type { SendableBody, ServerFrame } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';
import { createClientId } from './client-id.ts';
import { memoryOutboxStorage, type OutboxStorage } from './outbox-storage.ts';
import { refuse, toRefusedError } from './refused-error.ts';
import { backoffMs, systemTimers, type Timers } from './timers.ts';

type Accepted = Extract<ServerFrame, { type: 'accepted' }>;

/** One message on its way out. */
export interface OutboxEntry {
  clientId: string;
  /** `null` until the conversation is known; see `address`. */
  conversationId: string | null;
  body: SendableBody;
  /** Milliseconds since 1970, when the person pressed Enter. */
  at: number;
  /** Grows; the order of sending. */
  order: number;
  /** Set when the server said no for good; it waits for the person. */
  failed: RefusalView | null;
}

export interface OutboxOptions {
  /** Sends one message over the line. Throws `RefusedError`. */
  send: (conversationId: string, entry: OutboxEntry) => Promise<Accepted>;
  /** Finds the conversation of entries enqueued with `null`: starts it or returns the open one. Throws `RefusedError`. */
  address?: () => Promise<string>;
  /** After every change: all entries, oldest first. */
  onChange?: (entries: readonly OutboxEntry[]) => void;
  /** After the entry has left the list. */
  onAccepted?: (accepted: Accepted, entry: OutboxEntry) => void;
  storage?: OutboxStorage;
  random?: () => number;
  timers?: Timers;
  now?: () => number;
}

export interface Outbox {
  readonly entries: readonly OutboxEntry[];
  /** Puts a message on its way; returns its client id. */
  enqueue(conversationId: string | null, body: SendableBody): string;
  /** Sends a failed one again, at its old place; `conversationId` re-addresses it. */
  retry(clientId: string, conversationId?: string | null): void;
  /** Gives one up. A message already under way may still arrive. */
  drop(clientId: string): void;
  /** The message was seen in the conversation: it has arrived, though the answer got lost. */
  confirm(clientId: string): void;
  /** Whether the line is up. Coming up sends what waits. */
  setOnline(online: boolean): void;
}

const firstRetryMs = 500;
const mostRetryMs = 15_000;

const noAddress = (): Promise<string> => Promise.reject(refuse('not_found'));

/** One conversation's way out: one message under way at a time keeps their order. */
interface Lane {
  busy: boolean;
  failures: number;
  timer: unknown;
}

/** An outbox holding what its storage kept. */
export const createOutbox = (options: OutboxOptions): Outbox => {
  const { send, address = noAddress, onChange, onAccepted, storage = memoryOutboxStorage(), random = Math.random, timers = systemTimers, now = Date.now } = options;
  let entries: OutboxEntry[] = storage.list();
  let online = false;
  let order = entries.at(-1)?.order ?? 0;
  const lanes = new Map<string | null, Lane>();

  const laneOf = (id: string | null): Lane => {
    const lane = lanes.get(id) ?? { busy: false, failures: 0, timer: undefined };
    lanes.set(id, lane);
    return lane;
  };
  const holds = (clientId: string): boolean => entries.some((entry) => entry.clientId === clientId);
  const changed = (): void => onChange?.(entries);

  const update = (clientId: string, change: Partial<OutboxEntry>): void => {
    entries = entries.map((entry) => {
      if (entry.clientId !== clientId) return entry;
      const next = { ...entry, ...change };
      storage.put(next);
      return next;
    });
  };
  const remove = (clientId: string): void => {
    storage.remove(clientId);
    if (!holds(clientId)) return;
    entries = entries.filter((entry) => entry.clientId !== clientId);
    changed();
  };

  /** Gives the conversation just found to all that waited for one; they go on in its lane. */
  const giveAddress = (conversationId: string): void => {
    for (const entry of entries) if (entry.conversationId === null) update(entry.clientId, { conversationId });
    changed();
  };

  const sendOne = async (entry: OutboxEntry): Promise<void> => {
    if (entry.conversationId !== null) {
      const accepted = await send(entry.conversationId, entry);
      remove(entry.clientId);
      onAccepted?.(accepted, entry);
    } else giveAddress(await address());
  };

  const onFailure = (entry: OutboxEntry, lane: Lane, error: unknown): void => {
    const { refusal } = toRefusedError(error);
    if (!refusal.retryable) {
      update(entry.clientId, { failed: refusal });
      changed();
    } else if (online) {
      const waitMs = (refusal.retryAfterMs ?? 0) + backoffMs(lane.failures, firstRetryMs, mostRetryMs, random);
      lane.failures += 1;
      lane.busy = true;
      lane.timer = timers.set(() => {
        lane.timer = undefined;
        lane.busy = false;
        void drain(entry.conversationId);
      }, waitMs);
    }
  };

  const drain = async (id: string | null): Promise<void> => {
    const lane = laneOf(id);
    const entry = entries.find((one) => one.conversationId === id && one.failed === null);
    if (!online || lane.busy || entry === undefined) return;
    lane.busy = true;
    try {
      await sendOne(entry);
      lane.busy = false;
      lane.failures = 0;
    } catch (error) {
      lane.busy = false;
      onFailure(entry, lane, error);
    }
    drainAll();
  };
  const drainAll = (): void => {
    for (const id of new Set(entries.map((entry) => entry.conversationId))) void drain(id);
  };

  return {
    get entries() {
      return entries;
    },
    enqueue: (conversationId, body) => {
      const entry: OutboxEntry = { clientId: createClientId(), conversationId, body, at: now(), order: ++order, failed: null };
      entries = [...entries, entry];
      storage.put(entry);
      changed();
      void drain(conversationId);
      return entry.clientId;
    },
    retry: (clientId, conversationId) => {
      update(clientId, conversationId === undefined ? { failed: null } : { failed: null, conversationId });
      changed();
      drainAll();
    },
    drop: remove,
    confirm: remove,
    setOnline: (next) => {
      online = next;
      for (const lane of lanes.values()) {
        timers.clear(lane.timer);
        if (lane.timer !== undefined) lane.busy = false;
        lane.timer = undefined;
        lane.failures = 0;
      }
      drainAll();
    },
  };
};
