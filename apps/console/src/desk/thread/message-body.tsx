// What a message carries, drawn by its kind. Not for who said it and whether it arrived (message-bubble.tsx).
import { EyeOutlined, LinkOutlined, StarFilled } from '@ant-design/icons';
import { Image } from 'antd';
import { memo } from 'react';
import type { MessageBody as Body, SendableBody } from '@qindesk/protocol';
import { money } from '../../ui/format.ts';
import { useLanguage } from '../../ui/text.tsx';
import { useText } from '../text.ts';
import { orderStateKey } from '../words.ts';

const address = /https?:\/\/[^\s"'<>，。；！？、）】]+/g;

/** Text with its addresses as links; everything else is only text. */
export const PlainText = ({ text }: { text: string }) => {
  const parts: (string | { href: string })[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    parts.push(text.slice(at, match.index), { href: match[0] });
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return <span className="words">{parts.map((part, index) => (typeof part === 'string' ? part : <a key={index} href={part.href} target="_blank" rel="noreferrer noopener">{part.href}</a>))}</span>;
};

const Picture = ({ url, alt }: { url: string; alt: string }) => {
  const t = useText();
  return <Image className="picture" src={url} alt={alt || t('desk.body.picture')} preview={{ cover: <><EyeOutlined aria-hidden /> {t('desk.body.zoom')}</> }} />;
};

type Card = { picture: string | null; title: string; line: string; amount: string; href?: string | null };
const GoodsCard = ({ picture, title, line, amount, href }: Card) => {
  const inside = (
    <>
      <span className="goods-picture">{picture && <img src={picture} alt="" loading="lazy" />}</span>
      <span className="goods-words"><span className="goods-title">{title}</span><span className="goods-line"><b className="figure">{amount}</b><small>{line}</small></span></span>
    </>
  );
  return href ? <a className="goods" href={href} target="_blank" rel="noreferrer noopener">{inside}</a> : <span className="goods">{inside}</span>;
};

/** A body as stored, or as it waits to be sent (then a card has only its id). */
export const MessageBody = memo(({ body }: { body: Body | SendableBody }) => {
  const t = useText();
  const { language } = useLanguage();
  switch (body.type) {
    case 'text': return <PlainText text={body.text} />;
    case 'image': return <Picture url={body.url} alt={body.alt ?? ''} />;
    case 'video': return <video className="picture" src={body.url} controls preload="metadata" aria-label={body.alt || t('desk.body.video')} />;
    case 'product':
      if (!('title' in body)) return <span className="words soft">{t('desk.body.product')}</span>;
      return <GoodsCard picture={body.picture} title={body.title} line={t('desk.body.product')} amount={money(body.priceMinor, body.currency, language)} href={body.url} />;
    case 'order':
      if (!('number' in body)) return <span className="words soft">{t('desk.body.order')}</span>;
      return <GoodsCard picture={body.picture} title={body.title} line={`${t('desk.body.order')} ${body.number} · ${t(orderStateKey(body.state))}`} amount={money(body.paidMinor, body.currency, language)} />;
    case 'links':
      return (
        <div className="links"><small>{t(`desk.body.links.${body.lead}`)}</small>
          <ul>{body.items.map((item) => <li key={item.questionId}><LinkOutlined aria-hidden /> {item.title}</li>)}</ul>
        </div>
      );
    case 'rating_request': return <span className="words soft"><StarFilled aria-hidden /> {t('desk.body.rating')}</span>;
    case 'system': return null;
  }
});
