// Makes what a trainer typed fit to store, and refuses what the library cannot hold. For one question; a file's rows are checked by plan-import.
import type { AnswerBody, QuestionInput } from '@qindesk/protocol';
import { refuse, type Tx } from '../../platform/index.ts';
import { cleanLine, cleanLines, cleanText } from './clean-text.ts';
import { libraryLimits } from './limits.ts';
import type { ProductBook } from './product-book.ts';
import type { Place, QuestionContent } from './question.ts';

const cleanAnswer = (answer: AnswerBody): AnswerBody => {
  if (answer.type === 'text') return { type: 'text', text: cleanText(answer.text) };
  return answer.type === 'product' ? { type: 'product', productId: answer.productId } : { type: answer.type, url: cleanLine(answer.url), alt: cleanLine(answer.alt) };
};

/** The content as it will be stored. Refuses `invalid` where nothing is left of a text, where an answering mode has no answer [KN9], or a phrasing is its own negative. */
export const cleanContent = (input: QuestionInput): QuestionContent => {
  const content: QuestionContent = {
    title: cleanLine(input.title), category: cleanLine(input.category), mode: input.mode, hot: input.hot, phrasings: cleanLines(input.phrasings), negatives: cleanLines(input.negatives),
    answers: input.answers.map(cleanAnswer), followUpIds: [...new Set(input.followUpIds)],
  };
  if (content.title === '') refuse('invalid', 'the title is empty', { field: 'title' });
  if (content.answers.some((answer) => answer.type === 'text' && answer.text === '')) refuse('invalid', 'an answer is empty', { field: 'answers' });
  if (content.mode !== 'off' && content.answers.length === 0) refuse('invalid', 'no answer while the mode is not off', { field: 'answers' });
  const negatives = new Set(content.negatives);
  if (content.phrasings.some((text) => negatives.has(text))) refuse('invalid', 'a phrasing is also a negative', { field: 'negatives' });
  return content;
};

const refuseClaimed = async (tx: Tx, place: Place, content: QuestionContent, exceptId: string): Promise<void> => {
  const texts = [content.title, ...content.phrasings];
  const claims = await tx.query<{ title: string; text: string }>(
    `SELECT q.title, c.text FROM questions q
     JOIN LATERAL (SELECT q.title AS text UNION ALL SELECT p.text FROM phrasings p WHERE p.merchant_id = q.merchant_id AND p.question_id = q.id AND NOT p.negative) c ON c.text = ANY($3::text[])
     WHERE q.merchant_id = $1 AND q.shop_id = $2 AND q.id <> $4 LIMIT 50`, [place.merchantId, place.shopId, texts, exceptId]);
  if (claims.length === 0) return;
  const rows = claims.map((claim) => ({
    row: content.phrasings.indexOf(claim.text) + 1, code: 'phrasing_elsewhere',
    message: { zh: `“${claim.text}”已属于问题“${claim.title}”`, en: `"${claim.text}" belongs to the question "${claim.title}" already` },
  }));
  refuse('already_exists', `${claims.length} texts belong to other questions`, { field: claims.some((claim) => claim.text === content.title) ? 'title' : 'phrasings', rows });
};

const refuseUnknown = async (tx: Tx, place: Place, products: ProductBook, content: QuestionContent): Promise<void> => {
  const productIds = content.answers.flatMap((answer) => (answer.type === 'product' ? [answer.productId] : []));
  const known = productIds.length === 0 ? new Map() : await products.externalIdsOf(tx, place, productIds);
  if (productIds.some((id) => !known.has(id))) refuse('not_found', 'a product of an answer', { field: 'answers' });
  if (content.followUpIds.length === 0) return;
  const found = await tx.query('SELECT 1 FROM questions WHERE merchant_id = $1 AND shop_id = $2 AND id = ANY($3::text[])', [place.merchantId, place.shopId, content.followUpIds]);
  if (found.length !== content.followUpIds.length) refuse('not_found', 'a follow-up', { field: 'followUpIds' });
};

const refuseOverfull = async (tx: Tx, place: Place, content: QuestionContent, exceptId: string): Promise<void> => {
  const size = await tx.maybe<{ questions: number; phrasings: number }>(
    `SELECT count(*) AS questions, coalesce(sum((SELECT count(*) FROM phrasings p WHERE p.merchant_id = q.merchant_id AND p.question_id = q.id)), 0) AS phrasings
     FROM questions q WHERE q.merchant_id = $1 AND q.shop_id = $2 AND q.id <> $3`, [place.merchantId, place.shopId, exceptId]);
  const phrasings = (size?.phrasings ?? 0) + content.phrasings.length + content.negatives.length;
  if ((size?.questions ?? 0) + 1 > libraryLimits.questions || phrasings > libraryLimits.phrasings) refuse('too_large', 'the library is full');
};

/** Under the draft's lock: refuses what another question has already [KN7], what does not exist in this shop, and what no longer fits. `exceptId`: the question itself, or ''. */
export const checkContent = async (tx: Tx, place: Place, products: ProductBook, content: QuestionContent, exceptId: string): Promise<void> => {
  await refuseClaimed(tx, place, content, exceptId);
  await refuseUnknown(tx, place, products, content);
  await refuseOverfull(tx, place, content, exceptId);
};
