// The person's switches for sound, title count and desktop notification; permission is asked by the button, never at load.
import { PlayCircleOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useSetting } from '../settings.ts';
import { useSharedText } from '../text.tsx';
import { playChime } from './chime.ts';

const Row = ({ name, label, extra, otherwise = 'on' }: { name: string; label: string; extra?: ReactNode; otherwise?: 'on' | 'off' }) => {
  const [value, set] = useSetting(name, otherwise);
  const id = useId();
  return <div className="account-row"><label htmlFor={id}>{label}</label>{extra}<Switch id={id} size="small" checked={value === 'on'} onChange={(on) => set(on ? 'on' : 'off')} /></div>;
};

const DesktopRow = () => {
  const t = useSharedText();
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  if (permission === 'granted') return <Row name="alert.desktop" label={t('ui.alerts.desktop')} />;
  return (
    <div className="account-row"><span>{t('ui.alerts.desktop')}</span>
      {permission === 'denied' ? <small className="soft">{t('ui.alerts.desktop.denied')}</small>
        : <Button size="small" onClick={() => void Notification.requestPermission().then(setPermission)}>{t('ui.alerts.desktop.allow')}</Button>}
    </div>
  );
};

/** The switches, for the account menu. */
export const AlertSettings = () => {
  const t = useSharedText();
  return (
    <div>
      <Row name="alert.sound" label={t('ui.alerts.sound')} extra={<Button size="small" type="text" icon={<PlayCircleOutlined />} aria-label={t('ui.alerts.try')} onClick={playChime} />} />
      <Row name="alert.title" label={t('ui.alerts.title')} />
      <DesktopRow />
    </div>
  );
};
