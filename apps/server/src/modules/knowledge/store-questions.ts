// Writes questions and their phrasings in batches: one for an edit, many for an import. The caller holds the draft's lock and has checked the content.
import type { QuestionId } from '@qindesk/protocol';
import type { Tx } from '../../platform/index.ts';
import type { Place, QuestionContent } from './question.ts';

export type StoredQuestion = QuestionContent & { id: QuestionId };

/** Rows a statement: parameters of a few megabytes, well under the statement's time limit. */
const questionBatch = 2000;
const phrasingBatch = 10_000;

const batches = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

const columns = 'unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::jsonb[], $9::text[]) AS n(id, title, category, mode, hot, answers, follow_ups)';
// A follow-up list travels as one text, since unnest takes no ragged arrays; ids hold no comma.
const valuesOf = (place: Place, batch: readonly StoredQuestion[]) => [
  place.merchantId, place.shopId, batch.map((q) => q.id), batch.map((q) => q.title), batch.map((q) => q.category), batch.map((q) => q.mode), batch.map((q) => q.hot),
  batch.map((q) => JSON.stringify(q.answers)), batch.map((q) => q.followUpIds.join(',')),
];

const insertPhrasings = async (tx: Tx, place: Place, questions: readonly StoredQuestion[]): Promise<void> => {
  const rows = questions.flatMap((question) => [...question.phrasings.map((text) => ({ text, negative: false })), ...question.negatives.map((text) => ({ text, negative: true }))]
    .map((row, number) => ({ ...row, number, questionId: question.id })));
  for (const batch of batches(rows, phrasingBatch)) {
    await tx.run('INSERT INTO phrasings (merchant_id, question_id, number, text, negative) SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::boolean[])',
      [place.merchantId, batch.map((row) => row.questionId), batch.map((row) => row.number), batch.map((row) => row.text), batch.map((row) => row.negative)]);
  }
};

/** Adds new questions. `updated_at` is the clock's, not the transaction's start: publication compares it with its own time under the same lock. */
export const insertQuestions = async (tx: Tx, place: Place, questions: readonly StoredQuestion[]): Promise<void> => {
  for (const batch of batches(questions, questionBatch)) {
    await tx.run(`INSERT INTO questions (merchant_id, id, shop_id, title, category, mode, hot, answers, follow_up_ids, updated_at)
      SELECT $1, id, $2, title, category, mode, hot, answers, string_to_array(follow_ups, ','), clock_timestamp() FROM ${columns}`, valuesOf(place, batch));
    await insertPhrasings(tx, place, batch);
  }
};

/** Replaces the content of questions that are there; each version grows by one. */
export const replaceQuestions = async (tx: Tx, place: Place, questions: readonly StoredQuestion[]): Promise<void> => {
  for (const batch of batches(questions, questionBatch)) {
    await tx.run(`UPDATE questions q SET title = n.title, category = n.category, mode = n.mode, hot = n.hot, answers = n.answers,
        follow_up_ids = string_to_array(n.follow_ups, ','), version = q.version + 1, updated_at = clock_timestamp()
      FROM ${columns} WHERE q.merchant_id = $1 AND q.shop_id = $2 AND q.id = n.id`, valuesOf(place, batch));
    await tx.run('DELETE FROM phrasings WHERE merchant_id = $1 AND question_id = ANY($2::text[])', [place.merchantId, batch.map((q) => q.id)]);
    await insertPhrasings(tx, place, batch);
  }
};

/** Removes questions, and the links of others to them. */
export const deleteQuestions = async (tx: Tx, place: Place, ids: readonly QuestionId[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.run('DELETE FROM questions WHERE merchant_id = $1 AND shop_id = $2 AND id = ANY($3::text[])', [place.merchantId, place.shopId, ids]);
  await tx.run(`UPDATE questions SET follow_up_ids = ARRAY(SELECT f FROM unnest(follow_up_ids) WITH ORDINALITY AS l(f, n) WHERE NOT f = ANY($3::text[]) ORDER BY n), updated_at = clock_timestamp()
    WHERE merchant_id = $1 AND shop_id = $2 AND follow_up_ids && $3::text[]`, [place.merchantId, place.shopId, ids]);
};
