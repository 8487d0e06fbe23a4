// One's own state: online, busy, on a break, away; with load against capacity. Not for other people's (the floor).
import { CheckOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Popover } from 'antd';
import { useState } from 'react';
import { presenceRoutes, type PresenceState } from '@qindesk/protocol';
import { http } from '../../live/http.ts';
import { useMe } from '../../live/session.ts';
import { dispatch, useLive } from '../../live/store.ts';
import type { Presence } from '../../live/state.ts';
import { grantsFor } from '../places.ts';
import { useRefusalText } from '../states.tsx';
import { useSharedText } from '../text.tsx';

const choices = ['online', 'busy', 'break', 'away'] as const satisfies PresenceState[];

/** One's own presence as last told. */
export const useOwnPresence = (): Presence => {
  const me = useMe();
  return useLive((state) => state.presences[me.member.id]) ?? me.presence;
};

/** Changes one's own state; told at once, taken back when refused. */
export const useSetPresence = () => {
  const me = useMe();
  const { message } = App.useApp();
  const t = useSharedText();
  const say = useRefusalText();
  return useMutation({
    mutationFn: (state: PresenceState) => http.call(presenceRoutes.setPresence, { body: { state } }),
    onSuccess: (presence) => dispatch({ type: 'presence', presence: { memberId: me.member.id, ...presence } }),
    onError: (error) => void message.error(t('ui.presence.failed', { reason: say(error) })),
  });
};

/** The switch on the rail; nothing for a person who does not serve. */
export const PresenceSwitch = () => {
  const t = useSharedText();
  const me = useMe();
  const presence = useOwnPresence();
  const change = useSetPresence();
  const [open, setOpen] = useState(false);
  if (grantsFor(me, 'desk').length === 0) return null;
  const load = t('ui.presence.load', { load: presence.load, capacity: presence.capacity });
  const menu = (
    <div className="presence-menu" role="menu" aria-label={t('ui.presence')}>
      <div className="presence-load"><span>{load}</span><span className="presence-bar"><i style={{ width: `${Math.min(100, (presence.load / Math.max(1, presence.capacity)) * 100)}%` }} /></span></div>
      {choices.map((choice) => (
        <button key={choice} type="button" role="menuitemradio" aria-checked={presence.state === choice} className="plain presence-choice" disabled={change.isPending}
          onClick={() => { setOpen(false); change.mutate(choice); }}>
          <span className={`dot ${choice}`} aria-hidden />
          <span><b>{t(`ui.presence.${choice}`)}</b><small>{t(`ui.presence.${choice}.hint`)}</small></span>
          {presence.state === choice && <CheckOutlined aria-hidden />}
        </button>
      ))}
    </div>
  );
  return (
    <Popover content={menu} trigger="click" placement="rightBottom" arrow={false} open={open} onOpenChange={setOpen} destroyOnHidden>
      <button type="button" className="plain rail-presence" aria-haspopup="menu" aria-expanded={open} aria-label={`${t('ui.presence')}: ${t(`ui.presence.${presence.state}`)}, ${load}`}>
        <span className={`dot ${presence.state}`} aria-hidden />
        <span className="rail-presence-word">{t(`ui.presence.${presence.state}`)}</span>
        <span className="figure rail-presence-load" aria-hidden>{presence.load}/{presence.capacity}</span>
      </button>
    </Popover>
  );
};
