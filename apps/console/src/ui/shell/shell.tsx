// The frame around every place: rail, banner, the line's start and end. Not for what a place shows.
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { App } from 'antd';
import { useEffect } from 'react';
import type { MeView } from '@qindesk/protocol';
import { queryClient, refusalCodeOf } from '../../live/http.ts';
import { forgetSession, meQuery, useMe } from '../../live/session.ts';
import { onLiveEvent, startLive, stopLive, useLive } from '../../live/store.ts';
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

/** What a person may do, and where; a shop that was only renamed is the same. */
const rightsOf = (me: MeView | undefined): string =>
  JSON.stringify(me?.grants.map(({ merchantId, contractId, role, permissions, fields, shops, groups }) => [merchantId, contractId, role, permissions, fields, shops.map((shop) => shop.id), groups.map((group) => group.id)]));

/** Reads the rights again when the server says that they may have changed, and tells the person when they have [SC1]. */
const useAccessChanges = (): void => {
  const changes = useLive((state) => state.accessChanges);
  const { message } = App.useApp();
  const t = useSharedText();
  useEffect(() => {
    if (changes === 0) return;
    const read = (): string => rightsOf(queryClient.getQueryData(meQuery.queryKey));
    const before = read();
    void queryClient.invalidateQueries().then(() => { if (read() !== before) void message.info(t('ui.accessChanged')); });
  }, [changes, message, t]);
};

/** After a break, what was read by requests is read again: it may have failed meanwhile, or changed with nobody there to tell. */
const useRecovery = (): void => {
  useEffect(() => onLiveEvent((event, before) => {
    if (event.type === 'welcome' && before.welcomed) void queryClient.invalidateQueries();
  }), []);
};

/** Everything a signed-in person sees. */
export const Shell = () => {
  const me = useMe();
  useEffect(() => startLive(me.member.id), [me.member.id]);
  useSignedOut();
  useAccessChanges();
  useRecovery();
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

