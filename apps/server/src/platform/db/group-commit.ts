// Gathers many small writes into few transactions: each caller is answered after the commit that holds its item. Not for what a batch does.
import { Refusal } from '../refusal.ts';

export interface GroupCommitOptions<Item, Result> {
  /** Writes a batch in one transaction; returns a result or a refusal for each item, in order. Throws only when nothing was written. */
  run(items: readonly Item[]): Promise<readonly (Result | Refusal)[]>;
  /** Items in one transaction at most. */
  maxBatch: number;
  /** Transactions under way at once: while one waits for the disk the next is prepared. */
  maxInFlight: number;
  /** Items that may wait; beyond it the newest is refused as `overloaded`. */
  maxWaiting: number;
}

interface Waiting<Item, Result> { item: Item; resolve(result: Result): void; reject(error: unknown): void }

export interface GroupCommit<Item, Result> {
  /** Resolves after the commit that holds the item; rejects with its refusal. */
  submit(item: Item): Promise<Result>;
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

/** The batch is as large as what arrived while the batches before it were under way: small and quick when calm, large when busy. */
export const createGroupCommit = <Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> => {
  const waiting: Waiting<Item, Result>[] = [];
  let inFlight = 0;
  let scheduled = false;
  let idlers: (() => void)[] = [];

  const settle = (): void => {
    if (inFlight > 0 || waiting.length > 0) return;
    for (const wake of idlers) wake();
    idlers = [];
  };
  const flush = (): void => {
    scheduled = false;
    while (inFlight < options.maxInFlight && waiting.length > 0) {
      const batch = waiting.splice(0, options.maxBatch);
      inFlight++;
      options.run(batch.map((one) => one.item))
        .then((results) => settleAll(batch, results), (error: unknown) => { for (const one of batch) one.reject(error); })
        .finally(() => { inFlight--; flush(); settle(); });
    }
  };
  return {
    submit: (item) => new Promise((resolve, reject) => {
      if (waiting.length >= options.maxWaiting) { reject(new Refusal('overloaded', 'group commit is full', { retryAfterMs: 1000 })); return; }
      waiting.push({ item, resolve, reject });
      // The end of the tick: what one read of the sockets brought goes into one transaction.
      if (!scheduled) { scheduled = true; setImmediate(flush); }
    }),
    idle: () => new Promise((resolve) => { if (inFlight === 0 && waiting.length === 0) resolve(); else idlers.push(resolve); }),
  };
};
