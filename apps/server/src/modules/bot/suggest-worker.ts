// The thread in which suggestions are worked out, so that messages do not wait for it. Gets the serialised model and what was missed, posts what it found.
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from '@qindesk/matcher';
import { findSuggestions, type Sought } from './find-suggestions.ts';
import { loadTrade } from './trade.ts';

/** What the thread is started with. */
export type Search = Omit<Sought, 'model' | 'trade'> & { model: Uint8Array | null; tradePath: string };

const { model, tradePath, ...rest } = workerData as Search;
const { trade } = loadTrade(tradePath);
parentPort?.postMessage(findSuggestions({ ...rest, trade, model: model && loadModel(model, trade) }));
