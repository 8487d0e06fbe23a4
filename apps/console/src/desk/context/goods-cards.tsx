// The product in focus with its attributes and size chart, and the consumer's orders with where the parcels are.
import { SendOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import type { OrderId, OrderView, ProductId, ProductView } from '@qindesk/protocol';
import { exactTime, money } from '../../ui/format.ts';
import { useBilingual, useLanguage } from '../../ui/text.tsx';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';
import { orderStateKey } from '../words.ts';
import { Card, Fact } from './card.tsx';
import { Masked } from './consumer-card.tsx';

const SizeChart = ({ chart }: { chart: NonNullable<ProductView['sizeChart']> }) => {
  const t = useText();
  return (
    <div className="size-chart"><table><caption>{t('desk.goods.sizeChart')}</caption>
      <thead><tr>{chart.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
      <tbody>{chart.rows.map((row) => <tr key={row.join()}>{row.map((cell, index) => (index === 0 ? <th key={index} scope="row">{cell}</th> : <td key={index}>{cell}</td>))}</tr>)}</tbody>
    </table></div>
  );
};

/** The product that the consumer looks at. */
export const ProductCard = ({ product, onSend }: { product: ProductView; onSend: ((id: ProductId) => void) | undefined }) => {
  const t = useText();
  const { language } = useLanguage();
  const pick = useBilingual();
  return (
    <Card name="product" title={t('desk.goods.focus')}>
      <div className="ctx-goods">
        <span className="goods-picture">{product.picture && <img src={product.picture} alt="" />}</span>
        <div><p className="ctx-goods-title">{pick(product.title)}</p><p><b className="figure price">{money(product.priceMinor, product.currency, language)}</b> <small className="soft">{t('desk.product.stock', { count: product.stock })}</small></p></div>
        {onSend && <Button size="small" icon={<SendOutlined aria-hidden />} onClick={() => onSend(product.id)}>{t('desk.goods.sendCard')}</Button>}
      </div>
      <dl className="facts">{Object.entries(product.attributes).map(([name, value]) => <Fact key={name} name={name}>{value}</Fact>)}</dl>
      {product.sizeChart && <SizeChart chart={product.sizeChart} />}
    </Card>
  );
};

const Parcel = ({ logistics }: { logistics: NonNullable<OrderView['logistics']> }) => {
  const t = useText();
  const { language } = useLanguage();
  const [all, showAll] = useState(false);
  const newest = [...logistics.trace].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <div className="parcel">
      <p className="soft">{logistics.courier} <span className="figure">{logistics.number}</span></p>
      <ol>{(all ? newest : newest.slice(0, 2)).map((step, index) => <li key={step.at + step.text} className={index === 0 ? 'now' : undefined}><p>{step.text}</p><time dateTime={step.at}>{exactTime(Date.parse(step.at), language)}</time></li>)}</ol>
      {newest.length > 2 && <button type="button" className="plain more" onClick={() => showAll(!all)}>{all ? t('desk.goods.lessTrace') : t('desk.goods.allTrace', { count: newest.length })}</button>}
    </div>
  );
};

const stateColour: Record<OrderView['state'], string> = { unpaid: 'gold', paid: 'blue', shipped: 'geekblue', delivered: 'green', refunding: 'volcano', refunded: 'default', closed: 'default' };

const Order = ({ order, onSend }: { order: OrderView; onSend: ((id: OrderId) => void) | undefined }) => {
  const t = useText();
  const { language } = useLanguage();
  return (
    <li className="order">
      <div className="order-head"><Tag variant="filled" color={stateColour[order.state]}>{t(orderStateKey(order.state))}</Tag><span className="figure one-line" title={order.number}>{order.number}</span><When at={order.placedAt} /></div>
      <ul>{order.items.map((item, index) => (
        <li key={index} className="order-item"><span className="goods-picture">{item.picture && <img src={item.picture} alt="" loading="lazy" />}</span><span className="one-line">{item.title}</span><span className="figure soft">×{item.quantity}</span></li>
      ))}</ul>
      <dl className="facts">
        <Fact name={t('desk.goods.paid')}><b className="figure">{money(order.paidMinor, order.currency, language)}</b></Fact>
        <Fact name={t('desk.goods.to')}>{order.recipient} <span className="figure">{order.phone}</span> {order.masked && <Masked />}<br /><span className="soft">{order.address}</span></Fact>
      </dl>
      {order.logistics && <Parcel logistics={order.logistics} />}
      {onSend && <Button size="small" icon={<SendOutlined aria-hidden />} onClick={() => onSend(order.id)}>{t('desk.goods.sendOrder')}</Button>}
    </li>
  );
};

/** The consumer's orders in this shop, newest first. */
export const OrdersCard = ({ orders, onSend }: { orders: readonly OrderView[]; onSend: ((id: OrderId) => void) | undefined }) => {
  const t = useText();
  return (
    <Card name="orders" title={t('desk.goods.orders')} extra={orders.length > 0 ? orders.length : undefined}>
      {orders.length === 0 ? <p className="soft">{t('desk.goods.noOrders')}</p> : <ul className="orders">{orders.map((order) => <Order key={order.id} order={order} onSend={onSend} />)}</ul>}
    </Card>
  );
};
