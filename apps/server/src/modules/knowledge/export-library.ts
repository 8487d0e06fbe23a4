// The draft library as a file. Importing it again changes nothing [KN5].
import { type MemberCtx, type RawAnswer } from '../identity/index.ts';
import { accessShop } from './access.ts';
import type { EntryAnswer, LibraryEntry } from './files/entry.ts';
import { formats, type LibraryFormat } from './files/formats.ts';
import type { ProductBook } from './product-book.ts';
import { readQuestions, type Place, type Queries, type Question } from './question.ts';

const entriesOf = async (db: Queries, place: Place, products: ProductBook, questions: readonly Question[]): Promise<LibraryEntry[]> => {
  const productIds = questions.flatMap((question) => question.answers.flatMap((answer) => (answer.type === 'product' ? [answer.productId] : [])));
  const externalIds = await products.externalIdsOf(db, place, [...new Set(productIds)]);
  const titles = new Map(questions.map((question) => [question.id, question.title]));
  // Written out key by key: this is the order of a jsonl line.
  return questions.map((question) => ({
    question: question.title, category: question.category, mode: question.mode, phrasings: question.phrasings, negatives: question.negatives,
    answers: question.answers.flatMap((answer): EntryAnswer[] => {
      if (answer.type === 'text') return [{ type: 'text', text: answer.text }];
      if (answer.type !== 'product') return [{ type: answer.type, url: answer.url, alt: answer.alt }];
      const productId = externalIds.get(answer.productId);
      return productId === undefined ? [] : [{ type: 'product', productId }];
    }),
    followUps: question.followUpIds.flatMap((id) => { const title = titles.get(id); return title === undefined ? [] : [title]; }), hot: question.hot,
  }));
};

/** One moment of the draft: all is read in one snapshot. */
export const exportLibrary = async (ctx: MemberCtx, products: ProductBook, shopId: string, format: LibraryFormat): Promise<RawAnswer> => {
  const place = await accessShop(ctx, shopId, 'library.read');
  const entries = await ctx.db.transact(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return entriesOf(tx, place, products, await readQuestions(tx, place));
  }, { merchants: [place.merchantId] });
  const { contentType, write } = formats[format];
  return { bytes: await write(entries), contentType, fileName: `library.${format}` };
};
