// The rail of places, and below it the person: state, alerts, language, shade, sign-out. On a phone it lies at the bottom.
import { AppstoreOutlined, BookOutlined, DashboardOutlined, MessageOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Hint } from '../hint.tsx';
import { useMe } from '../../live/session.ts';
import { useLive } from '../../live/store.ts';
import { Mark } from '../mark.tsx';
import { placePaths, placesOf, type PlaceKey } from '../places.ts';
import { useSharedText } from '../text.tsx';
import { AccountMenu } from './account-menu.tsx';
import { PresenceSwitch } from './presence-switch.tsx';

const icons: Record<PlaceKey, ReactNode> = { desk: <MessageOutlined />, floor: <DashboardOutlined />, library: <BookOutlined />, office: <AppstoreOutlined /> };

const useBadge = (place: PlaceKey): number =>
  useLive((state) => {
    if (place === 'desk') return Object.values(state.conversations).filter((view) => view.state === 'assigned' && view.assignee?.id === state.memberId && view.needsReplySince !== null).length;
    if (place === 'floor') return Object.values(state.alarms).filter((alarm) => alarm.resolvedAt === null && alarm.acknowledged === null).length;
    return 0;
  });

const PlaceLink = ({ place }: { place: PlaceKey }) => {
  const t = useSharedText();
  const badge = useBadge(place);
  const name = t(`ui.place.${place}`);
  return (
    <Hint title={name} placement="right">
      <Link to={placePaths[place]} className="rail-place" activeProps={{ 'className': 'rail-place here', 'aria-current': 'page' }} aria-label={badge > 0 ? `${name} (${badge})` : name}>
        {icons[place]}
        {badge > 0 && <span className="rail-badge figure" aria-hidden>{badge > 99 ? '99+' : badge}</span>}
      </Link>
    </Hint>
  );
};

/** The rail. */
export const Rail = () => {
  const t = useSharedText();
  const me = useMe();
  return (
    <nav className="rail" aria-label={t('ui.places')}>
      <span className="rail-mark"><Mark size={30} title={t('ui.appName')} /></span>
      <div className="rail-places">{placesOf(me).map((place) => <PlaceLink key={place} place={place} />)}</div>
      <div className="rail-foot">
        <PresenceSwitch />
        <AccountMenu />
      </div>
    </nav>
  );
};
