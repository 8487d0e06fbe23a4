// Trains in a thread beside this one, which messages are answered in. Not for what is trained (train-shop) or for the threads (training-thread).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MatcherQuestion } from '@qindesk/matcher';
import type { House } from '../../platform/index.ts';
import { loadTrade, tradePath } from './trade.ts';
import { trainShop } from './train-shop.ts';
import { trainedFrom, type Trained } from './trained.ts';
import { createTrainingThreads, type TrainingThreads } from './training-thread.ts';

/** The built server has the worker beside it; run from source (tests) the training happens in this thread. */
const workerPath = fileURLToPath(new URL('./train-worker.js', import.meta.url));

let threads: TrainingThreads | null = null;

/** The model of a library; `base` is that of an earlier state of it, null to train anew. */
export const trainApart = async (house: House, questions: MatcherQuestion[], base: Uint8Array | null): Promise<Trained> => {
  const path = tradePath(house.config.rootDir);
  const { trade } = loadTrade(path);
  if (!existsSync(workerPath)) return trainedFrom(trainShop(trade, questions, base), trade);
  threads ??= createTrainingThreads(workerPath, path);
  return trainedFrom(await threads.train({ questions, base }), trade);
};
