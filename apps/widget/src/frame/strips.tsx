// The narrow bars around the thread: no network, the place in the queue, a refusal, the product or order of the page.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { FocusCard } from './cards.tsx';
import { Alert, Offline } from './icons.tsx';
import type { Words } from './words/zh.ts';

export const LineStrip = (): VNode => {
  const { words } = useApp();
  const { away, failure } = useChatState();
  return <div role="status">{away && failure === null && <p class="strip watch"><Offline size={16} />{words.offline}</p>}</div>;
};

const estimateText = (seconds: number | null, words: Words): string => {
  if (seconds === null) return words.queueUnknown;
  return seconds < 60 ? words.queueSoon : words.queueEstimate(Math.ceil(seconds / 60));
};

/** The true place in the queue, with the two ways out of it [RT5]. */
export const QueueStrip = ({ onLeaveMessage }: { onLeaveMessage: () => void }): VNode => {
  const { chat, words, settings } = useApp();
  const { conversation } = useChatState();
  const [hint, setHint] = useState(false);
  if (conversation?.state === 'waiting' && conversation.leftMessagePromise !== null) {
    return <div role="status"><p class="strip calm">{conversation.leftMessagePromise[settings.language]}</p></div>;
  }
  const queue = conversation?.state === 'queued' ? conversation.queue : null;
  return (
    <div role="status">
      {queue !== null && (
        <div class="strip queue">
          <p><b>{queue.position === 1 ? words.queueNext : words.queuePosition(queue.position)}</b><span>{hint ? words.leaveMessageHint : estimateText(queue.estimateS, words)}</span></p>
          <div>
            <button type="button" class="soft-button" onClick={() => {
              setHint(true);
              onLeaveMessage();
            }}>{words.leaveMessage}</button>
            {conversation?.can.leaveQueue === true && <button type="button" class="soft-button quiet" onClick={chat.leaveQueue}>{words.leaveQueue}</button>}
          </div>
        </div>
      )}
    </div>
  );
};

export const NoticeStrip = (): VNode => {
  const { settings } = useApp();
  const { notice } = useChatState();
  return <div role="alert">{notice !== null && <p class="strip bad"><Alert size={16} />{notice.message[settings.language]}</p>}</div>;
};

/** What the page shows, until it was sent or put away. */
export const FocusStrip = (): VNode | null => {
  const { chat, words, settings } = useApp();
  const { widget, order, messages, outgoing, conversation } = useChatState();
  const [dismissed, setDismissed] = useState<string[]>([]);
  const bodies = [...messages.filter((message) => message.conversationId === conversation?.id && message.author.kind === 'consumer'), ...outgoing].map((one) => one.body);
  const product = widget?.product ?? null;
  const dismiss = (id: string) => () => setDismissed([...dismissed, id]);
  if (order !== null && !dismissed.includes(order.id) && !bodies.some((body) => body.type === 'order' && body.orderId === order.id)) {
    const [item] = order.items;
    return <FocusCard lead={words.order} title={item?.title ?? words.orderNumber(order.number)} picture={item?.picture ?? null} minor={order.paidMinor} currency={order.currency}
      onSend={() => chat.send({ type: 'order', orderId: order.id })} onDismiss={dismiss(order.id)} />;
  }
  if (product === null || dismissed.includes(product.id) || bodies.some((body) => body.type === 'product' && body.productId === product.id)) return null;
  return <FocusCard lead={words.product} title={product.title[settings.language]} picture={product.picture} minor={product.priceMinor} currency={product.currency}
    onSend={() => chat.send({ type: 'product', productId: product.id })} onDismiss={dismiss(product.id)} />;
};
