// A question while it is being edited: from the stored one, back to what is sent, what is wrong with it, where two differ. Not for drawing.
import type { AnswerBody, QuestionInput, QuestionView } from '@qindesk/protocol';
import { checkPhrasings } from './check-phrasings.ts';

export interface AnswerDraft { key: string; body: AnswerBody }

/** What the editor holds. Phrasings are as typed, one a line. */
export interface QuestionDraft {
  title: string;
  category: string;
  mode: QuestionView['mode'];
  hot: boolean;
  positives: string;
  negatives: string;
  answers: AnswerDraft[];
  followUps: QuestionView['followUps'];
}

let made = 0;
/** A key for a row of the form; never leaves the page. */
export const newKey = (): string => `row${++made}`;

/** An empty question, as "add" opens it. */
export const emptyDraft = (): QuestionDraft => ({ title: '', category: '', mode: 'both', hot: false, positives: '', negatives: '', answers: [{ key: newKey(), body: { type: 'text', text: '' } }], followUps: [] });

/** What a new question may begin with. */
export interface NewQuestion { title: string; phrasings: readonly string[] }

/** A new question begun with a title and phrasings; all the rest is open. */
export const begunDraft = ({ title, phrasings }: NewQuestion): QuestionDraft => ({ ...emptyDraft(), title, positives: phrasings.join('\n') });

/** The stored question, ready to be edited. */
export const draftOf = (question: QuestionView): QuestionDraft => ({
  title: question.title, category: question.category, mode: question.mode, hot: question.hot, positives: question.phrasings.join('\n'), negatives: question.negatives.join('\n'),
  answers: question.answers.map((body) => ({ key: newKey(), body })), followUps: question.followUps,
});

const saysNothing = ({ body }: AnswerDraft): boolean => (body.type === 'text' && body.text.trim() === '') || (body.type === 'product' && body.productId === ('' as never));

/** What is sent. Answers that were opened and left empty are not. */
export const inputOf = (draft: QuestionDraft): QuestionInput => ({
  title: draft.title.trim(), category: draft.category.trim(), mode: draft.mode, hot: draft.hot,
  phrasings: checkPhrasings(draft.positives).phrasings, negatives: checkPhrasings(draft.negatives).phrasings,
  answers: draft.answers.filter((answer) => !saysNothing(answer)).map(({ body }) => (body.type === 'text' ? { ...body, text: body.text.trim() } : body)),
  followUpIds: draft.followUps.map((each) => each.id),
});

/** Whether saving would change anything. */
export const isChanged = (draft: QuestionDraft, stored: QuestionView | null): boolean =>
  JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(stored === null ? emptyDraft() : draftOf(stored)));

/** What keeps a draft from being saved. */
export type DraftTrouble = 'no_title' | 'no_answer' | 'on_both_sides' | 'title_too_long' | 'phrasing_too_long' | 'too_many_phrasings' | 'text_too_long' | 'too_many_answers';

export function findDraftTrouble(draft: QuestionDraft): DraftTrouble[] {
  const input = inputOf(draft);
  const troubles: DraftTrouble[] = [];
  if (input.title === '') troubles.push('no_title');
  if (input.title.length > 200) troubles.push('title_too_long');
  if (checkPhrasings(draft.positives).tooLong.length + checkPhrasings(draft.negatives).tooLong.length > 0) troubles.push('phrasing_too_long');
  if (input.phrasings.length > 2000 || input.negatives.length > 500) troubles.push('too_many_phrasings');
  // Exact ones only: the robot itself tells apart what differs by a mark.
  if (input.phrasings.some((text) => input.negatives.includes(text))) troubles.push('on_both_sides');
  if (input.mode !== 'off' && input.answers.length === 0) troubles.push('no_answer');
  if (input.answers.some((body) => body.type === 'text' && body.text.length > 4000)) troubles.push('text_too_long');
  if (input.answers.length > 10) troubles.push('too_many_answers');
  return troubles;
}

/** Where one's own draft and another's saved version differ, for the sentence of a conflict. */
export type DraftPart = 'title' | 'category' | 'mode' | 'hot' | 'phrasings' | 'negatives' | 'answers' | 'followUpIds';

export function findDifferences(mine: QuestionDraft, theirs: QuestionView): DraftPart[] {
  const a = inputOf(mine);
  const b = inputOf(draftOf(theirs));
  return (['title', 'category', 'mode', 'hot', 'phrasings', 'negatives', 'answers', 'followUpIds'] as const).filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));
}
