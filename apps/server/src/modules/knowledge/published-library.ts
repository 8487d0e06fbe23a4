// The published library as robot, desk and widget read it, kept in memory by version. Never the draft [KN1].
import type { AnswerBody, QuestionId } from '@qindesk/protocol';
import type { Database } from '../../platform/index.ts';
import type { QuestionMode } from './question.ts';

export interface PublishedQuestion {
  id: QuestionId;
  title: string;
  category: string;
  /** `off` is left out on reading. */
  mode: Exclude<QuestionMode, 'off'>;
  phrasings: string[];
  negatives: string[];
  answers: AnswerBody[];
  followUps: { id: QuestionId; title: string }[];
  hot: boolean;
}
export interface PublishedLibrary { version: number; questions: readonly PublishedQuestion[] }

type Reads = Pick<Database, 'maybe'>;

/** Libraries kept by one process; the one unused for longest goes first. */
const keep = 200;
/** By shop: ids are unique beyond one database. */
const cache = new Map<string, { version: number; library: Promise<PublishedLibrary> }>();

const load = async (db: Reads, merchantId: string, shopId: string, version: number): Promise<PublishedLibrary> => {
  const row = await db.maybe<{ questions: (Omit<PublishedQuestion, 'mode'> & { mode: QuestionMode })[] }>(
    'SELECT questions FROM library_versions WHERE merchant_id = $1 AND shop_id = $2 AND version = $3', [merchantId, shopId, version]);
  return { version, questions: (row?.questions ?? []).filter((question): question is PublishedQuestion => question.mode !== 'off') };
};

/** The content of a version: the same object for whoever gets the same version, so that derived things (a trained model, an index) can hang on it. */
const libraryOf = (db: Reads, merchantId: string, shopId: string, version: number): Promise<PublishedLibrary> => {
  const known = cache.get(shopId);
  cache.delete(shopId);
  const entry = known?.version === version ? known : { version, library: load(db, merchantId, shopId, version) };
  cache.set(shopId, entry);
  for (const oldest of cache.keys()) { if (cache.size <= keep) break; cache.delete(oldest); }
  // A failed read is not kept: the next caller tries again.
  entry.library.catch(() => { if (cache.get(shopId) === entry) cache.delete(shopId); });
  return entry.library;
};

/** The version in force, or null when none was published. Asks the database for the number each time (one index lookup) and for the content only when the number is new. */
export const getPublishedLibrary = async (db: Reads, merchantId: string, shopId: string): Promise<PublishedLibrary | null> => {
  const head = await db.maybe<{ version: number }>('SELECT version FROM library_versions WHERE merchant_id = $1 AND shop_id = $2 ORDER BY version DESC LIMIT 1', [merchantId, shopId]);
  return head ? libraryOf(db, merchantId, shopId, head.version) : null;
};

/** The same of many shops in one statement: each shop's library on its way, by the shop's id; those without one are missing. */
export const getPublishedLibraries = async (db: Database, shops: readonly { merchantId: string; id: string }[]): Promise<Map<string, Promise<PublishedLibrary>>> => {
  const heads = await db.query<{ m: string; s: string; version: number }>(
    `SELECT k.m, k.s, v.version FROM unnest($1::text[], $2::text[]) AS k(m, s)
     CROSS JOIN LATERAL (SELECT version FROM library_versions WHERE merchant_id = k.m AND shop_id = k.s ORDER BY version DESC LIMIT 1) AS v`, [shops.map((shop) => shop.merchantId), shops.map((shop) => shop.id)]);
  return new Map(heads.map(({ m, s, version }) => [s, libraryOf(db, m, s, version)]));
};
