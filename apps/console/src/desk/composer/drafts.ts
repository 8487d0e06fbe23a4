// What was begun and not sent, by conversation, kept on this machine through breaks, reloads and sign-outs. Not for sent messages (the outbox).
import { useSyncExternalStore } from 'react';

export interface Draft { text: string; note: boolean; at: number }
/** The part of `Storage` in use. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'qindesk.draft.';
const keepMs = 14 * 86_400_000;

/** Drafts over a store; one for each page, more only in tests. */
export const createDrafts = (store: DraftStore | undefined) => {
  const known = new Map<string, Draft | null>();
  const listeners = new Set<() => void>();
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch {
      // Storage full or forbidden: the draft lives as long as the page.
      return undefined;
    }
  };
  const read = (key: string): Draft | null => attempt(() => JSON.parse(store?.getItem(prefix + key) ?? 'null') as Draft | null) ?? null;
  return {
    find: (key: string): Draft | null => {
      let draft = known.get(key);
      if (draft === undefined) known.set(key, (draft = read(key)));
      return draft;
    },
    /** Keeps a draft; an empty one is forgotten. */
    keep: (key: string, text: string, note: boolean, now: number): void => {
      const draft = text === '' && !note ? null : { text, note, at: now };
      known.set(key, draft);
      attempt(() => (draft === null ? store?.removeItem(prefix + key) : store?.setItem(prefix + key, JSON.stringify(draft))));
      for (const listener of listeners) listener();
    },
    /** Forgets what is older than two weeks. */
    prune: (now: number): void => void attempt(() => {
      const keys = Array.from({ length: store?.length ?? 0 }, (_, index) => store?.key(index) ?? '').filter((key) => key.startsWith(prefix));
      for (const key of keys) if ((read(key.slice(prefix.length))?.at ?? 0) < now - keepMs) store?.removeItem(key);
    }),
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const storeOf = (): DraftStore | undefined => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
};

/** The drafts of this page. Keys are `member/conversation`, so that two people on one machine never see each other's. */
export const drafts = createDrafts(typeof window === 'undefined' ? undefined : storeOf());

/** One conversation's draft, live. */
export const useDraft = (key: string): Draft | null => useSyncExternalStore(drafts.subscribe, () => drafts.find(key));
