// Publishes the draft: a snapshot with the next number, from which robot and desk answer at once [KN1].
import { refuse } from '../../platform/index.ts';
import type { MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';
import { libraryPublished } from './events.ts';
import { publicationOf, type Publication, type PublicationRow } from './publications.ts';
import { lockDraft } from './question.ts';

/**
 * A follow-up that is off or gone is left out: a link must lead to an answer. Shape of an element: PublishedQuestion. Correlated on purpose: each question's
 * phrasings and links come by primary key, also right after an import, when the planner knows nothing of the tables yet.
 */
const snapshotSql = `
  INSERT INTO library_versions (merchant_id, shop_id, version, published_at, by_member_id, by_name, question_count, phrasing_count, questions)
  SELECT $1::text, $2::text, (SELECT coalesce(max(version), 0) + 1 FROM library_versions WHERE merchant_id = $1::text AND shop_id = $2::text), clock_timestamp(), $3, $4,
    count(*) FILTER (WHERE q.mode <> 'off'), coalesce(sum(jsonb_array_length(t.phrasings)) FILTER (WHERE q.mode <> 'off'), 0),
    coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'title', q.title, 'category', q.category, 'mode', q.mode, 'hot', q.hot, 'phrasings', t.phrasings,
      'negatives', t.negatives, 'answers', q.answers, 'followUps', k.follow_ups) ORDER BY q.id), '[]')
  FROM questions q
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(p.text ORDER BY p.number) FILTER (WHERE NOT p.negative), '[]') AS phrasings, coalesce(jsonb_agg(p.text ORDER BY p.number) FILTER (WHERE p.negative), '[]') AS negatives
    FROM phrasings p WHERE p.merchant_id = q.merchant_id AND p.question_id = q.id OFFSET 0) t
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'title', f.title) ORDER BY l.n), '[]') AS follow_ups
    FROM unnest(q.follow_up_ids) WITH ORDINALITY AS l(id, n) JOIN questions f ON f.merchant_id = q.merchant_id AND f.shop_id = q.shop_id AND f.id = l.id AND f.mode <> 'off' OFFSET 0) k
  WHERE q.merchant_id = $1::text AND q.shop_id = $2::text
  RETURNING version, published_at, by_name, question_count, phrasing_count`;

/** Refuses `library_empty` when no question would answer. Two publications at once get two numbers, in turn [KN2]. */
export const publishLibrary = async (ctx: MemberCtx, shopId: string): Promise<Publication> => {
  const place = await accessShop(ctx, shopId, 'library.publish');
  return ctx.db.transact(async (tx) => {
    await lockDraft(tx, place);
    const [row] = await tx.query<PublicationRow>(snapshotSql, [place.merchantId, place.shopId, ctx.actor.memberId, ctx.actor.name]);
    if (!row || row.question_count === 0) return refuse('library_empty', `shop ${shopId}`);
    await ctx.events.append(tx, [libraryPublished(place, row.version)]);
    return publicationOf(row);
  }, { merchants: [place.merchantId] });
};
