// Whether somebody types: telling it, and letting it age. Never kept.
import { useCallback, useEffect, useRef } from 'react';
import type { ConversationId } from '@qindesk/protocol';
import { liveState, send, useLive } from '../../live/store.ts';
import { serverNow, useNow } from '../../ui/now.ts';

// A stop may get lost on the way; nobody types for ever.
const agesAfterMs = 8_000;
const tellEveryMs = 3_000;

/** Whether the consumer types now. */
export const useConsumerTyping = (conversationId: string): boolean => {
  const at = useLive((state) => (state.typing[conversationId]?.by === 'consumer' ? state.typing[conversationId].at : null));
  return useRecent(at);
};

const useRecent = (at: number | null): boolean => {
  // Only a row whose consumer types needs the clock; the others read a constant.
  useNow(at === null ? 86_400_000 : 1000);
  return at !== null && Date.now() - at < agesAfterMs;
};

/** Tells the consumer that the agent types, at most every three seconds, and when it ends. Returns what to call on a change of the text. */
export const useTellTyping = (conversationId: ConversationId, on: boolean): ((text: string) => void) => {
  const told = useRef(0);
  const stop = useRef<ReturnType<typeof setTimeout>>(undefined);
  const end = useCallback((): void => {
    clearTimeout(stop.current);
    if (told.current === 0) return;
    told.current = 0;
    send({ type: 'typing', conversationId, on: false });
  }, [conversationId]);
  useEffect(() => end, [end, on]);
  return (text) => {
    if (!on || liveState().connection.status !== 'online') return;
    if (text === '') {
      end();
      return;
    }
    clearTimeout(stop.current);
    stop.current = setTimeout(end, tellEveryMs * 2);
    const now = serverNow();
    if (now - told.current < tellEveryMs) return;
    told.current = now;
    send({ type: 'typing', conversationId, on: true });
  };
};
