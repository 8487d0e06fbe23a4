// Decides what an import would change, and finds everything that is wrong with it. Pure: no database, no file format.
import { mediaUrl, type AnswerBody, type ProductId, type QuestionId } from '@qindesk/protocol';
import { cleanLine, cleanLines, cleanText } from './clean-text.ts';
import { breathe, type EntryAnswer, type FileRow } from './files/entry.ts';
import type { Problems } from './files/row-problem.ts';
import { libraryLimits as limits } from './limits.ts';
import type { Question, QuestionContent, QuestionMode } from './question.ts';
import type { StoredQuestion } from './store-questions.ts';

export interface ImportPlan { added: StoredQuestion[]; changed: StoredQuestion[]; removed: QuestionId[]; questions: number; phrasings: number }

export interface ImportInput {
  rows: readonly FileRow[];
  /** The draft as it is. */
  existing: readonly Question[];
  /** `merge` changes by title and keeps the rest; `replace` removes what the file does not name. */
  mode: 'merge' | 'replace';
  /** Ids of the shop's products by its own ids. */
  products: ReadonlyMap<string, ProductId>;
  /** As many new ids as asked for, in ascending order: the file's order is kept. */
  newIds(count: number): QuestionId[];
}

const isMode = (mode: string): mode is QuestionMode => mode === 'off' || mode === 'auto' || mode === 'assist' || mode === 'both';

interface Target { row: FileRow; title: string; before: Question | undefined; id: QuestionId }

/** Rows with a title of their own; the others are told and left out. */
const targetsOf = ({ rows, existing, newIds }: ImportInput, problems: Problems): Target[] => {
  const before = new Map(existing.map((question) => [question.title, question]));
  const seen = new Map<string, number>();
  const own = rows.flatMap((row) => {
    const title = cleanLine(row.question);
    if (title === '') { problems.add(row.row, 'empty_question'); return []; }
    const other = seen.get(title);
    if (other !== undefined) { problems.add(row.row, 'duplicate_question', { value: title, other }); return []; }
    seen.set(title, row.row);
    if (title.length > limits.title) problems.add(row.row, 'too_long', { field: 'question', max: limits.title });
    return [{ row, title, before: before.get(title) }];
  });
  const ids = newIds(own.filter((target) => !target.before).length);
  return own.map((target) => ({ ...target, id: target.before?.id ?? (ids.shift() as QuestionId) }));
};

const answerOf = (answer: EntryAnswer, row: number, products: ImportInput['products'], problems: Problems): AnswerBody[] => {
  if (answer.type === 'text') {
    const text = cleanText(answer.text);
    if (text.length > limits.answerText) problems.add(row, 'too_long', { field: 'answer', max: limits.answerText });
    return text === '' ? [] : [{ type: 'text', text }];
  }
  if (answer.type === 'product') {
    const productId = products.get(answer.productId);
    if (!productId) problems.add(row, 'unknown_product', { value: answer.productId });
    return productId ? [{ type: 'product', productId }] : [];
  }
  const [url, alt] = [cleanLine(answer.url), cleanLine(answer.alt)];
  if (!mediaUrl.safeParse(url).success) problems.add(row, 'bad_url', { value: url });
  if (alt.length > limits.alt) problems.add(row, 'too_long', { field: answer.type, max: limits.alt });
  return [{ type: answer.type, url, alt }];
};

const checkSizes = (content: QuestionContent, row: number, problems: Problems): void => {
  const most = (field: string, count: number, max: number): void => { if (count > max) problems.add(row, 'too_many', { field, max }); };
  most('phrasings', content.phrasings.length, limits.phrasingsPerQuestion);
  most('negatives', content.negatives.length, limits.negativesPerQuestion);
  most('answers', content.answers.length, limits.answersPerQuestion);
  most('follow-ups', content.followUpIds.length, limits.followUpsPerQuestion);
  if (content.category.length > limits.category) problems.add(row, 'too_long', { field: 'category', max: limits.category });
  if (content.phrasings.some((text) => text.length > limits.phrasing)) problems.add(row, 'too_long', { field: 'phrasings', max: limits.phrasing });
  if (content.negatives.some((text) => text.length > limits.phrasing)) problems.add(row, 'too_long', { field: 'negatives', max: limits.phrasing });
};

