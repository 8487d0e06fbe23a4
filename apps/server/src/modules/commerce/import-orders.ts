// Brings a shop's orders in: new ones are added, known ones (by number) replaced.
import type { OrderView } from '@qindesk/protocol';
import { newId, refuse, type Tx } from '../../platform/index.ts';
import type { ShopPlace } from './product.ts';

/** An order as the shop tells it: products by the shop's own ids. */
export interface NewOrder {
  number: string;
  /** The shop's own name for the buyer. */
  buyerExternalId: string;
  state: OrderView['state'];
  placedAt: Date;
  paidMinor: number;
  currency: string;
  recipient: string;
  phone: string;
  address: string;
  items: { productExternalId: string; detail?: string; quantity: number; priceMinor: number }[];
  logistics: OrderView['logistics'];
}

interface ProductRow { id: NonNullable<OrderView['items'][number]['productId']>; external_id: string; title: { zh: string }; picture: OrderView['items'][number]['picture'] }

/** Items keep the product's title and picture as they are now: an order does not change with its product. Refuses `not_found` for an unknown product. */
export const importOrders = async (tx: Tx, place: ShopPlace, orders: readonly NewOrder[]): Promise<void> => {
  const wanted = [...new Set(orders.flatMap((order) => order.items.map((item) => item.productExternalId)))];
  const rows = await tx.query<ProductRow>('SELECT id, external_id, title, picture FROM products WHERE merchant_id = $1 AND shop_id = $2 AND external_id = ANY($3::text[])', [place.merchantId, place.shopId, wanted]);
  const products = new Map(rows.map((row) => [row.external_id, row]));
  const itemsOf = (order: NewOrder): OrderView['items'] => order.items.map((item) => {
    const product = products.get(item.productExternalId) ?? refuse('not_found', `product ${item.productExternalId} of order ${order.number}`);
    return { productId: product.id, title: item.detail ? `${product.title.zh} ${item.detail}` : product.title.zh, quantity: item.quantity, priceMinor: item.priceMinor, picture: product.picture };
  });
  for (const order of orders) {
    await tx.run(
      `INSERT INTO orders (merchant_id, shop_id, id, number, buyer_external_id, state, placed_at, paid_minor, currency, recipient, phone, address, items, logistics)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       ON CONFLICT (merchant_id, shop_id, number) DO UPDATE SET state = excluded.state, placed_at = excluded.placed_at, paid_minor = excluded.paid_minor, recipient = excluded.recipient,
         phone = excluded.phone, address = excluded.address, items = excluded.items, logistics = excluded.logistics`,
      [place.merchantId, place.shopId, newId('order'), order.number, order.buyerExternalId, order.state, order.placedAt, order.paidMinor, order.currency, order.recipient, order.phone, order.address,
        JSON.stringify(itemsOf(order)), order.logistics ? JSON.stringify(order.logistics) : null]);
  }
};
