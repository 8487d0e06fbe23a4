// The group commit without a database: what is written together, in which order, and what is refused.
import { expect, it } from 'vitest';
import { Refusal } from '../refusal.ts';
import { createGroupCommit } from './group-commit.ts';

interface Item { key: string; n: number }
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Batches end when the test says so. */
const setUp = (options: { lanes?: number; maxBatch?: number; maxWaiting?: number } = {}) => {
  const batches: { items: readonly Item[]; end(results?: readonly (number | Refusal)[]): void; fail(error: Error): void }[] = [];
  const commit = createGroupCommit<Item, number>({
    run: (items) => new Promise((resolve, reject) => batches.push({ items, end: (results = items.map((one) => one.n)) => resolve(results), fail: reject })),
    keyOf: (item) => item.key, lanes: 2, maxBatch: 100, maxWaiting: 100, ...options,
  });
  return { commit, batches };
};

it('writes what came in one tick together, and what came meanwhile in the next batch', async () => {
  const { commit, batches } = setUp({ lanes: 1 });
  const first = [commit.submit({ key: 'a', n: 1 }), commit.submit({ key: 'b', n: 2 })];
  await turn();
  const second = [commit.submit({ key: 'c', n: 3 }), commit.submit({ key: 'd', n: 4 })];
  await turn();
  expect(batches.map((batch) => batch.items.map((item) => item.n))).toEqual([[1, 2]]);
  batches[0]?.end();
  expect(await Promise.all(first)).toEqual([1, 2]);
  expect(batches.map((batch) => batch.items.map((item) => item.n))).toEqual([[1, 2], [3, 4]]);
  batches[1]?.end();
  expect(await Promise.all(second)).toEqual([3, 4]);
});

it('never has two batches under way that hold one key, and keeps a key in its order', async () => {
  const { commit, batches } = setUp({ lanes: 3, maxBatch: 2 });
  const keys = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd'];
  const done = Array.from({ length: 40 }, (_, n) => commit.submit({ key: keys[n % 4] ?? '', n }));
  const [seen, open] = [new Map<string, number>(), [] as typeof batches];
  for (let ended = 0; ended < 40;) {
    await turn();
    open.push(...batches.splice(0));
    const held = open.map((batch) => new Set(batch.items.map((item) => item.key)));
    for (const [i, one] of held.entries()) for (const other of held.slice(i + 1)) for (const key of one) expect(other.has(key)).toBe(false);
    const batch = open.pop();
    for (const item of batch?.items ?? []) { expect(item.n).toBeGreaterThan(seen.get(item.key) ?? -1); seen.set(item.key, item.n); ended++; }
    batch?.end();
  }
  expect(await Promise.all(done)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

it('refuses the newest as overloaded when too many wait, and takes more when they are written', async () => {
  const { commit, batches } = setUp({ lanes: 1, maxWaiting: 2 });
  const taken = [commit.submit({ key: 'a', n: 1 }), commit.submit({ key: 'a', n: 2 })];
  await expect(commit.submit({ key: 'a', n: 3 })).rejects.toMatchObject({ code: 'overloaded', view: { retryAfterMs: expect.any(Number) as number } });
  await turn();
  batches[0]?.end();
  await Promise.all(taken);
  const next = commit.submit({ key: 'a', n: 4 });
  await turn();
  batches[1]?.end();
  expect(await next).toBe(4);
});

it('gives each its own result: a refusal to one, an error to all of a batch that failed', async () => {
  const { commit, batches } = setUp({ lanes: 1 });
  const [good, refused] = [commit.submit({ key: 'a', n: 1 }), commit.submit({ key: 'b', n: 2 })];
  await turn();
  const later = commit.submit({ key: 'a', n: 3 });
  batches[0]?.end([1, new Refusal('not_your_turn')]);
  await expect(refused).rejects.toMatchObject({ code: 'not_your_turn' });
  expect(await good).toBe(1);
  await turn();
  batches[1]?.fail(new Error('gone'));
  await expect(later).rejects.toThrow('gone');
});

it('is idle when nothing waits and nothing is under way', async () => {
  const { commit, batches } = setUp();
  await commit.idle();
  const sent = commit.submit({ key: 'a', n: 1 });
  let idle = false;
  const waiting = commit.idle().then(() => { idle = true; });
  await turn();
  expect(idle).toBe(false);
  batches[0]?.end();
  await sent;
  await waiting;
  expect(idle).toBe(true);
});
