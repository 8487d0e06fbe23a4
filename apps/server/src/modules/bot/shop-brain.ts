// A shop's trained model and its questions, by published version: trained once in the background, kept for the shops in use. Not for deciding.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { loadModel, serialiseModel, thresholds, trainModel, type MatcherQuestion, type ShopModel, type Thresholds } from '@qindesk/matcher';
import { committedTopic, type House, type LoggedEvent } from '../../platform/index.ts';
import { getPublishedLibrary, type LibraryPublished, type PublishedLibrary, type PublishedQuestion } from '../knowledge/index.ts';
import { learn } from './learn.ts';
import { loadTrade, tradePath } from './trade.ts';
import type { Training } from './train-worker.ts';

export interface Brain {
  /** As it was trained: what judgements bend. */
  trained: ShopModel;
  /** Judged texts that taught it something. */
  learnt: number;
  judgedMark: string;
  library: PublishedLibrary;
  byId: ReadonlyMap<string, PublishedQuestion>;
  /** As the shop's judgements bend it: what reads. */
  model: ShopModel;
  thresholdsAt(precision: number): Thresholds;
  /** What the model takes in memory, about. */
  bytes: number;
}

/** Models stay in memory up to this many bytes in all; the one unused for longest goes first and is loaded again when somebody asks. */
const keepBytes = 768 * 1024 * 1024;
const brains = new Map<string, Kept>();
/** Changes with what serialiseModel writes, what training means, and the knowledge of the trade. */
const formatOf = (house: House): string => `matcher-4-${loadTrade(tradePath(house.config.rootDir)).mark}`;

const matcherQuestions = (library: PublishedLibrary): MatcherQuestion[] =>
  library.questions.map((question) => ({ id: question.id, phrasings: [question.title, ...question.phrasings], negatives: question.negatives }));

/** The built server has the worker beside it; run from source (tests) the training happens in this thread. */
const workerPath = fileURLToPath(new URL('./train-worker.js', import.meta.url));
/** A model with its stored form. */
interface Trained { model: ShopModel; bytes: Uint8Array }

const trainApart = (house: House, questions: MatcherQuestion[]): Promise<Trained> => {
  const path = tradePath(house.config.rootDir);
  const { trade } = loadTrade(path);
  if (!existsSync(workerPath)) {
    const model = trainModel(questions, { trade });
    return Promise.resolve({ model, bytes: serialiseModel(model) });
  }
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath, { workerData: { questions, tradePath: path } satisfies Training });
    worker.once('message', (bytes: Uint8Array) => resolve({ model: loadModel(bytes, trade), bytes }));
    worker.once('error', reject);
    worker.once('exit', (code) => { if (code !== 0) reject(new Error(`the training thread ended with ${code}`)); });
  });
};

/** What another process, or this one before a restart, has trained already. A model of another format is trained anew. */
const loadStored = async (house: House, merchantId: string, shopId: string, version: number): Promise<Trained | null> => {
  const row = await house.db.maybe<{ bytes: Buffer }>('SELECT bytes FROM library_models WHERE merchant_id = $1 AND shop_id = $2 AND version = $3 AND format = $4', [merchantId, shopId, version, formatOf(house)]);
  if (!row) return null;
  try { return { model: loadModel(row.bytes, loadTrade(tradePath(house.config.rootDir)).trade), bytes: row.bytes }; } catch (error) { house.log.warn({ shopId, version, error: String(error) }, 'a stored model could not be read; it is trained again'); return null; }
};

