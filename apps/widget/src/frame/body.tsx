// Draws what a message carries. Text stays text, and every address is checked.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { MessageBody, SendableBody } from '@qindesk/protocol';
import { useApp, useChatState } from './app.ts';
import { OrderCard, ProductCard } from './cards.tsx';
import { linkify } from './linkify.ts';
import { safeUrl } from './safe-url.ts';

export const Text = ({ text }: { text: string }): VNode => (
  <p class="text">
    {linkify(text).map((piece, index) => (piece.href === null ? piece.text : <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">{piece.text}</a>))}
  </p>
);

const PictureBody = ({ address, alt }: { address: string; alt: string }): VNode => {
  const { chat, settings, words, zoom } = useApp();
  const [gone, setGone] = useState(false);
  const url = safeUrl(address, settings.base);
  if (url === null || gone) return <p class="text soft">{words.fileGone}</p>;
  const label = alt || words.pictureMessage;
  return (
    <button type="button" class="picture" aria-label={`${words.zoom} ${label}`} onClick={() => zoom(url, label)}>
      <img src={chat.previewOf(address) ?? url} alt={label} onError={() => setGone(true)} />
    </button>
  );
};

const VideoBody = ({ address, alt }: { address: string; alt: string }): VNode => {
  const { chat, settings, words } = useApp();
  const url = safeUrl(address, settings.base);
  if (url === null) return <p class="text soft">{words.fileGone}</p>;
  return <video class="video" src={chat.previewOf(address) ?? url} aria-label={alt || words.videoMessage} controls playsInline preload="metadata" />;
};

const Links = ({ body }: { body: Extract<MessageBody, { type: 'links' }> }): VNode => {
  const { chat, words } = useApp();
  const lead = { follow_up: words.followUp, offer: words.offer, hot: words.hot }[body.lead];
  return (
    <div class="links">
      <p class="soft">{lead}</p>
      <ul>
        {body.items.map((item) => (
          <li key={item.questionId}>
            <button type="button" class="chip" onClick={() => chat.send({ type: 'text', text: item.title, questionId: item.questionId })}>{item.title}</button>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** The inside of a message, with the shape of its frame. Bodies that are drawn elsewhere, or that this version does not know, give nothing. */
export const Body = ({ body }: { body: MessageBody | SendableBody }): VNode | null => {
  const { widget, order } = useChatState();
  const { settings } = useApp();
  switch (body.type) {
    case 'text':
      return <Text text={body.text} />;
    case 'image':
      return <PictureBody address={body.url} alt={body.alt ?? ''} />;
    case 'video':
      return <VideoBody address={body.url} alt={body.alt ?? ''} />;
    case 'links':
      return <Links body={body} />;
    case 'product': {
      if ('title' in body) return <ProductCard body={body} />;
      // On its way: only the id travels, the rest is what this page shows.
      const product = widget?.product;
      return product?.id === body.productId ? <ProductCard body={{ ...product, type: 'product', productId: product.id, title: product.title[settings.language] }} /> : null;
    }
    case 'order':
      if ('title' in body) return <OrderCard body={body} />;
      return order?.id === body.orderId
        ? <OrderCard body={{ ...order, type: 'order', orderId: order.id, title: order.items[0]?.title ?? '', picture: order.items[0]?.picture ?? null }} />
        : null;
    default:
      return null;
  }
};
