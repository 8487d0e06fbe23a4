// One message of a thread: who said it, what, whether it arrived; and one that is still on its way. Not for its content (message-body.tsx).
import { CheckOutlined, ClockCircleOutlined, DeleteOutlined, ExclamationCircleFilled, ReloadOutlined, RobotOutlined } from '@ant-design/icons';
import type { OutboxEntry } from '@qindesk/client';
import { Button } from 'antd';
import { memo } from 'react';
import type { MessageView } from '@qindesk/protocol';
import { dropMessage, retryMessage, useLive } from '../../live/store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { exactTime } from '../../ui/format.ts';
import { useLanguage } from '../../ui/text.tsx';
import { useText } from '../text.ts';
import { MessageBody } from './message-body.tsx';
import { SystemLine } from './system-line.tsx';

const bare = new Set(['image', 'video', 'product', 'order']);

const Delivery = ({ read }: { read: boolean }) => {
  const t = useText();
  return <small className={`delivery${read ? ' read' : ''}`}>{read ? t('desk.delivery.read') : <><CheckOutlined aria-hidden /> {t('desk.delivery.sent')}</>}</small>;
};

interface BubbleProps { message: MessageView; first: boolean; last: boolean; memberId: string; consumerId: string; read: boolean }

/** A stored message. */
export const MessageBubble = memo(({ message, first, last, memberId, consumerId, read }: BubbleProps) => {
  const t = useText();
  const { language } = useLanguage();
  const { author, body, at } = message;
  if (body.type === 'system') return <SystemLine body={body} at={at} />;
  if (body.type === 'rating_request') return <div className="system-line"><MessageBody body={body} /></div>;
  const own = author.kind === 'agent' && author.id === memberId;
  const side = author.kind === 'consumer' ? 'theirs' : 'ours';
  const look = author.kind === 'robot' ? 'robot' : own ? 'own' : author.kind === 'agent' ? 'colleague' : 'consumer';
  return (
    <div className={`said ${side} ${look}${first ? ' first' : ''}`}>
      {side === 'theirs' && <span className="said-face">{first && <Avatar name={author.name} seed={consumerId} size={32} />}</span>}
      <div className="said-stack">
        {first && <div className="said-who">{author.kind === 'robot' && <RobotOutlined aria-hidden />}<span>{own ? t('desk.thread.me', { name: author.name }) : author.name}</span>{author.kind === 'robot' && <em>{t('desk.thread.robot')}</em>}</div>}
        <div className="said-line">
          <div className={`bubble${bare.has(body.type) ? ' bare' : ''}`} title={exactTime(Date.parse(at), language)}><MessageBody body={body} /></div>
          {own && last && <Delivery read={read} />}
        </div>
      </div>
    </div>
  );
});

const Failure = ({ entry }: { entry: OutboxEntry }) => {
  const t = useText();
  const { language } = useLanguage();
  return (
    <div className="unsent" role="alert">
      <ExclamationCircleFilled aria-hidden /> <span>{t('desk.delivery.failed', { reason: entry.failed?.message[language] ?? '' })}</span>
      <Button type="link" size="small" icon={<ReloadOutlined aria-hidden />} onClick={() => retryMessage(entry.clientId)}>{t('ui.retry')}</Button>
      <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t('desk.delivery.drop')} onClick={() => dropMessage(entry.clientId)} />
    </div>
  );
};

/** A message on its way out, or one that the server refused. */
export const PendingBubble = memo(({ entry, first }: { entry: OutboxEntry; first: boolean }) => {
  const t = useText();
  const offline = useLive((state) => state.connection.status !== 'online');
  return (
    <div className={`said ours own pending${first ? ' first' : ''}`}>
      <div className="said-stack">
        <div className="said-line">
          <div className={`bubble${bare.has(entry.body.type) ? ' bare' : ''}`}><MessageBody body={entry.body} /></div>
          {entry.failed === null && <small className="delivery"><ClockCircleOutlined aria-hidden /> {offline ? t('desk.delivery.waiting') : t('desk.delivery.pending')}</small>}
        </div>
        {entry.failed !== null && <Failure entry={entry} />}
      </div>
    </div>
  );
});
