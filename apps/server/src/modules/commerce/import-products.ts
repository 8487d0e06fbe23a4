// Brings a shop's products in: new ones are added, known ones (by the shop's own id) replaced.
import type { ProductView } from '@qindesk/protocol';
import { newId, type Tx } from '../../platform/index.ts';
import type { ShopPlace } from './product.ts';

export type NewProduct = Omit<ProductView, 'id'>;

/** In batches of a thousand. */
export const importProducts = async (tx: Tx, place: ShopPlace, products: readonly NewProduct[]): Promise<void> => {
  for (let at = 0; at < products.length; at += 1000) {
    const batch = products.slice(at, at + 1000);
    await tx.run(
      `INSERT INTO products (merchant_id, shop_id, id, external_id, title, category, price_minor, currency, stock, picture, url, attributes, size_chart)
       SELECT $1, $2, n.* FROM unnest($3::text[], $4::text[], $5::jsonb[], $6::text[], $7::bigint[], $8::text[], $9::int[], $10::text[], $11::text[], $12::jsonb[], $13::jsonb[]) AS n
       ON CONFLICT (merchant_id, shop_id, external_id) DO UPDATE SET title = excluded.title, category = excluded.category, price_minor = excluded.price_minor,
         currency = excluded.currency, stock = excluded.stock, picture = excluded.picture, url = excluded.url, attributes = excluded.attributes, size_chart = excluded.size_chart`,
      [place.merchantId, place.shopId, batch.map(() => newId('product')), batch.map((p) => p.externalId), batch.map((p) => JSON.stringify(p.title)), batch.map((p) => p.category),
        batch.map((p) => p.priceMinor), batch.map((p) => p.currency), batch.map((p) => p.stock), batch.map((p) => p.picture), batch.map((p) => p.url),
        batch.map((p) => JSON.stringify(p.attributes)), batch.map((p) => (p.sizeChart ? JSON.stringify(p.sizeChart) : null))]);
  }
};
