// The thread in which lines are read with shops' models where many are asked at once, so that messages do not wait for it. Keeps the models that it was given until it is told to forget them.
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel, match, refinedAs, type Match, type Refinement, type ShopModel } from '@qindesk/matcher';
import { loadTrade } from './trade.ts';

/** What the thread is started with. */
export interface ReadingPlace { tradePath: string }

/** `models` it does not know yet, `forget` keys of those that nobody asks any more; then `asks`, each of a model that it knows. */
export interface Reading {
  id: number;
  models: { key: number; bytes: Uint8Array; refinement: Refinement }[];
  forget: number[];
  asks: { key: number; lines: readonly string[] }[];
}

/** For each ask a match a line. */
export interface Read { id: number; found: Match[][] }

const { trade } = loadTrade((workerData as ReadingPlace).tradePath);
const known = new Map<number, ShopModel>();

const modelOf = (key: number): ShopModel => {
  const model = known.get(key);
  if (!model) throw new Error(`the reading thread was asked with model ${key}, which it was not given`);
  return model;
};

parentPort?.on('message', ({ id, models, forget, asks }: Reading) => {
  for (const key of forget) known.delete(key);
  for (const { key, bytes, refinement } of models) known.set(key, refinedAs(loadModel(bytes, trade), refinement));
  parentPort?.postMessage({ id, found: asks.map(({ key, lines }) => lines.map((line) => match(modelOf(key), line))) } satisfies Read);
});
