// Where unsent messages wait: in the page's localStorage, or in memory.
import type { OutboxEntry } from './outbox.ts';

/** Keeps entries one by one, so that two tabs of a page do not overwrite each other's list. */
export interface OutboxStorage {
  /** In the order in which they were written. */
  list(): OutboxEntry[];
  put(entry: OutboxEntry): void;
  remove(clientId: string): void;
}

/** The part of `Storage` in use. */
export interface KeyValueStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const inOrder = (entries: Iterable<OutboxEntry>): OutboxEntry[] => [...entries].sort((a, b) => a.order - b.order);

/** Lost with the process. */
export const memoryOutboxStorage = (): OutboxStorage => {
  const entries = new Map<string, OutboxEntry>();
  return {
    list: () => inOrder(entries.values()),
    put: (entry) => void entries.set(entry.clientId, entry),
    remove: (clientId) => void entries.delete(clientId),
  };
};

/** Survives the page. `scope` keeps shops and people apart. A store that is full or forbidden costs only the survival. */
export const localOutboxStorage = (scope: string, store: KeyValueStore): OutboxStorage => {
  const prefix = `qindesk:outbox:${scope}:`;
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };
  const read = (key: string): OutboxEntry[] => {
    const text = store.getItem(key);
    const entry = text === null ? undefined : attempt(() => JSON.parse(text) as OutboxEntry);
    return entry === undefined ? [] : [entry];
  };
  return {
    list: () => attempt(() => {
      const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '');
      return inOrder(keys.filter((key) => key.startsWith(prefix)).flatMap(read));
    }) ?? [],
    put: (entry) => void attempt(() => store.setItem(prefix + entry.clientId, JSON.stringify(entry))),
    remove: (clientId) => void attempt(() => store.removeItem(prefix + clientId)),
  };
};
