// Fills knowledge's port: which products a shop has, by either id.
import type { ProductId } from '@qindesk/protocol';
import type { ProductBook } from '../knowledge/index.ts';

export const productBook: ProductBook = {
  idsOf: async (db, place, externalIds) => {
    const rows = await db.query<{ id: ProductId; external_id: string }>(
      'SELECT id, external_id FROM products WHERE merchant_id = $1 AND shop_id = $2 AND external_id = ANY($3::text[])', [place.merchantId, place.shopId, externalIds]);
    return new Map(rows.map((row) => [row.external_id, row.id]));
  },
  externalIdsOf: async (db, place, ids) => {
    const rows = await db.query<{ id: ProductId; external_id: string }>(
      'SELECT id, external_id FROM products WHERE merchant_id = $1 AND shop_id = $2 AND id = ANY($3::text[])', [place.merchantId, place.shopId, ids]);
    return new Map(rows.map((row) => [row.id, row.external_id]));
  },
};
