// Notices what the consumer has seen: counts the rest, and tells the server how far they read.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { countUnread } from './state.ts';

export const useReading = (): void => {
  const { chat, store, kept } = useApp();
  const { open, messages, conversation, line } = useChatState();
  const [visible, setVisible] = useState(!document.hidden);
  const told = useRef('');
  useEffect(() => {
    const look = (): void => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  useEffect(() => {
    const last = messages.findLast((message) => message.conversationId === conversation?.id);
    const { read } = kept.read();
    const readSeq = read !== undefined && read.conversationId === conversation?.id ? read.seq : 0;
    if (open && visible) {
      store.set({ unread: 0 });
      const point = `${last?.conversationId} ${last?.seq}`;
      if (last !== undefined && line === 'online' && told.current !== point) {
        told.current = point;
        chat.markRead(last.seq);
      }
    } else store.set({ unread: countUnread(messages, conversation?.id, readSeq) });
  }, [open, visible, messages, conversation?.id, line, kept, chat, store]);
};