const store = (house: House, merchantId: string, shopId: string, version: number, bytes: Uint8Array): Promise<unknown> =>
  house.db.transact(async (tx) => {
    await tx.run('DELETE FROM library_models WHERE merchant_id = $1 AND shop_id = $2 AND version <= $3', [merchantId, shopId, version]);
    await tx.run('INSERT INTO library_models (merchant_id, shop_id, version, format, bytes) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [merchantId, shopId, version, formatOf(house), Buffer.from(bytes)]);
  });

const think = async (house: House, merchantId: string, shopId: string, library: PublishedLibrary): Promise<Brain> => {
  const startedAt = house.clock.ms();
  const stored = await loadStored(house, merchantId, shopId, library.version);
  const { model: trained, bytes } = stored ?? await trainApart(house, matcherQuestions(library));
  if (!stored) {
    await store(house, merchantId, shopId, library.version, bytes).catch((error: Error) => house.log.warn({ shopId, error: error.message }, 'a trained model could not be stored; it will be trained again'));
    house.log.info({ shopId, version: library.version, questions: library.questions.length, ms: house.clock.ms() - startedAt }, 'trained a shop’s robot');
  }
  const byId = new Map(library.questions.map((question) => [question.id, question]));
  const untaught: Brain = { library, byId, trained, model: trained, learnt: 0, judgedMark: '', thresholdsAt: (precision) => thresholds(trained, precision), bytes: bytes.byteLength };
  return taught(house, merchantId, shopId, untaught, null);
};

/** The brain with what was judged meanwhile; the same one when that is nothing. */
const taught = async (house: House, merchantId: string, shopId: string, brain: Brain, mark: string | null): Promise<Brain> => {
  const learnt = await learn(house, { merchantId, shopId }, brain.trained, mark);
  return learnt ? { ...brain, model: learnt.model, learnt: learnt.learnt, judgedMark: learnt.mark, thresholdsAt: (precision) => thresholds(learnt.model, precision) } : brain;
};

interface Kept { version: number; brain: Promise<Brain>; ready: Brain | null; /** When it was last asked what had been judged. */ askedAt: number; learning: Promise<Brain> | null }

/** What other processes heard judged is learnt this late at most, in a shop that is in use. */
const learnEveryMs = 60_000;

/** A judgement was stored here: the next question makes the robot learn from it. */
export const noticeJudgement = (shopId: string): void => {
  const known = brains.get(shopId);
  if (known) known.askedAt = -Infinity;
};

/** Looks for new judgements once in a while; the brain of before answers meanwhile. */
const goOnLearning = (house: House, merchantId: string, shopId: string, kept: Kept): Promise<Brain> => {
  const { ready } = kept;
  if (!ready || kept.learning || house.clock.ms() - kept.askedAt < learnEveryMs) return kept.learning ?? kept.brain;
  kept.askedAt = house.clock.ms();
  const learning = taught(house, merchantId, shopId, ready, ready.judgedMark)
    .catch((error: Error) => { house.log.warn({ shopId, error: error.message }, 'judgements could not be read; the robot goes on as it was'); return ready; })
    .then((brain) => { kept.learning = null; kept.ready = brain; kept.brain = Promise.resolve(brain); return brain; });
  kept.learning = learning;
  return learning;
};

/** Lets go of the models unused for longest until the rest fit. */
const forgetUnused = (): void => {
  let held = 0;
  for (const { ready } of brains.values()) held += ready?.bytes ?? 0;
  for (const [shopId, { ready }] of brains) {
    if (held <= keepBytes || brains.size === 1) return;
    if (ready === null) continue;
    held -= ready.bytes;
    brains.delete(shopId);
  }
};

/**
 * The brain of the version in force; null when nothing was published. While a new version is being trained the one before it still answers, then they change
 * places at once; `newest` waits for the new one. Trainings of one shop and version happen once in a process.
 */
export const getBrain = async (house: House, merchantId: string, shopId: string, newest = false): Promise<Brain | null> => {
  const library = await getPublishedLibrary(house.db, merchantId, shopId);
  return library && brainOf(house, merchantId, shopId, library, newest);
};

/** The brain of a library that is in force, as `getBrain` says. */
export const brainOf = async (house: House, merchantId: string, shopId: string, library: PublishedLibrary, newest = false): Promise<Brain | null> => {
  if (library.questions.length === 0) return null;
  const known = brains.get(shopId);
  if (known?.version === library.version) {
    brains.delete(shopId);
    brains.set(shopId, known);
    const learnt = goOnLearning(house, merchantId, shopId, known);
    return (newest ? null : known.ready) ?? learnt;
  }
  const next: Kept = { version: library.version, ready: known?.ready ?? null, brain: think(house, merchantId, shopId, library), askedAt: Infinity, learning: null };
  brains.delete(shopId);
  brains.set(shopId, next);
  next.brain.then((brain) => { next.ready = brain; next.askedAt = house.clock.ms(); forgetUnused(); }, () => { if (brains.get(shopId) === next) brains.delete(shopId); });
  return (newest ? null : next.ready) ?? next.brain;
};

/** Shops made ready at a start; more would hold it up, and are loaded when first asked. */
const warmAtMost = 50;

/** Makes ready the robots of the shops with the newest conversations, one after another, and from then on each library as it is published. Returns how to stop. */
export const startWarming = (house: House): (() => void) => {
  let stopped = false;
  const warm = (merchantId: string, shopId: string): Promise<unknown> =>
    getBrain(house, merchantId, shopId).catch((error: Error) => house.log.error({ shopId, error: error.stack }, 'a shop’s robot could not be made ready; the next question tries again'));
  const all = async (): Promise<void> => {
    const shops = await house.db.query<{ merchant_id: string; id: string }>(
      `SELECT s.merchant_id, s.id FROM shops s WHERE EXISTS (SELECT FROM library_versions v WHERE v.merchant_id = s.merchant_id AND v.shop_id = s.id) ORDER BY (SELECT max(c.started_at) FROM conversations c WHERE c.merchant_id = s.merchant_id AND c.shop_id = s.id) DESC NULLS LAST LIMIT ${warmAtMost}`);
    for (const shop of shops) if (!stopped) await warm(shop.merchant_id, shop.id);
  };
  void all().catch((error: Error) => house.log.warn({ error: error.message }, 'shops could not be listed for warming'));
  const unsubscribe = house.bus.subscribe<LoggedEvent[]>(committedTopic, (events) => {
    for (const event of events) if (event.type === 'library.published') void warm(event.merchantId, (event.payload as LibraryPublished).shopId);
  });
  return () => { stopped = true; unsubscribe(); };
};
