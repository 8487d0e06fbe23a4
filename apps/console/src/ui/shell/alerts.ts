// Calls a person: sound, title count, desktop notification, for one's own conversations. Not for the floor's alarms.
import { useEffect } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { ConversationView } from '@qindesk/protocol';
import type { LiveEvent } from '../../live/apply-event.ts';
import type { LiveState } from '../../live/state.ts';
import { onLiveEvent, useLive } from '../../live/store.ts';
import { readSetting, useSetting } from '../settings.ts';
import { useSharedText } from '../text.tsx';
import { playChime } from './chime.ts';

/** Open conversations of the member that wait for a reply. */
const countNeedingReply = (state: LiveState): number =>
  Object.values(state.conversations).filter((view) => view.state === 'assigned' && view.assignee?.id === state.memberId && view.needsReplySince !== null).length;

const isMine = (state: LiveState, view: ConversationView | undefined): view is ConversationView => view?.state === 'assigned' && view.assignee?.id === state.memberId;

/** The conversations a person should be called to by this event: newly theirs, or newly waiting for their reply. A welcome calls nobody: it repeats what is. */
export const calls = (event: LiveEvent, before: LiveState, after: LiveState): { view: ConversationView; why: 'assigned' | 'message' }[] => {
  if (event.type === 'conversation.changed') {
    const view = after.conversations[event.conversation.id];
    const old = before.conversations[event.conversation.id];
    if (!isMine(after, view)) return [];
    if (!isMine(before, old)) return [{ view, why: 'assigned' }];
    return view.needsReplySince !== null && old.needsReplySince === null ? [{ view, why: 'message' }] : [];
  }
  if (event.type !== 'messages') return [];
  const ids = new Set(event.messages.filter((message) => message.author.kind === 'consumer').map((message) => message.conversationId));
  return [...ids].flatMap((id) => {
    const view = after.conversations[id];
    // Where the view says so first, it has called already.
    return isMine(after, view) && (after.conversations[id]?.lastSeq ?? 0) > (before.conversations[id]?.lastSeq ?? 0) ? [{ view, why: 'message' as const }] : [];
  });
};

const isLookedAt = (id: string): boolean => document.visibilityState === 'visible' && document.hasFocus() && location.pathname === `/desk/${id}`;

/** Sound and desktop notification for as long as the shell stands. */
export const useAlerts = (): void => {
  const t = useSharedText();
  const navigate = useNavigate();
  useEffect(() => onLiveEvent((event, before, after) => {
    for (const { view, why } of calls(event, before, after)) {
      if (why === 'message' && isLookedAt(view.id)) continue;
      if (readSetting('alert.sound') !== 'off') playChime();
      if (document.hasFocus() || readSetting('alert.desktop') === 'off' || !('Notification' in window) || Notification.permission !== 'granted') continue;
      const told = new Notification(why === 'assigned' ? t('ui.alerts.assigned', { name: view.consumer.name }) : view.consumer.name, { body: view.preview, tag: view.id, icon: '/mark.svg' });
      told.onclick = () => { window.focus(); void navigate({ to: `/desk/${view.id}` }); told.close(); };
    }
  }), [t, navigate]);
};

/** The count of waiting conversations in the window's title. */
export const useTitleCount = (): void => {
  const count = useLive(countNeedingReply);
  const [on] = useSetting('alert.title', 'on');
  useEffect(() => {
    document.title = on === 'on' && count > 0 ? `(${count}) Qindesk` : 'Qindesk';
    return () => { document.title = 'Qindesk'; };
  }, [count, on]);
};
