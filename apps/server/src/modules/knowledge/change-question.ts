// Replaces a question of the draft library, unless somebody else was faster.
import type { QuestionId, QuestionInput, QuestionView } from '@qindesk/protocol';
import { refuse } from '../../platform/index.ts';
import type { MemberCtx } from '../identity/index.ts';
import { accessQuestion } from './access.ts';
import type { ProductBook } from './product-book.ts';
import { checkContent, cleanContent } from './question-content.ts';
import { lockDraft, questionViews, readQuestions } from './question.ts';
import { replaceQuestions } from './store-questions.ts';

/** Refuses `version_conflict` when the question is no longer at `version` [KN8], else as addQuestion. */
export const changeQuestion = async (ctx: MemberCtx, products: ProductBook, id: QuestionId, input: QuestionInput & { version: number }): Promise<QuestionView> => {
  const place = await accessQuestion(ctx, id, 'library.write');
  const content = cleanContent(input);
  return ctx.db.transact(async (tx) => {
    await lockDraft(tx, place);
    const before = await tx.maybe<{ version: number }>('SELECT version FROM questions WHERE merchant_id = $1 AND id = $2', [place.merchantId, id]);
    if (!before) return refuse('not_found', `question ${id}`);
    if (before.version !== input.version) return refuse('version_conflict', `question ${id} is at ${before.version}, not ${input.version}`);
    await checkContent(tx, place, products, content, id);
    await replaceQuestions(tx, place, [{ ...content, id }]);
    const [view] = await questionViews(tx, place, await readQuestions(tx, place, 'q.id = $3', [id]));
    return view ?? refuse('internal', 'the question was not stored');
  }, { merchants: [place.merchantId] });
};
