// A shop's trained model and its questions, by published version: made in the background, kept for the shops in use. Not for deciding, training (train-apart) or storing (stored-models).
import { isDue, thresholds, type MatcherQuestion, type ShopModel, type Thresholds } from '@qindesk/matcher';
import { committedTopic, type House, type LoggedEvent } from '../../platform/index.ts';
import { getPublishedLibrary, type LibraryPublished, type PublishedLibrary, type PublishedQuestion } from '../knowledge/index.ts';
import type { ShopOfRobot } from './judgements.ts';
import { learn } from './learn.ts';
import { claimTraining, countUpdates, findBase, loadStored, storeModel } from './stored-models.ts';
import { trainApart } from './train-apart.ts';
import type { Trained } from './trained.ts';

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
  /** As it is stored, and what it takes in memory, about: the model is a view of it. */
  bytes: Uint8Array;
}

/** Models stay in memory up to this many bytes in all; the one unused for longest goes first and is loaded again when somebody asks. */
const keepBytes = 768 * 1024 * 1024;
const brains = new Map<string, Kept>();
const matcherQuestions = (library: PublishedLibrary): MatcherQuestion[] =>
  library.questions.map((question) => ({ id: question.id, phrasings: [question.title, ...question.phrasings], negatives: question.negatives }));

const untaught = (library: PublishedLibrary, { model, bytes }: Trained): Brain =>
  ({ library, byId: new Map(library.questions.map((question) => [question.id, question])), trained: model, model, learnt: 0, judgedMark: '', thresholdsAt: (precision) => thresholds(model, precision), bytes });

/** A model of the library: as stored, else made out of the newest one of before, of which little may have changed, else trained anew. */
const think = async (house: House, shop: ShopOfRobot, library: PublishedLibrary, before: Brain | null): Promise<{ brain: Brain; stored: boolean }> => {
  const startedAt = house.clock.ms();
  const stored = await loadStored(house, shop, library.version);
  const trained = stored ?? await trainApart(house, matcherQuestions(library), before?.bytes ?? await findBase(house, shop, library.version));
  if (!stored) house.log.info({ shopId: shop.shopId, version: library.version, questions: library.questions.length, updates: trained.model.since.updates, ms: house.clock.ms() - startedAt }, 'trained a shop’s robot');
  return { brain: await taught(house, shop, untaught(library, trained), null), stored: stored !== null };
};

/** The brain with what was judged meanwhile; the same one when that is nothing. */
const taught = async (house: House, shop: ShopOfRobot, brain: Brain, mark: string | null): Promise<Brain> => {
  const learnt = await learn(house, shop, brain.trained, mark);
  return learnt ? { ...brain, model: learnt.model, learnt: learnt.learnt, judgedMark: learnt.mark, thresholdsAt: (precision) => thresholds(learnt.model, precision) } : brain;
};

interface Kept { version: number; brain: Promise<Brain>; ready: Brain | null; /** When it was last asked what had been judged. */ askedAt: number; learning: Promise<Brain> | null }

/** Another model of the same version takes over at once. */
const takeOver = async (house: House, shop: ShopOfRobot, kept: Kept, trained: Trained): Promise<void> => {
  const { library } = await kept.brain;
  const brain = await taught(house, shop, untaught(library, trained), null);
  kept.ready = brain;
  kept.brain = Promise.resolve(brain);
};

/** Shops whose model is being trained anew behind the one that answers. */
const settling = new Set<string>();

/** Trains a shop's library anew; when a newer one has been published meanwhile, that one is made out of what came of it, so that an eager trainer cannot put it off for ever. */
const trainAnew = async (house: House, shop: ShopOfRobot, kept: Kept): Promise<void> => {
  let { library } = await kept.brain;
  let trained = await trainApart(house, matcherQuestions(library), null);
  for (let now = brains.get(shop.shopId); now; now = brains.get(shop.shopId)) {
    const newest = await now.brain;
    if (newest.library.version === library.version) return takeOver(house, shop, now, await storeModel(house, shop, library.version, trained));
    library = newest.library;
    trained = await trainApart(house, matcherQuestions(library), trained.bytes);
  }
};

