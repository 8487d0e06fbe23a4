// The right column: consumer, hand-over, robot, product, orders, previous conversations, notes. Parts that fail do not take the others down.
import { CloseOutlined, StarFilled } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ContextView, ConversationView } from '@qindesk/protocol';
import { sendMessage, useLive } from '../../live/store.ts';
import { Failed } from '../../ui/states.tsx';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';
import { Card } from './card.tsx';
import { ConsumerCard } from './consumer-card.tsx';
import './context.css';
import { OrdersCard, ProductCard } from './goods-cards.tsx';
import { RobotCard } from './robot-card.tsx';

const Bones = () => <div className="ctx-bones" aria-busy>{[120, 80, 160, 100].map((height) => <span key={height} className="bone" style={{ height }} />)}</div>;

const Previous = ({ previous }: { previous: ContextView['previous'] }) => {
  const t = useText();
  if (previous.length === 0) return null;
  return (
    <Card name="previous" title={t('desk.previous.title')} extra={previous.length} open={false}>
      <ul className="previous">{previous.map((one) => (
        <li key={one.id}><Link to="/desk/$conversationId" params={{ conversationId: one.id }} preload={false}>
          <span className="previous-top"><When at={one.startedAt} />{one.rating !== null && <span className="figure" aria-label={t('desk.rated', { score: one.rating })}><StarFilled aria-hidden /> {one.rating}</span>}{one.closeReason && <small>{one.closeReason}</small>}</span>
          <span className="one-line">{one.preview}</span>
        </Link></li>
      ))}</ul>
    </Card>
  );
};

const Notes = ({ id }: { id: string }) => {
  const t = useText();
  const notes = useLive((state) => state.notes[id]);
  return (
    <Card name="notes" title={t('desk.note.title')} extra={notes !== undefined && notes.length > 0 ? notes.length : undefined}>
      {notes === undefined || notes.length === 0 ? <p className="soft">{t('desk.note.none')}</p>
        : <ul className="ctx-notes">{notes.map((note) => <li key={note.id}><p>{note.text}</p><small>{note.author.name} · <When at={note.at} /></small></li>)}</ul>}
    </Card>
  );
};

interface ContextColumnProps { view: ConversationView; context: ContextView | undefined; error: unknown; onRetry: () => void; onLeave: () => void }

/** The column; `onLeave` closes it where it lies over the thread. */
export const ContextColumn = ({ view, context, error, onRetry, onLeave }: ContextColumnProps) => {
  const t = useText();
  const writable = view.can.send === true;
  return (
    <aside className="ctx" aria-label={t('desk.context')}>
      <header className="ctx-head"><h1>{t('desk.context')}</h1><Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={t('ui.close')} onClick={onLeave} /></header>
      {context === undefined ? (error ? <Failed error={error} onRetry={onRetry} /> : <Bones />) : (
        <>
          <ConsumerCard consumer={context.consumer} />
          <RobotCard context={context} />
          {context.product && <ProductCard product={context.product} onSend={writable ? (productId) => void sendMessage(view.id, { type: 'product', productId }) : undefined} />}
          <OrdersCard orders={context.orders} onSend={writable ? (orderId) => void sendMessage(view.id, { type: 'order', orderId }) : undefined} />
          <Notes id={view.id} />
          <Previous previous={context.previous} />
        </>
      )}
    </aside>
  );
};
