// What the widget remembers of a shop in this browser. A browser that forbids it only forgets.
import type { WidgetView } from '@qindesk/protocol';

export interface Kept {
  token?: string | undefined;
  widget?: WidgetView;
  /** A conversation is open: other pages of the shop listen too (read by the loader). */
  talking?: boolean;
  read?: { conversationId: string; seq: number };
  draft?: string;
  sound?: boolean;
}

/** Reads and changes what is kept under a key. Each change reads first: another tab may have written. */
export const createKept = (key: string) => {
  let memory: Kept = {};
  const read = (): Kept => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '{}') as Kept;
    } catch {
      return memory;
    }
  };
  return {
    read,
    write: (change: Partial<Kept>): void => {
      memory = { ...read(), ...change };
      try {
        localStorage.setItem(key, JSON.stringify(memory));
      } catch {
        // Private browsing, or full: it lives as long as the page.
      }
    },
  };
};
export type KeptStore = ReturnType<typeof createKept>;
