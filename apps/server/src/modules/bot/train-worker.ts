// The thread in which a shop's model is trained, so that messages do not wait for it. Gets the questions and where the trade lies, posts the serialised model.
import { parentPort, workerData } from 'node:worker_threads';
import { serialiseModel, trainModel, type MatcherQuestion } from '@qindesk/matcher';
import { loadTrade } from './trade.ts';

/** What the thread is started with. */
export interface Training { questions: MatcherQuestion[]; tradePath: string }

const { questions, tradePath } = workerData as Training;
parentPort?.postMessage(serialiseModel(trainModel(questions, { trade: loadTrade(tradePath).trade })));
