// Stores the question that was edited: a new one, or the next version of a stored one. Not for the form.
import { useMutation } from '@tanstack/react-query';
import { libraryRoutes, type QuestionView, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { inputOf, type QuestionDraft } from './question-draft.ts';

/** Reads one question as it is stored now; undefined when it is gone. There is no route for one, so the pages are gone through. */
export async function readQuestion(shopId: ShopId, id: string): Promise<QuestionView | undefined> {
  let cursor: string | null = null;
  do {
    const page: { items: QuestionView[]; cursor: string | null } = await http.call(libraryRoutes.listQuestions, { params: { id: shopId }, query: { limit: 500, ...(cursor === null ? {} : { cursor }) } });
    const found = page.items.find((each) => each.id === id);
    if (found) return found;
    cursor = page.cursor;
  } while (cursor !== null);
  return undefined;
}

/** `stored` is what the draft began from; its version guards against overwriting another's change. */
export const useSaveQuestion = (shopId: ShopId) => useMutation({
  mutationFn: ({ draft, stored }: { draft: QuestionDraft; stored: QuestionView | null }) => (stored === null
    ? http.call(libraryRoutes.addQuestion, { params: { id: shopId }, body: inputOf(draft) })
    : http.call(libraryRoutes.changeQuestion, { params: { id: stored.id }, body: { ...inputOf(draft), version: stored.version } })),
});
