// Shows a refusal for a while.
import { toRefusedError } from '@qindesk/client';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { ChatState } from './state.ts';
import type { Store } from './store.ts';

const noticeMs = 6_000;

export interface Notices {
  show(refusal: RefusalView): void;
  /** Does something that may be refused, and shows the refusal. */
  attempt(act: () => Promise<void>): Promise<void>;
}

/** Notices of one chat: the newest takes the place of the one before. */
export const createNotices = (store: Store<ChatState>): Notices => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (refusal: RefusalView): void => {
    clearTimeout(timer);
    timer = setTimeout(() => store.set({ notice: null }), noticeMs);
    store.set({ notice: refusal });
  };
  return {
    show,
    attempt: async (act) => {
      try {
        await act();
      } catch (error) {
        show(toRefusedError(error).refusal);
      }
    },
  };
};
