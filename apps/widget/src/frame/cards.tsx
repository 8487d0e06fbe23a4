// Cards of a product and of an order, in the thread and above the composer.
import type { VNode } from 'preact';
import type { MessageBody } from '@qindesk/protocol';
import { useApp } from './app.ts';
import { money } from './format.ts';
import { safeUrl } from './safe-url.ts';

type ProductBody = Extract<MessageBody, { type: 'product' }>;
type OrderBody = Extract<MessageBody, { type: 'order' }>;

const Thumb = ({ address }: { address: string | null }): VNode => {
  const { settings } = useApp();
  const url = safeUrl(address, settings.base);
  return <span class="thumb">{url !== null && <img src={url} alt="" loading="lazy" />}</span>;
};

export const ProductCard = ({ body }: { body: ProductBody }): VNode => {
  const { settings, words } = useApp();
  const url = safeUrl(body.url, settings.base);
  return (
    <div class="card">
      <Thumb address={body.picture} />
      <div class="facts">
        <b>{body.title}</b>
        <span class="price">{money(body.priceMinor, body.currency, settings.language)}</span>
        {url !== null && <a href={url} target="_blank" rel="noopener noreferrer" aria-label={`${words.look} ${body.title}`}>{words.look}</a>}
      </div>
    </div>
  );
};

export const OrderCard = ({ body }: { body: OrderBody }): VNode => {
  const { settings, words } = useApp();
  return (
    <div class="card">
      <Thumb address={body.picture} />
      <div class="facts">
        <b>{body.title}</b>
        <span class="soft">{words.orderNumber(body.number)}</span>
        <span>{body.paidMinor > 0 && <span class="price">{money(body.paidMinor, body.currency, settings.language)}</span>} <span class="tag">{words.orderState[body.state] ?? body.state}</span></span>
      </div>
    </div>
  );
};

/** The product or order of the page, one tap from being sent. */
export const FocusCard = (props: { lead: string; title: string; picture: string | null; minor: number; currency: string; onSend: () => void; onDismiss: () => void }): VNode => {
  const { settings, words } = useApp();
  return (
    <section class="focus" aria-label={props.lead}>
      <Thumb address={props.picture} />
      <div class="facts">
        <b>{props.title}</b>
        {props.minor > 0 && <span class="price">{money(props.minor, props.currency, settings.language)}</span>}
      </div>
      <button type="button" class="soft-button" onClick={props.onSend}>{words.sendProduct}</button>
      <button type="button" class="plain small" aria-label={words.remove} onClick={props.onDismiss}>×</button>
    </section>
  );
};
