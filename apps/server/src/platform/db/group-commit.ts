// Gathers many small writes into few transactions: each caller is answered after the commit that holds its item. Not for what a batch does.
import { laneOf } from '../lane.ts';
import { Refusal } from '../refusal.ts';

export interface GroupCommitOptions<Item, Result> {
  /** Writes a batch in one transaction; returns a result or a refusal for each item, in order. Throws only when nothing was written. */
  run(items: readonly Item[]): Promise<readonly (Result | Refusal)[]>;
  /** What an item writes to: items of one key are written in the order of their submission, never by two transactions at once. */
  keyOf(item: Item): string;
  /** Transactions under way at once, each over keys of its own: while one is being told or waits for the disk, another works. */
  lanes: number;
  /** Items in one transaction at most. */
  maxBatch: number;
  /** Items that may wait; beyond it the newest is refused as `overloaded`. */
  maxWaiting: number;
}

interface Waiting<Item, Result> { item: Item; resolve(result: Result): void; reject(error: unknown): void }
interface Lane<Item, Result> { waiting: Waiting<Item, Result>[]; running: boolean }

export interface GroupCommit<Item, Result> {
  /** Resolves after the commit that holds the item; rejects with its refusal. */
  submit(item: Item): Promise<Result>;
  /** Several at once, in their order: all of them wait or none does. Rejects with the first refusal. */
  submitAll(items: readonly Item[]): Promise<Result[]>;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
}

const settleAll = <Item, Result>(batch: readonly Waiting<Item, Result>[], results: readonly (Result | Refusal)[]): void => {
  for (let i = 0; i < batch.length; i++) {
    const result = results[i];
    if (result instanceof Refusal) batch[i]?.reject(result);
    else batch[i]?.resolve(result as Result);
  }
};

/** A batch is as large as what arrived while the one before it was under way: small and quick when calm, large when busy. */
export const createGroupCommit = <Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> => {
  const lanes = Array.from({ length: options.lanes }, (): Lane<Item, Result> => ({ waiting: [], running: false }));
  let count = 0;
  let scheduled = false;
  let idlers: (() => void)[] = [];

  const begin = (lane: Lane<Item, Result>): void => {
    if (lane.running || lane.waiting.length === 0) return;
    const batch = lane.waiting.length <= options.maxBatch ? lane.waiting : lane.waiting.splice(0, options.maxBatch);
    if (batch === lane.waiting) lane.waiting = [];
    lane.running = true;
    const end = (): void => {
      count -= batch.length;
      lane.running = false;
      begin(lane);
      if (count > 0) return;
      for (const wake of idlers) wake();
      idlers = [];
    };
    options.run(batch.map((one) => one.item)).then((results) => { end(); settleAll(batch, results); }, (error: unknown) => { end(); for (const one of batch) one.reject(error); });
  };
  const flush = (): void => {
    scheduled = false;
    for (const lane of lanes) begin(lane);
  };
  const put = (item: Item): Promise<Result> => new Promise((resolve, reject) => {
    count++;
    lanes[laneOf(options.keyOf(item), lanes.length)]?.waiting.push({ item, resolve, reject });
    // The end of the tick: what one read of the sockets brought goes into one transaction.
    if (!scheduled) { scheduled = true; setImmediate(flush); }
  });
  const full = (more: number): boolean => count + more > options.maxWaiting;
  const refusal = (): Refusal => new Refusal('overloaded', 'group commit is full', { retryAfterMs: 1000 });
  return {
    submit: (item) => (full(1) ? Promise.reject(refusal()) : put(item)),
    submitAll: (items) => (full(items.length) ? Promise.reject(refusal()) : Promise.all(items.map(put))),
    idle: () => new Promise((resolve) => { if (count === 0) resolve(); else idlers.push(resolve); }),
  };
};
