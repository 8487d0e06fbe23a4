// A product of a shop: reading it by id, by the shop's own id, by words. Not for bringing products in (import-products).
import type { OrganisationId, ProductId, ProductView, ShopId } from '@qindesk/protocol';
import type { Database, Tx } from '../../platform/index.ts';

export type Queries = Pick<Database, 'query' | 'maybe'> | Tx;

/** Whose products and orders. */
export interface ShopPlace { merchantId: OrganisationId; shopId: ShopId }

interface ProductRow {
  id: ProductId; external_id: string; title: ProductView['title']; category: string; price_minor: number; currency: string; stock: number;
  picture: ProductView['picture']; url: string | null; attributes: Record<string, string>; size_chart: ProductView['sizeChart'];
}
const columns = 'id, external_id, title, category, price_minor, currency, stock, picture, url, attributes, size_chart';

const viewOf = (row: ProductRow): ProductView => ({
  id: row.id, externalId: row.external_id, title: row.title, category: row.category, priceMinor: row.price_minor, currency: row.currency, stock: row.stock,
  picture: row.picture, url: row.url, attributes: row.attributes, sizeChart: row.size_chart,
});

/** The product, or null when this shop has none of that id. */
export const findProductView = async (db: Queries, merchantId: string, shopId: string, id: string): Promise<ProductView | null> => {
  const row = await db.maybe<ProductRow>(`SELECT ${columns} FROM products WHERE merchant_id = $1 AND shop_id = $2 AND id = $3`, [merchantId, shopId, id]);
  return row ? viewOf(row) : null;
};

/** The same by the shop's own id, as a page of the shop knows it. Index: products_once_per_external_id. */
export const findProductByExternalId = async (db: Queries, merchantId: string, shopId: string, externalId: string): Promise<ProductView | null> => {
  // A page may send anything; PostgreSQL refuses NUL.
  if (externalId.includes('\u0000')) return null;
  const row = await db.maybe<ProductRow>(`SELECT ${columns} FROM products WHERE merchant_id = $1 AND shop_id = $2 AND external_id = $3`, [merchantId, shopId, externalId]);
  return row ? viewOf(row) : null;
};

/** What names products: titles in every language, category. In order of the shop's own ids; all, or those of `ids`. */
export const listProductNames = async (db: Queries, place: ShopPlace, { ids, limit }: { ids?: readonly string[]; limit: number }): Promise<{ id: string; titles: string[]; category: string }[]> => {
  const rows = await db.query<{ id: string; title: ProductView['title']; category: string }>(
    `SELECT id, title, category FROM products WHERE merchant_id = $1 AND shop_id = $2 AND ($3::text[] IS NULL OR id = ANY($3::text[])) ORDER BY external_id LIMIT ${limit}`, [place.merchantId, place.shopId, ids ?? null]);
  return rows.map(({ id, title, category }) => ({ id, category, titles: [title.zh, title.en].filter(Boolean) }));
};

/** At most this many fit a person's search; narrower words find the rest. */
const listed = 200;

/** Products whose titles, category or own id hold all the words; all of them without words. In order of the shop's own ids. */
export const listProducts = async (db: Queries, place: ShopPlace, search = ''): Promise<ProductView[]> => {
  const words = search.replaceAll('\u0000', '').split(/\s+/).filter((word) => word !== '').slice(0, 10).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const rows = await db.query<ProductRow>(
    `SELECT ${columns} FROM products WHERE merchant_id = $1 AND shop_id = $2
       AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS w(word) WHERE concat_ws(' ', external_id, title->>'zh', title->>'en', category) NOT ILIKE w.word)
     ORDER BY external_id LIMIT ${listed}`, [place.merchantId, place.shopId, words]);
  return rows.map(viewOf);
};
