// Calls a person: sound, title count, desktop notification, for one's own conversations. Not for the floor's alarms.
import { useEffect } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { LiveState } from '../../live/state.ts';
import { onLiveEvent, useLive } from '../../live/store.ts';
import markAddress from '../mark.svg';
import { readSetting, useSetting } from '../settings.ts';
import { useSharedText } from '../text.tsx';
import { calls } from './calls.ts';
import { playChime } from './chime.ts';

/** Open conversations of the member that wait for a reply. */
const countNeedingReply = (state: LiveState): number =>
  Object.values(state.conversations).filter((view) => view.state === 'assigned' && view.assignee?.id === state.memberId && view.needsReplySince !== null).length;

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
      const told = new Notification(why === 'assigned' ? t('ui.alerts.assigned', { name: view.consumer.name }) : view.consumer.name, { body: view.preview, tag: view.id, icon: markAddress });
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
