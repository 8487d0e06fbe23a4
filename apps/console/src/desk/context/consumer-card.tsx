// Who the consumer is: name, identity, device, page, phone as far as this person may see it.
import { EyeInvisibleOutlined } from '@ant-design/icons';
import { Tag, Tooltip } from 'antd';
import type { ContextView } from '@qindesk/protocol';
import { money } from '../../ui/format.ts';
import { useLanguage } from '../../ui/text.tsx';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';
import { Card, Fact } from './card.tsx';

/** Marks what was hidden on the server, and says why. */
export const Masked = () => {
  const t = useText();
  return <Tooltip title={t('ui.masked.why')}><Tag variant="filled" className="masked" icon={<EyeInvisibleOutlined aria-hidden />} tabIndex={0}>{t('ui.masked')}</Tag></Tooltip>;
};

const pathOf = (url: string): string => {
  try {
    const { host, pathname } = new URL(url, location.origin);
    return host === location.host ? pathname : host + pathname;
  } catch {
    return url;
  }
};

/** The card. */
export const ConsumerCard = ({ consumer }: { consumer: ContextView['consumer'] }) => {
  const t = useText();
  const { language } = useLanguage();
  const web = consumer.pageUrl !== null && /^https?:\/\//.test(consumer.pageUrl);
  return (
    <Card name="consumer" title={t('desk.consumer.title')} extra={consumer.conversationCount > 1 ? t('desk.consumer.regular') : t('desk.consumer.first')}>
      <div className="ctx-numbers">
        <div><b className="figure">{consumer.conversationCount}</b><span>{t('desk.consumer.conversations')}</span></div>
        <div><b className="figure">{consumer.orderCount}</b><span>{t('desk.consumer.orders')}</span></div>
        <div><b className="figure">{money(consumer.spentMinor, consumer.currency, language)}</b><span>{t('desk.consumer.spent')}</span></div>
      </div>
      <dl className="facts">
        <Fact name={t('desk.consumer.identity')}>{consumer.signed ? t('desk.consumer.signed') : t('desk.consumer.anonymous')}</Fact>
        {consumer.phone !== null && <Fact name={t('desk.consumer.phone')}><span className="figure">{consumer.phone}</span> {consumer.masked && <Masked />}</Fact>}
        <Fact name={t('desk.consumer.since')}><When at={consumer.firstSeenAt} /></Fact>
        {consumer.device !== null && <Fact name={t('desk.consumer.device')}>{consumer.device}</Fact>}
        {consumer.pageUrl !== null && <Fact name={t('desk.consumer.page')}>{web ? <a className="one-line" href={consumer.pageUrl} target="_blank" rel="noreferrer noopener" title={consumer.pageUrl}>{pathOf(consumer.pageUrl)}</a> : <span className="one-line">{consumer.pageUrl}</span>}</Fact>}
      </dl>
    </Card>
  );
};
