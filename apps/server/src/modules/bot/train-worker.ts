// The thread in which a shop's model is trained, so that messages do not wait for it. Gets MatcherQuestion[], posts the serialised model.
import { parentPort, workerData } from 'node:worker_threads';
import { serialiseModel, trainModel, type MatcherQuestion } from '@qindesk/matcher';

parentPort?.postMessage(serialiseModel(trainModel(workerData as MatcherQuestion[])));
