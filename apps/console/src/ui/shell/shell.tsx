// The frame around every place: rail, banner, the line's start and end. Not for what a place shows.
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { App } from 'antd';
import { useEffect } from 'react';
import { queryClient, refusalCodeOf } from '../../live/http.ts';
import { forgetSession, useMe } from '../../live/session.ts';
import { startLive, stopLive, useLive } from '../../live/store.ts';
import { useSharedText } from '../text.tsx';
import { useAlerts, useTitleCount } from './alerts.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Rail } from './rail.tsx';
import { Shortcuts } from './shortcuts.tsx';
import './shell.css';

/** Leaves for the sign-in page when the server no longer knows us, whichever way it says so. */
const useSignedOut = (): void => {
  const navigate = useNavigate();
  const refusal = useLive((state) => state.connection.refusal);
  useEffect(() => {
    const leave = (): void => {
      if (location.pathname === '/sign-in') return;
      stopLive();
      void navigate({ to: '/sign-in', search: { next: location.pathname, why: 'signed_out' } }).then(forgetSession);
    };
    if (refusal?.code === 'not_signed_in') leave();
    return queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error' && refusalCodeOf(event.action.error) === 'not_signed_in') leave();
    });
  }, [refusal, navigate]);
};

/** Reads the rights again when the server says that they changed [SC1]. */
const useAccessChanges = (): void => {
  const changes = useLive((state) => state.accessChanges);
  const { message } = App.useApp();
  const t = useSharedText();
  useEffect(() => {
    if (changes === 0) return;
    void queryClient.invalidateQueries().then(() => message.info(t('ui.accessChanged')));
  }, [changes, message, t]);
};

/** Everything a signed-in person sees. */
export const Shell = () => {
  const me = useMe();
  useEffect(() => startLive(me.member.id), [me.member.id]);
  useSignedOut();
  useAccessChanges();
  useAlerts();
  useTitleCount();
  const inThread = useRouterState({ select: (router) => /^\/desk\/./.test(router.location.pathname) });
  return (
    <div className="shell" data-deep={inThread || undefined}>
      <Rail />
      <div className="shell-main">
        <ConnectionBanner />
        <div className="shell-place"><Outlet /></div>
      </div>
      <Shortcuts />
    </div>
  );
};

