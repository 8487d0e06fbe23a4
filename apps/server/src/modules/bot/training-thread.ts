// A thread beside this one that trains one model after another; kept warm between two edits. Knows where its program lies, not what it is asked (train-worker).
import { Worker } from 'node:worker_threads';
import type { Training, Workplace } from './train-worker.ts';

/** A thread holds the trade once more, some 75 MB: one is kept, for as long as a trainer may think between two edits. */
const keepIdleMs = 300_000;

export interface TrainingThreads {
  /** The serialised model. Rejects when the thread fails or ends. */
  train(training: Training): Promise<Uint8Array>;
}

/** Threads that run the built program `file` over the trade at `tradePath`: one for each training under way; the first that is done waits for the next, and holds up no process that ends. */
export const createTrainingThreads = (file: string, tradePath: string): TrainingThreads => {
  let idle: { worker: Worker; forget: () => void } | null = null;
  const take = (): Worker => {
    if (!idle) return new Worker(file, { workerData: { tradePath } satisfies Workplace });
    const { worker, forget } = idle;
    forget();
    worker.ref();
    return worker;
  };
  const keep = (worker: Worker): void => {
    const leave = (): void => { forget(); void worker.terminate(); };
    const timer = setTimeout(leave, keepIdleMs);
    // Its own listeners only: a worker hears its thread by listeners of its own, which removeAllListeners takes away.
    const forget = (): void => { idle = null; clearTimeout(timer); worker.off('error', leave).off('exit', leave); };
    timer.unref();
    worker.unref();
    worker.on('error', leave).on('exit', leave);
    idle = { worker, forget };
  };
  const ask = (worker: Worker, training: Training): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const end = (): void => { worker.off('message', done).off('error', fail).off('exit', gone); };
      const done = (bytes: Uint8Array): void => { end(); resolve(bytes); };
      const fail = (error: unknown): void => { end(); reject(error); };
      const gone = (code: number): void => fail(new Error(`the training thread ended with ${code}`));
      worker.on('message', done).on('error', fail).on('exit', gone);
      worker.postMessage(training);
    });
  return {
    train: async (training) => {
      const worker = take();
      try {
        const bytes = await ask(worker, training);
        if (idle) void worker.terminate(); else keep(worker);
        return bytes;
      } catch (error) {
        void worker.terminate();
        throw error;
      }
    },
  };
};
