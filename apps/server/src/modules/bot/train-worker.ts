// The thread in which shops' models are trained, so that messages do not wait for it. Started with where the trade lies; gets one training after another, posts each serialised model.
import { parentPort, workerData } from 'node:worker_threads';
import type { MatcherQuestion } from '@qindesk/matcher';
import { loadTrade } from './trade.ts';
import { trainShop } from './train-shop.ts';

/** What the thread is started with, and what it is asked. */
export interface Workplace { tradePath: string }
export interface Training { questions: MatcherQuestion[]; base: Uint8Array | null }

const { trade } = loadTrade((workerData as Workplace).tradePath);
parentPort?.on('message', ({ questions, base }: Training) => {
  const bytes = trainShop(trade, questions, base);
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
});
