// Trains in a thread beside this one, which messages are answered in. A thread that has trained is kept for the next edit: it has read the trade and is warm. Not for what is trained (train-shop).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { loadModel, type MatcherQuestion, type ShopModel } from '@qindesk/matcher';
import type { House } from '../../platform/index.ts';
import { loadTrade, tradePath } from './trade.ts';
import { trainShop } from './train-shop.ts';
import type { Training, Workplace } from './train-worker.ts';

/** A model and the bytes that it is a view of. */
export interface Trained { model: ShopModel; bytes: Uint8Array }

/** The built server has the worker beside it; run from source (tests) the training happens in this thread. */
const workerPath = fileURLToPath(new URL('./train-worker.js', import.meta.url));

/** A thread holds the trade once more, some 75 MB: one is kept, for as long as a trainer may think between two edits. */
const keepIdleMs = 300_000;
let idle: { worker: Worker; timer: NodeJS.Timeout } | null = null;

const takeThread = (path: string): Worker => {
  if (!idle) return new Worker(workerPath, { workerData: { tradePath: path } satisfies Workplace });
  const { worker, timer } = idle;
  idle = null;
  clearTimeout(timer);
  worker.removeAllListeners();
  worker.ref();
  return worker;
};

/** Back after its training; it holds up no process that ends. */
const giveBack = (worker: Worker): void => {
  worker.removeAllListeners();
  const leave = (): void => { if (idle?.worker === worker) idle = null; void worker.terminate(); };
  if (idle) return leave();
  const timer = setTimeout(leave, keepIdleMs);
  timer.unref();
  worker.unref();
  worker.once('error', leave).once('exit', leave);
  idle = { worker, timer };
};

const ask = (worker: Worker, training: Training): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (code) => { reject(new Error(`the training thread ended with ${code}`)); });
    worker.postMessage(training);
  });

/** The model of a library; `base` is that of an earlier state of it, null to train anew. */
export const trainApart = async (house: House, questions: MatcherQuestion[], base: Uint8Array | null): Promise<Trained> => {
  const path = tradePath(house.config.rootDir);
  const { trade } = loadTrade(path);
  if (!existsSync(workerPath)) {
    const bytes = trainShop(trade, questions, base);
    return { model: loadModel(bytes, trade), bytes };
  }
  const worker = takeThread(path);
  try {
    const bytes = await ask(worker, { questions, base });
    giveBack(worker);
    return { model: loadModel(bytes, trade), bytes };
  } catch (error) {
    void worker.terminate();
    throw error;
  }
};