/** A model that was updated often or much is trained anew once it answers: by one of the processes, the others find it stored. */
const settle = async (house: House, shop: ShopOfRobot, kept: Kept): Promise<void> => {
  const { ready } = kept;
  if (!ready || !isDue(ready.trained) || settling.has(shop.shopId) || !(await claimTraining(house, shop, kept.version))) return;
  settling.add(shop.shopId);
  try { await trainAnew(house, shop, kept); } finally { settling.delete(shop.shopId); }
};

/** What was made here is stored, unless another process was first: then its model counts here too, so that all answer alike. */
const share = async (house: House, shop: ShopOfRobot, kept: Kept, own: boolean): Promise<void> => {
  const { ready } = kept;
  if (ready && own) {
    const counts = await storeModel(house, shop, kept.version, { model: ready.trained, bytes: ready.bytes });
    if (counts.bytes !== ready.bytes) await takeOver(house, shop, kept, counts);
  }
  await settle(house, shop, kept);
};

/** What other processes heard judged is learnt this late at most, in a shop that is in use. */
const learnEveryMs = 60_000;

/** A judgement was stored here: the next question makes the robot learn from it. */
export const noticeJudgement = (shopId: string): void => {
  const known = brains.get(shopId);
  if (known) known.askedAt = -Infinity;
};

/** The model that another process has trained anew meanwhile, if any. */
const newlyStored = async (house: House, shop: ShopOfRobot, { version }: Kept, { library, trained }: Brain): Promise<Brain | null> => {
  if (trained.since.updates === 0 || ((await countUpdates(house, shop, version)) ?? Infinity) >= trained.since.updates) return null;
  const stored = await loadStored(house, shop, version);
  return stored && untaught(library, stored);
};

/** Looks for new judgements, and for a better model, once in a while; the brain of before answers meanwhile. */
const goOnLearning = (house: House, shop: ShopOfRobot, kept: Kept): Promise<Brain> => {
  const { ready } = kept;
  if (!ready || kept.learning || house.clock.ms() - kept.askedAt < learnEveryMs) return kept.learning ?? kept.brain;
  kept.askedAt = house.clock.ms();
  const look = async (): Promise<Brain> => {
    const better = await newlyStored(house, shop, kept, ready);
    return better ? taught(house, shop, better, null) : taught(house, shop, ready, ready.judgedMark);
  };
  const learning = look()
    .catch((error: Error) => { house.log.warn({ shopId: shop.shopId, error: error.message }, 'judgements could not be read; the robot goes on as it was'); return ready; })
    .then((brain) => {
      kept.learning = null;
      // Another model may have taken over meanwhile; it was taught when it did.
      if (kept.ready !== ready) return kept.ready ?? brain;
      kept.ready = brain;
      kept.brain = Promise.resolve(brain);
      void settle(house, shop, kept).catch((error: Error) => notSettled(house, shop, error));
      return brain;
    });
  kept.learning = learning;
  return learning;
};

const notSettled = (house: House, { shopId }: ShopOfRobot, error: Error): void => { house.log.warn({ shopId, error: error.message }, 'a shop’s model could not be stored or trained anew; the one that it has goes on answering'); };

/** Lets go of the models unused for longest until the rest fit. */
const forgetUnused = (): void => {
  let held = 0;
  for (const { ready } of brains.values()) held += ready?.bytes.byteLength ?? 0;
  for (const [shopId, { ready }] of brains) {
    if (held <= keepBytes || brains.size === 1) return;
    if (ready === null) continue;
    held -= ready.bytes.byteLength;
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
    const learnt = goOnLearning(house, { merchantId, shopId }, known);
    return (newest ? null : known.ready) ?? learnt;
  }
  const shop = { merchantId, shopId };
  const thinking = think(house, shop, library, known?.ready ?? null);
  const next: Kept = { version: library.version, ready: known?.ready ?? null, brain: thinking.then(({ brain }) => brain), askedAt: Infinity, learning: null };
  brains.delete(shopId);
  brains.set(shopId, next);
  thinking.then(({ brain, stored }) => {
    next.ready = brain;
    next.askedAt = house.clock.ms();
    forgetUnused();
    void share(house, shop, next, !stored).catch((error: Error) => notSettled(house, shop, error));
  }, () => { if (brains.get(shopId) === next) brains.delete(shopId); });
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
