// How long shops keep their conversations. Not for erasing them (roles/erase-expired).
import type { Database } from '../../platform/index.ts';

/** `providerIds`: everyone whose people may have served the merchant. */
export interface ShopRetention { merchantId: string; shopId: string; days: number; providerIds: string[] }

/** Shops that keep conversations for a time, not for ever. */
export const listShopsWithRetention = (db: Pick<Database, 'query'>): Promise<ShopRetention[]> =>
  db.query<ShopRetention>(`SELECT s.merchant_id AS "merchantId", s.id AS "shopId", (s.settings->>'retentionDays')::int AS days, ARRAY(SELECT DISTINCT c.provider_id::text FROM contracts c WHERE c.merchant_id = s.merchant_id) AS "providerIds"
    FROM shops s WHERE s.settings->>'retentionDays' IS NOT NULL ORDER BY s.id`);

/** The longest that a shop keeps its conversations, in days; null where none sets it. Shops that keep them for ever are left out: what they keep is there to be seen. */
export const longestRetentionDays = async (db: Pick<Database, 'maybe'>): Promise<number | null> =>
  (await db.maybe<{ days: number | null }>(`SELECT max((settings->>'retentionDays')::int) AS days FROM shops`))?.days ?? null;
