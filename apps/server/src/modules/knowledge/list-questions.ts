// Questions of the draft library, in the order in which they came, by words and category. Not for the desk (search-answers).
import type { QuestionView } from '@qindesk/protocol';
import type { MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';
import { cleanLine } from './clean-text.ts';
import { questionViews, readQuestions } from './question.ts';

export interface QuestionFilter { search?: string | undefined; category?: string | undefined; cursor?: string | undefined; limit: number }

/** `%`, `_` and `\` stand for themselves. */
const containing = (words: string): string => `%${cleanLine(words).replace(/[\\%_]/g, '\\$&')}%`;

const matching = `($3 = '' OR q.category = $3) AND ($4 = '%%' OR q.title ILIKE $4
  OR EXISTS (SELECT FROM phrasings p WHERE p.merchant_id = q.merchant_id AND p.question_id = q.id AND p.text ILIKE $4))`;

/** One page; `cursor` is the last id of the page before. */
export const listQuestions = async (ctx: MemberCtx, shopId: string, filter: QuestionFilter): Promise<{ items: QuestionView[]; cursor: string | null; total: number }> => {
  const place = await accessShop(ctx, shopId, 'library.read');
  const values = [cleanLine(filter.category ?? ''), containing(filter.search ?? '')];
  return ctx.db.transact(async (tx) => {
    const found = await readQuestions(tx, place, `${matching} AND q.id > $5`, [...values, cleanLine(filter.cursor ?? '')], filter.limit + 1);
    const total = await tx.maybe<{ count: number }>(`SELECT count(*) AS count FROM questions q WHERE q.merchant_id = $1 AND q.shop_id = $2 AND (${matching})`, [place.merchantId, place.shopId, ...values]);
    const page = found.slice(0, filter.limit);
    return { items: await questionViews(tx, place, page), cursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null, total: total?.count ?? 0 };
  }, { merchants: [place.merchantId] });
};
