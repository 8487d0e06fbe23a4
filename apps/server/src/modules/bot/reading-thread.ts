// A thread beside this one that reads lines with the models of many shops; started when first asked. Knows where its program lies, not which lines are worth asking it (read-ahead).
import { Worker } from 'node:worker_threads';
import { refinementOf, type Match, type ShopModel } from '@qindesk/matcher';
import type { Read, Reading, ReadingPlace } from './read-worker.ts';
import type { Trained } from './trained.ts';

/** A thread that nobody has asked for so long ends, and with it some 70 MB of the trade's knowledge. */
const endIdleMs = 300_000;
/** Models stay with the thread up to this many bytes in all; the one unused for longest goes first. Their bytes are shared: what a model takes besides is its texts and an index of its words. */
const keepBytes = 256 * 1024 * 1024;

/** A thread that has not answered by then is given up: whoever asked reads by themselves. */
const answerWithinMs = 10_000;

/** Lines to be read with a model. `bytes`, of the model as it was trained, lie in shared memory. */
export interface Ask { brain: Pick<Trained, 'model' | 'bytes'>; lines: readonly string[] }

export interface ReadingThread {
  /** For each ask a match a line, as `match` gives it. Rejects when the thread fails, ends or is silent for too long; the next read has another. */
  read(asks: readonly Ask[]): Promise<Match[][]>;
}

interface Known { key: number; size: number }
interface Waiting { resolve: (found: Match[][]) => void; reject: (error: Error) => void; givesUp: NodeJS.Timeout }

/** One thread with what it was given and what it still owes. */
interface Running { worker: Worker; known: Map<ShopModel, Known>; waiting: Map<number, Waiting> }

/** Which models a thread lacks for `asks` and which it is to forget for them; those asked come last in `known`. */
const stock = (known: Map<ShopModel, Known>, asks: readonly Ask[], nextKey: () => number, keep: number): Pick<Reading, 'models' | 'forget'> => {
  const models: Reading['models'] = [];
  const asked = new Set(asks.map(({ brain }) => brain.model));
  for (const { brain: { model, bytes } } of asks) {
    const found = known.get(model) ?? { key: nextKey(), size: bytes.byteLength };
    if (!known.delete(model)) models.push({ key: found.key, bytes, refinement: refinementOf(model) });
    known.set(model, found);
  }
  const forget: number[] = [];
  let held = [...known.values()].reduce((sum, { size }) => sum + size, 0);
  for (const [model, { key, size }] of known) {
    if (held <= keep || asked.has(model)) break;
    known.delete(model);
    held -= size;
    forget.push(key);
  }
  return { models, forget };
};

/** A thread that runs the built program `file` over the trade at `tradePath`. It holds up no process that ends. `keep`: bytes of models that it keeps; `withinMs`: how long an answer may take. */
export const createReadingThread = (file: string, tradePath: string, keep = keepBytes, withinMs = answerWithinMs): ReadingThread => {
  let running: Running | null = null;
  let idle: NodeJS.Timeout | undefined;
  let [keys, ids] = [0, 0];
  const end = (one: Running, error: Error): void => {
    if (running === one) running = null;
    void one.worker.terminate();
    for (const { reject, givesUp } of one.waiting.values()) { clearTimeout(givesUp); reject(error); }
    one.waiting.clear();
  };
  const start = (): Running => {
    const worker = new Worker(file, { workerData: { tradePath } satisfies ReadingPlace });
    worker.unref();
    const one: Running = { worker, known: new Map(), waiting: new Map() };
    worker.on('message', ({ id, found }: Read) => {
      const asked = one.waiting.get(id);
      clearTimeout(asked?.givesUp);
      one.waiting.delete(id);
      asked?.resolve(found);
    });
    worker.on('error', (error: unknown) => end(one, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => end(one, new Error(`the reading thread ended with ${code}`)));
    return one;
  };
  const endWhenIdle = (one: Running): void => {
    clearTimeout(idle);
    idle = setTimeout(() => { if (one.waiting.size === 0) end(one, new Error('the reading thread was not needed')); else endWhenIdle(one); }, endIdleMs);
    idle.unref();
  };
  return {
    read: (asks) => {
      const one = (running ??= start());
      endWhenIdle(one);
      const id = ids++;
      return new Promise<Match[][]>((resolve, reject) => {
        const givesUp = setTimeout(() => end(one, new Error(`the reading thread did not answer within ${withinMs} ms`)), withinMs);
        givesUp.unref();
        one.waiting.set(id, { resolve, reject, givesUp });
        const { models, forget } = stock(one.known, asks, () => keys++, keep);
        one.worker.postMessage({ id, models, forget, asks: asks.map(({ brain, lines }) => ({ key: one.known.get(brain.model)?.key ?? -1, lines })) } satisfies Reading);
      });
    },
  };
};
