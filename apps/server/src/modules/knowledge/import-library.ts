// Imports a library file: all of it or nothing [KN3], and every bad row is told [KN4]. Not for reading formats (files/) or deciding what changes (plan-import).
import type { libraryRoutes, QuestionId, RouteOutput } from '@qindesk/protocol';
import { newId, refuse, type Tx } from '../../platform/index.ts';
import type { MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';
import { libraryFileLimits, type FileRow } from './files/entry.ts';
import { formats, type LibraryFormat } from './files/formats.ts';
import { createProblems, type Problems } from './files/row-problem.ts';
import { planImport, type ImportPlan } from './plan-import.ts';
import type { ProductBook } from './product-book.ts';
import { lockDraft, readQuestions, type Place } from './question.ts';
import { deleteQuestions, insertQuestions, replaceQuestions } from './store-questions.ts';

export interface LibraryFile { bytes: Uint8Array; format: LibraryFormat; mode: 'merge' | 'replace'; dryRun: boolean }
export type ImportResult = RouteOutput<typeof libraryRoutes.importLibrary>;

const newIds = (count: number): QuestionId[] => Array.from({ length: count }, () => newId('question')).sort();

const plan = async (tx: Tx, place: Place, products: ProductBook, rows: readonly FileRow[], file: LibraryFile, read: Problems): Promise<ImportPlan> => {
  const wanted = new Set(rows.flatMap((row) => (row.answers ?? []).flatMap((answer) => (answer.type === 'product' ? [answer.productId] : []))));
  // A copy: the transaction may be repeated.
  const problems = createProblems(read);
  const made = await planImport({ rows, existing: await readQuestions(tx, place), mode: file.mode, products: await products.idsOf(tx, place, [...wanted]), newIds }, problems);
  return problems.count() > 0 ? refuse('library_rows_refused', `${problems.count()} problems`, { rows: problems.list() }) : made;
};

/**
 * Refuses `too_large` beyond 20 MB, and `library_rows_refused` with every row that cannot be read or cannot be meant. The file is read before the
 * transaction; the draft's lock is held for planning and writing only.
 */
export const importLibrary = async (ctx: MemberCtx, products: ProductBook, shopId: string, file: LibraryFile): Promise<ImportResult> => {
  const place = await accessShop(ctx, shopId, 'library.write');
  if (file.bytes.length > libraryFileLimits.bytes) refuse('too_large', `${file.bytes.length} bytes`);
  const problems = createProblems();
  const rows = await formats[file.format].read(file.bytes, problems);
  return ctx.db.transact(async (tx) => {
    // Planning a large file is long work without a word to the database, and no timer of ours runs meanwhile.
    await tx.run("SET LOCAL idle_in_transaction_session_timeout = '30s'");
    if (!file.dryRun) await lockDraft(tx, place);
    const made = await plan(tx, place, products, rows, file, problems);
    if (!file.dryRun) {
      await deleteQuestions(tx, place, made.removed);
      await replaceQuestions(tx, place, made.changed);
      await insertQuestions(tx, place, made.added);
    }
    return { added: made.added.length, changed: made.changed.length, removed: made.removed.length, questions: made.questions, phrasings: made.phrasings, dryRun: file.dryRun };
  }, { merchants: [place.merchantId] });
};
