// Opens a conversation's thread for as long as it is on the screen: follows it, loads what is earlier, tells how far it was read.
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { conversationRoutes, type ConversationView } from '@qindesk/protocol';
import type { Thread } from '../../live/state.ts';
import { closeThread, dispatch, liveState, openThread, send, useLive } from '../../live/store.ts';
import { http } from '../../live/http.ts';

// Enough to fill a tall screen; the rest is a click or a scroll away.
const firstPage = 60;
const aheadAtMost = 30;

/** Opens the threads of those who wait, so that what is unread is counted exactly and the next one is there at once. */
export const useAhead = (waiting: readonly ConversationView[]): void => {
  const online = useLive((state) => state.connection.status === 'online');
  useEffect(() => {
    if (!online) return;
    for (const view of waiting.slice(0, aheadAtMost)) if (liveState().threads[view.id] === undefined) openThread(view.id, Math.max(0, view.lastSeq - firstPage), false);
  }, [online, waiting]);
};

const isOwn = (view: ConversationView): boolean => view.state === 'assigned' && view.assignee?.id === liveState().memberId;

/** The thread of a conversation; undefined until it is opened. */
export const useThread = (view: ConversationView): { thread: Thread | undefined; loading: boolean; earlier: { load: () => void; busy: boolean; error: unknown } } => {
  const id = view.id;
  const own = isOwn(view);
  const thread = useLive((state) => state.threads[id]);
  useEffect(() => {
    // The place to begin is chosen once; a change of hands only changes how it is followed.
    openThread(id, Math.max(0, (liveState().conversations[id]?.lastSeq ?? 0) - firstPage), !own);
    return () => { if (!own) closeThread(id); };
  }, [id, own]);
  const earlier = useMutation({
    mutationFn: async () => {
      const before = liveState().threads[id]?.before ?? 0;
      if (before === 0) return;
      const { messages } = await http.call(conversationRoutes.messages, { params: { id }, query: { afterSeq: Math.max(0, before - firstPage) } });
      dispatch({ type: 'thread.earlier', conversationId: id, messages });
    },
  });
  const loading = thread === undefined || (!thread.loaded && view.lastSeq > thread.before);
  return { thread, loading, earlier: { load: () => { if (!earlier.isPending) earlier.mutate(); }, busy: earlier.isPending, error: earlier.error } };
};

const subscribeLooks = (changed: () => void): (() => void) => {
  for (const type of ['focus', 'blur']) addEventListener(type, changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    for (const type of ['focus', 'blur']) removeEventListener(type, changed);
    document.removeEventListener('visibilitychange', changed);
  };
};
const useLookedAt = (): boolean => useSyncExternalStore(subscribeLooks, () => document.visibilityState === 'visible' && document.hasFocus());

/** Tells the server that the newest message was seen: only of one's own conversations, only while a person looks at its end. */
export const useTellRead = (view: ConversationView, atEnd: boolean): void => {
  const looked = useLookedAt();
  const own = isOwn(view);
  const online = useLive((state) => state.connection.status === 'online');
  useEffect(() => {
    if (!own || !looked || !atEnd || !online || view.lastSeq <= view.staffReadSeq) return;
    send({ type: 'read', conversationId: view.id, seq: view.lastSeq });
    dispatch({ type: 'read.sent', conversationId: view.id, seq: view.lastSeq });
  }, [own, looked, atEnd, online, view.id, view.lastSeq, view.staffReadSeq]);
};

/** How far the thread had been read when it was opened; null when all of it was. Stays for the visit. */
export const useUnreadAfter = (view: ConversationView): number | null => useState(() => (isOwn(view) && view.staffReadSeq > 0 && view.staffReadSeq < view.lastSeq ? view.staffReadSeq : null))[0];
