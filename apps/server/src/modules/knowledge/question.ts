// A question of the draft library: its row, its content, its view. Not for changing it (the verbs) and not for what the robot answers from (published-library).
import type { AnswerBody, OrganisationId, QuestionId, QuestionView, ShopId } from '@qindesk/protocol';
import type { Database, SqlValue, Tx } from '../../platform/index.ts';

export type Queries = Pick<Database, 'query' | 'maybe'> | Tx;
export type QuestionMode = QuestionView['mode'];

/** Whose library. */
export interface Place { merchantId: OrganisationId; shopId: ShopId }

/** What a trainer writes; ids inside (products, follow-ups) are the house's own. */
export interface QuestionContent {
  title: string;
  category: string;
  mode: QuestionMode;
  hot: boolean;
  phrasings: string[];
  negatives: string[];
  answers: AnswerBody[];
  followUpIds: QuestionId[];
}
export interface Question extends QuestionContent, Place { id: QuestionId; version: number; updatedAt: Date }

interface QuestionRow {
  merchant_id: OrganisationId; id: QuestionId; shop_id: ShopId; title: string; category: string; mode: QuestionMode; hot: boolean; answers: AnswerBody[];
  follow_up_ids: QuestionId[]; version: number; updated_at: Date;
}

/** Questions of a place that meet `where` (over `q`, parameters from $3), in order of id, with their phrasings. */
export const readQuestions = async (db: Queries, place: Place, where = 'true', values: readonly SqlValue[] = [], limit = 1_000_000): Promise<Question[]> => {
  const rows = await db.query<QuestionRow>(
    `SELECT q.merchant_id, q.id, q.shop_id, q.title, q.category, q.mode, q.hot, q.answers, q.follow_up_ids, q.version, q.updated_at
     FROM questions q WHERE q.merchant_id = $1 AND q.shop_id = $2 AND (${where}) ORDER BY q.id LIMIT ${limit}`, [place.merchantId, place.shopId, ...values]);
  const questions = new Map(rows.map((row): [string, Question] => [row.id, {
    merchantId: row.merchant_id, shopId: row.shop_id, id: row.id, title: row.title, category: row.category, mode: row.mode, hot: row.hot, answers: row.answers,
    followUpIds: row.follow_up_ids, version: row.version, updatedAt: row.updated_at, phrasings: [], negatives: [],
  }]));
  // Rides the primary key of phrasings.
  const phrasings = await db.query<{ question_id: string; text: string; negative: boolean }>(
    'SELECT question_id, text, negative FROM phrasings WHERE merchant_id = $1 AND question_id = ANY($2::text[]) ORDER BY question_id, number', [place.merchantId, [...questions.keys()]]);
  for (const { question_id, text, negative } of phrasings) {
    const question = questions.get(question_id);
    (negative ? question?.negatives : question?.phrasings)?.push(text);
  }
  return [...questions.values()];
};

/** The view, with titles of follow-ups looked up; a follow-up that is gone is left out. */
export const questionViews = async (db: Queries, place: Place, questions: readonly Question[]): Promise<QuestionView[]> => {
  const linked = [...new Set(questions.flatMap((question) => question.followUpIds))];
  const rows = await db.query<{ id: QuestionId; title: string }>('SELECT id, title FROM questions WHERE merchant_id = $1 AND shop_id = $2 AND id = ANY($3::text[])', [place.merchantId, place.shopId, linked]);
  const titles = new Map(rows.map((row) => [row.id, row.title]));
  return questions.map((question) => ({
    id: question.id, shopId: question.shopId, title: question.title, category: question.category, mode: question.mode, phrasings: question.phrasings, negatives: question.negatives,
    answers: question.answers, hot: question.hot, version: question.version, updatedAt: question.updatedAt.toISOString(),
    followUps: question.followUpIds.flatMap((id) => { const title = titles.get(id); return title === undefined ? [] : [{ id, title }]; }),
  }));
};

/**
 * One writer at a time for a shop's draft, until the end of the transaction: a phrasing belongs to one question [KN7], and a publication sees no half of an
 * import. Readers do not wait. A single edit holds it for milliseconds, the largest import for seconds.
 */
export const lockDraft = async (tx: Tx, place: Place): Promise<void> => {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 11))', [`library:${place.merchantId}:${place.shopId}`]);
};
