// "What should I mend first so that the robot takes more": the published library and the last fortnight's questions without an answer. Changes nothing.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { serialiseModel } from '@qindesk/matcher';
import type { QuestionId, SuggestionsView } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import type { Shop } from '../tenancy/index.ts';
import { blot } from './blot.ts';
import { findSuggestions, type Found, type Sought } from './find-suggestions.ts';
import { getBrain, type Brain } from './shop-brain.ts';
import type { Search } from './suggest-worker.ts';
import { loadTrade, tradePath } from './trade.ts';
import { corpusPath } from './trade-lines.ts';

const day = 86_400_000;
const lookBackDays = 14;
const textsAtMost = 2000;

/** Texts to which the robot asked back, or handed over for want of an answer, newest first. Index: decisions_missed, whose condition stands here word for word. */
const readMissed = async (house: House, shop: Shop, since: Date): Promise<string[]> => {
  const rows = await house.db.query<{ text: string }>(
    `SELECT d.text FROM decisions d WHERE d.merchant_id = $1 AND d.shop_id = $2 AND d.at >= $3
       AND d.text <> '' AND (d.outcome = 'ask' AND d.detail->>'what' = 'rephrase' OR d.outcome = 'handover' AND d.detail->>'reason' = 'unanswered_rounds')
       AND NOT d.reasons && ARRAY['picture', 'detail:order', 'detail:parcel', 'detail:phone', 'detail:address', 'detail:link']
     ORDER BY d.at DESC, d.id DESC LIMIT ${textsAtMost}`,
    [shop.merchantId, shop.id, since]);
  return rows.map(({ text }) => blot(text));
};

/** The built server has the worker beside it; run from source (tests) the search happens in this thread. */
const workerPath = fileURLToPath(new URL('./suggest-worker.js', import.meta.url));
const findApart = (house: House, sought: Omit<Sought, 'trade'>): Promise<Found> => {
  const path = tradePath(house.config.rootDir);
  if (!existsSync(workerPath)) return Promise.resolve(findSuggestions({ ...sought, trade: loadTrade(path).trade }));
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath, { workerData: { ...sought, model: sought.model && serialiseModel(sought.model), tradePath: path } satisfies Search });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => { if (code !== 0) reject(new Error(`the thread for suggestions ended with ${code}`)); });
  });
};

const viewOf = (found: Found, brain: Brain | null, since: Date): SuggestionsView => {
  const named = (id: string): { id: QuestionId; title: string } => ({ id: id as QuestionId, title: brain?.byId.get(id)?.title ?? '' });
  return {
    version: brain?.library.version ?? null, since: since.toISOString(),
    collisions: found.collisions.map(({ nearness, questionIds, phrasings }) => ({ nearness, sides: [{ question: named(questionIds[0]), phrasing: phrasings[0] }, { question: named(questionIds[1]), phrasing: phrasings[1] }] })),
    thin: found.thin.map(({ questionId, ...rest }) => ({ question: named(questionId), ...rest })),
    missed: found.missed.map(({ nearestId, ...rest }) => ({ ...rest, nearest: nearestId === null ? null : named(nearestId) })),
  };
};

/** Searches that run, by shop: who asks meanwhile gets the same. */
const running = new Map<string, Promise<SuggestionsView>>();

const search = async (house: House, shop: Shop): Promise<SuggestionsView> => {
  const since = new Date(house.clock.ms() - lookBackDays * day);
  const [brain, texts] = await Promise.all([getBrain(house, shop.merchantId, shop.id, true), readMissed(house, shop, since)]);
  const found = await findApart(house, {
    model: brain?.model ?? null, corpus: corpusPath(house.config.rootDir), texts, thresholds: brain?.thresholdsAt(shop.settings.precisionTarget) ?? { answer: 1, offer: 1 },
    questions: (brain?.library.questions ?? []).map(({ id, title, phrasings }) => ({ id, title, phrasings })),
  });
  return viewOf(found, brain, since);
};

/** Suggestions for a shop's published library; waits for the robot to be trained on a version that is new. */
export const listSuggestions = (house: House, shop: Shop): Promise<SuggestionsView> => {
  const known = running.get(shop.id);
  if (known) return known;
  const begun = search(house, shop).finally(() => { running.delete(shop.id); });
  running.set(shop.id, begun);
  return begun;
};
