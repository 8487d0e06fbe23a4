// Trains in a thread beside this one, which messages are answered in. Not for what is trained (train-shop) or for the threads (training-thread).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModel, type MatcherQuestion, type ShopModel } from '@qindesk/matcher';
import type { House } from '../../platform/index.ts';
import { loadTrade, tradePath } from './trade.ts';
import { trainShop } from './train-shop.ts';
import { createTrainingThreads, type TrainingThreads } from './training-thread.ts';

/** A model and the bytes that it is a view of. */
export interface Trained { model: ShopModel; bytes: Uint8Array }

/** The built server has the worker beside it; run from source (tests) the training happens in this thread. */
const workerPath = fileURLToPath(new URL('./train-worker.js', import.meta.url));

let threads: TrainingThreads | null = null;

/** The model of a library; `base` is that of an earlier state of it, null to train anew. */
export const trainApart = async (house: House, questions: MatcherQuestion[], base: Uint8Array | null): Promise<Trained> => {
  const path = tradePath(house.config.rootDir);
  const { trade } = loadTrade(path);
  if (!existsSync(workerPath)) {
    const bytes = trainShop(trade, questions, base);
    return { model: loadModel(bytes, trade), bytes };
  }
  threads ??= createTrainingThreads(workerPath, path);
  const bytes = await threads.train({ questions, base });
  return { model: loadModel(bytes, trade), bytes };
};
