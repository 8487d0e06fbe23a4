// Orders of a buyer in a shop, masked to what the reader may see. Not for bringing orders in (import-orders) or changing them.
import type { MessageBody, OrderId, OrderView } from '@qindesk/protocol';
import { maskAddress, maskName, maskPhone } from './mask.ts';
import type { Queries, ShopPlace } from './product.ts';

interface OrderRow {
  id: OrderId; number: string; state: OrderView['state']; placed_at: Date; paid_minor: number; currency: string; recipient: string; phone: string; address: string;
  items: OrderView['items']; logistics: OrderView['logistics'];
}
const columns = 'id, number, state, placed_at, paid_minor, currency, recipient, phone, address, items, logistics';

/** Which personal data a reader may see; the name goes with the address. */
export interface VisibleFields { phone: boolean; address: boolean }
export const allFields: VisibleFields = { phone: true, address: true };

const viewOf = (row: OrderRow, fields: VisibleFields): OrderView => ({
  id: row.id, number: row.number, state: row.state, placedAt: row.placed_at.toISOString(), paidMinor: row.paid_minor, currency: row.currency,
  phone: fields.phone ? row.phone : maskPhone(row.phone), address: fields.address ? row.address : maskAddress(row.address), recipient: fields.address ? row.recipient : maskName(row.recipient),
  masked: !(fields.phone && fields.address), items: row.items, logistics: row.logistics,
});

/** The buyer's last fifty orders, newest first. `buyer` is the shop's own name for the person. Index: orders_by_buyer. */
export const ordersOf = async (db: Queries, place: ShopPlace, buyer: string, fields: VisibleFields): Promise<OrderView[]> => {
  const rows = await db.query<OrderRow>(
    `SELECT ${columns} FROM orders WHERE merchant_id = $1 AND shop_id = $2 AND buyer_external_id = $3 ORDER BY placed_at DESC LIMIT 50`, [place.merchantId, place.shopId, buyer]);
  return rows.map((row) => viewOf(row, fields));
};

/** Sums over all orders of a buyer that were paid: how many, how much. */
export const spendOf = async (db: Queries, place: ShopPlace, buyer: string): Promise<{ orderCount: number; spentMinor: number; currency: string }> => {
  const row = await db.maybe<{ orders: number; spent: number; currency: string }>(
    `SELECT count(*) AS orders, coalesce(sum(paid_minor) FILTER (WHERE state NOT IN ('unpaid', 'closed', 'refunded')), 0) AS spent, coalesce(max(currency), 'CNY') AS currency
     FROM orders WHERE merchant_id = $1 AND shop_id = $2 AND buyer_external_id = $3`, [place.merchantId, place.shopId, buyer]);
  return { orderCount: row?.orders ?? 0, spentMinor: row?.spent ?? 0, currency: row?.currency ?? 'CNY' };
};

export type OrderCard = Extract<MessageBody, { type: 'order' }>;

/** The card of an order, or null when this consumer has no such order in this shop. */
export const findOrderCard = async (db: Queries, merchantId: string, shopId: string, consumerId: string, orderId: string): Promise<OrderCard | null> => {
  // Reads the consumer's name at the shop from identity's table: a card must never show another buyer's order.
  const row = await db.maybe<OrderRow>(
    `SELECT ${columns.split(', ').map((column) => `o.${column}`).join(', ')} FROM orders o JOIN consumers c ON c.merchant_id = o.merchant_id AND c.shop_id = o.shop_id AND c.external_id = o.buyer_external_id
     WHERE o.merchant_id = $1 AND o.shop_id = $2 AND c.id = $3 AND o.id = $4`, [merchantId, shopId, consumerId, orderId]);
  const first = row?.items[0];
  return row ? { type: 'order', orderId: row.id, number: row.number, state: row.state, title: first?.title ?? row.number, paidMinor: row.paid_minor, currency: row.currency, picture: first?.picture ?? null } : null;
};

/** The consumer's own orders, unmasked: it is their own data. Nobody anonymous has any. */
export const ordersOfConsumer = async (db: Queries, place: ShopPlace, consumerId: string): Promise<OrderView[]> => {
  const consumer = await db.maybe<{ external_id: string | null }>('SELECT external_id FROM consumers WHERE merchant_id = $1 AND id = $2', [place.merchantId, consumerId]);
  return consumer?.external_id ? ordersOf(db, place, consumer.external_id, allFields) : [];
};