/** What the question will be: the file's word where it speaks, else as it was, else the default. */
const contentOf = ({ row, title, before }: Target, followUps: ReadonlyMap<string, QuestionId>, kept: ReadonlySet<QuestionId>, products: ImportInput['products'], problems: Problems): QuestionContent => {
  const mode = row.mode ?? before?.mode ?? 'both';
  if (!isMode(mode)) problems.add(row.row, 'unknown_mode', { value: mode });
  const content: QuestionContent = {
    title, category: row.category === undefined ? (before?.category ?? '') : cleanLine(row.category), mode: isMode(mode) ? mode : 'off', hot: row.hot ?? before?.hot ?? false,
    phrasings: row.phrasings ? cleanLines(row.phrasings) : (before?.phrasings ?? []), negatives: row.negatives ? cleanLines(row.negatives) : (before?.negatives ?? []),
    answers: row.answers ? row.answers.flatMap((answer) => answerOf(answer, row.row, products, problems)) : (before?.answers ?? []),
    followUpIds: row.followUps ? cleanLines(row.followUps).flatMap((name) => {
      const id = followUps.get(name);
      if (!id) problems.add(row.row, 'unknown_follow_up', { value: name });
      return id ? [id] : [];
    }) : (before?.followUpIds ?? []).filter((id) => kept.has(id)),
  };
  checkSizes(content, row.row, problems);
  // An answer that was refused above is not also missing.
  if (content.mode !== 'off' && content.answers.length === 0 && !row.answers?.some((answer) => answer.type !== 'text')) problems.add(row.row, 'no_answer');
  const negatives = new Set(content.negatives);
  for (const value of content.phrasings) if (negatives.has(value)) problems.add(row.row, 'phrasing_and_negative', { value });
  return content;
};

interface Claim { id: QuestionId; title: string; row: number | null }

/** [KN7]: titles and phrasings belong to one question of the shop. The row that comes later is told. */
const checkClaims = async (targets: readonly Target[], contents: readonly QuestionContent[], untouched: readonly Question[], problems: Problems): Promise<void> => {
  const claims = new Map<string, Claim>();
  const claim = (text: string, by: Claim): void => {
    const other = claims.get(text);
    if (!other) claims.set(text, by);
    else if (other.id !== by.id) problems.add(by.row ?? other.row ?? 0, 'phrasing_elsewhere', { value: text, question: other.title, where: other.row ? `（第 ${other.row} 行）` : '', whereEn: other.row ? ` (row ${other.row})` : ' already' });
  };
  for (const { id, title, phrasings } of untouched) for (const text of [title, ...phrasings]) claims.set(text, { id, title, row: null });
  for (const { id, title, row } of targets) claim(title, { id, title, row: row.row });
  for (const [i, { id, title, row }] of targets.entries()) {
    if (i % 2000 === 1999) await breathe();
    for (const text of contents[i]?.phrasings ?? []) claim(text, { id, title, row: row.row });
  }
};

const same = (a: QuestionContent, b: QuestionContent): boolean =>
  a.category === b.category && a.mode === b.mode && a.hot === b.hot && JSON.stringify([a.phrasings, a.negatives, a.followUpIds]) === JSON.stringify([b.phrasings, b.negatives, b.followUpIds])
  && sameAnswers(a.answers, b.answers);
/** Keys of stored answers come back from jsonb in another order. */
const sameAnswers = (a: readonly AnswerBody[], b: readonly AnswerBody[]): boolean =>
  a.length === b.length && a.every((answer, i) => { const other = b[i]; return other !== undefined && JSON.stringify(Object.entries(answer).sort()) === JSON.stringify(Object.entries(other).sort()); });

/** All problems of all rows are added to `problems`; the plan is of use only when there is none. */
export const planImport = async (input: ImportInput, problems: Problems): Promise<ImportPlan> => {
  const targets = targetsOf(input, problems);
  if (targets.length === 0 && problems.count() === 0) problems.add(0, 'empty_file');
  const named = new Set(targets.map((target) => target.title));
  const rest = input.existing.filter((question) => !named.has(question.title));
  const untouched = input.mode === 'merge' ? rest : [];
  const followUps = new Map([...untouched, ...targets].map((question) => [question.title, question.id]));
  const kept = new Set(followUps.values());
  const contents: QuestionContent[] = [];
  for (const [i, target] of targets.entries()) {
    if (i % 2000 === 1999) await breathe();
    contents.push(contentOf(target, followUps, kept, input.products, problems));
  }
  await checkClaims(targets, contents, untouched, problems);
  const count = (questions: readonly QuestionContent[]): number => questions.reduce((sum, question) => sum + question.phrasings.length + question.negatives.length, 0);
  if (untouched.length + targets.length > limits.questions || count(untouched) + count(contents) > limits.phrasings) problems.add(0, 'library_too_large', { questions: limits.questions, phrasings: limits.phrasings });
  const stored = targets.map((target, i): StoredQuestion & { before: Question | undefined } => ({ ...(contents[i] as QuestionContent), id: target.id, before: target.before }));
  return {
    added: stored.filter((question) => !question.before), changed: stored.filter((question) => question.before && !same(question, question.before)),
    removed: input.mode === 'replace' ? rest.map((question) => question.id) : [], questions: targets.length, phrasings: contents.reduce((sum, content) => sum + content.phrasings.length, 0),
  };
};
