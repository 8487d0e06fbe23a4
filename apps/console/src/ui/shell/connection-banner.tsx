// Tells that the line to the server is lost, that nothing is lost with it, and when it is back. Not for failures of single requests.
import { CheckCircleOutlined, DisconnectOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { reconnect, useLive } from '../../live/store.ts';
import { useSharedText } from '../text.tsx';
import { useRefusalText } from '../states.tsx';
import { RefusedError } from '@qindesk/client';
import { WaitButton } from '../wait-button.tsx';

// A break that heals within this is not worth a person's attention.
const patienceMs = 1200;

const Countdown = ({ until }: { until: number }) => {
  const t = useSharedText();
  const [, tick] = useState(0);
  useEffect(() => { const timer = setInterval(() => tick((count) => count + 1), 500); return () => clearInterval(timer); }, []);
  return <span className="figure">{t('ui.connection.retryIn', { seconds: Math.max(0, Math.ceil((until - Date.now()) / 1000)) })}</span>;
};

/** Empty while all is well. */
export const ConnectionBanner = () => {
  const t = useSharedText();
  const say = useRefusalText();
  const connection = useLive((state) => state.connection);
  const lost = connection.lostSince !== null;
  const [shown, setShown] = useState<'nothing' | 'lost' | 'back'>('nothing');
  useEffect(() => {
    if (lost) {
      const timer = setTimeout(() => setShown('lost'), patienceMs);
      return () => clearTimeout(timer);
    }
    setShown((before) => (before === 'lost' ? 'back' : before));
    const timer = setTimeout(() => setShown('nothing'), 3000);
    return () => clearTimeout(timer);
  }, [lost]);
  if (connection.status === 'stopped' && connection.refusal !== null && connection.refusal.code !== 'not_signed_in') {
    return (
      <div className="banner bad" role="alert"><DisconnectOutlined aria-hidden /><span>{say(new RefusedError(connection.refusal))}</span>
        <Button size="small" onClick={() => location.reload()}>{t('ui.reload')}</Button></div>
    );
  }
  if (shown === 'nothing') return null;
  if (shown === 'back') return <div className="banner good" role="status"><CheckCircleOutlined aria-hidden /><span>{t('ui.connection.back')}</span></div>;
  return (
    <div className="banner watch" role="alert">
      <DisconnectOutlined aria-hidden />
      <span>{navigator.onLine ? t('ui.connection.lost') : t('ui.connection.offline')} {connection.retryAt !== null && connection.retryAt - Date.now() > 1000 && <Countdown until={connection.retryAt} />}</span>
      <WaitButton size="small" loading={connection.status === 'connecting'} onClick={reconnect}>{t('ui.connection.retryNow')}</WaitButton>
    </div>
  );
};
