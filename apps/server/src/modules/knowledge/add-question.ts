// Adds a question to the draft library.
import type { QuestionInput, QuestionView } from '@qindesk/protocol';
import { newId, refuse } from '../../platform/index.ts';
import type { MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';
import type { ProductBook } from './product-book.ts';
import { checkContent, cleanContent } from './question-content.ts';
import { lockDraft, questionViews, readQuestions } from './question.ts';
import { insertQuestions } from './store-questions.ts';

/** Refuses `invalid`, `already_exists` (a title or phrasing that another question has [KN7]) and `not_found` (products, follow-ups). */
export const addQuestion = async (ctx: MemberCtx, products: ProductBook, shopId: string, input: QuestionInput): Promise<QuestionView> => {
  const place = await accessShop(ctx, shopId, 'library.write');
  const content = cleanContent(input);
  return ctx.db.transact(async (tx) => {
    await lockDraft(tx, place);
    await checkContent(tx, place, products, content, '');
    const id = newId('question');
    await insertQuestions(tx, place, [{ ...content, id }]);
    const [view] = await questionViews(tx, place, await readQuestions(tx, place, 'q.id = $3', [id]));
    return view ?? refuse('internal', 'the question was not stored');
  }, { merchants: [place.merchantId] });
};
