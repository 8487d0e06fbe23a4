// The desk's search over published answers.
import type { QuestionView } from '@qindesk/protocol';
import type { MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';
import { getPublishedLibrary, type PublishedLibrary } from './published-library.ts';
import { indexAnswers, rankAnswers } from './rank-answers.ts';

const indexes = new WeakMap<PublishedLibrary, ReturnType<typeof indexAnswers>>();
const listed = 30;

/** Answers an agent may send, best first; from the published version only [KN1]. */
export const searchAnswers = async (ctx: MemberCtx, shopId: string, search: string): Promise<Pick<QuestionView, 'id' | 'title' | 'category' | 'answers'>[]> => {
  const place = await accessShop(ctx, shopId, 'library.read');
  const library = await getPublishedLibrary(ctx.db, place.merchantId, place.shopId);
  if (!library) return [];
  const index = indexes.get(library) ?? indexAnswers(library);
  indexes.set(library, index);
  return rankAnswers(index, search, listed).map(({ id, title, category, answers }) => ({ id, title, category, answers }));
};
