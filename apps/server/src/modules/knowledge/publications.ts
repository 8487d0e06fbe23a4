// Which versions were published, by whom, and whether the draft has moved on since. Not for what a version holds (published-library).
import type { libraryRoutes, RouteOutput } from '@qindesk/protocol';
import type { MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';

export type Publication = RouteOutput<typeof libraryRoutes.publish>;
export interface PublicationRow { version: number; published_at: Date; by_name: string; question_count: number; phrasing_count: number }

export const publicationOf = (row: PublicationRow): Publication =>
  ({ version: row.version, publishedAt: row.published_at.toISOString(), by: row.by_name, questionCount: row.question_count, phrasingCount: row.phrasing_count });

/** A removal leaves no `updated_at`, so the number of questions is compared too. */
const draftChangedSql = `
  SELECT CASE WHEN v.version IS NULL THEN d.questions > 0 ELSE d.questions <> v.questions OR coalesce(d.updated_at > v.published_at, false) END AS changed
  FROM (SELECT count(*) AS questions, max(updated_at) AS updated_at FROM questions WHERE merchant_id = $1 AND shop_id = $2) d
  LEFT JOIN (SELECT version, published_at, jsonb_array_length(questions) AS questions FROM library_versions WHERE merchant_id = $1 AND shop_id = $2 ORDER BY version DESC LIMIT 1) v ON true`;

/** The last hundred, newest first. A change that was taken back still counts as changed. */
export const listPublications = async (ctx: MemberCtx, shopId: string): Promise<{ items: Publication[]; draftChanged: boolean }> => {
  const place = await accessShop(ctx, shopId, 'library.read');
  return ctx.db.transact(async (tx) => {
    const rows = await tx.query<PublicationRow>(
      'SELECT version, published_at, by_name, question_count, phrasing_count FROM library_versions WHERE merchant_id = $1 AND shop_id = $2 ORDER BY version DESC LIMIT 100', [place.merchantId, place.shopId]);
    const draft = await tx.maybe<{ changed: boolean }>(draftChangedSql, [place.merchantId, place.shopId]);
    return { items: rows.map(publicationOf), draftChanged: draft?.changed ?? false };
  }, { merchants: [place.merchantId] });
};
