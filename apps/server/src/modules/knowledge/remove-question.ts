// Takes a question out of the draft library. What is published stays as it is until the next publication [KN1].
import type { QuestionId } from '@qindesk/protocol';
import type { MemberCtx } from '../identity/index.ts';
import { accessQuestion } from './access.ts';
import { lockDraft } from './question.ts';
import { deleteQuestions } from './store-questions.ts';

/** Refuses `not_found`. Removing twice at the same time is harmless. */
export const removeQuestion = async (ctx: MemberCtx, id: QuestionId): Promise<void> => {
  const place = await accessQuestion(ctx, id, 'library.write');
  await ctx.db.transact(async (tx) => {
    await lockDraft(tx, place);
    await deleteQuestions(tx, place, [id]);
  }, { merchants: [place.merchantId] });
};
