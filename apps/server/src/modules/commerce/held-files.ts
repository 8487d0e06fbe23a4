// Which uploaded files products and orders still show: what retention must not remove.
import type { Tx } from '../../platform/index.ts';

/** Of these names of files, those that a product of the merchant shows, by itself or in an order. Reads all of them: only for names that a message showed. */
export const listHeldByProducts = async (tx: Tx, merchantId: string, names: readonly string[]): Promise<string[]> =>
  (await tx.query<{ name: string }>(
    `SELECT n AS name FROM unnest($2::text[]) AS n WHERE EXISTS (SELECT FROM products p WHERE p.merchant_id = $1 AND p.picture = '/files/' || n)
       OR EXISTS (SELECT FROM orders o WHERE o.merchant_id = $1 AND strpos(o.items::text, n) > 0)`, [merchantId, names])).map((row) => row.name);
