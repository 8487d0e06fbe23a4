// Tests of doing one thing to many.
import { expect, test } from 'vitest';
import { moveMany } from './move-many.ts';

test('one that fails does not stop the others, and each fate is told in order', async () => {
  const fates = await moveMany([1, 2, 3, 4, 5], async (n) => { if (n === 3) throw new Error('full'); });
  expect(fates.map((fate) => [fate.thing, fate.done])).toEqual([[1, true], [2, true], [3, false], [4, true], [5, true]]);
});

test('no more than the given number run together, and every one is told', async () => {
  let running = 0;
  let most = 0;
  const told: number[] = [];
  await moveMany(Array.from({ length: 20 }, (_, n) => n), async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    await Promise.resolve();
    running--;
  }, (done) => told.push(done), 3);
  expect(most).toBe(3);
  expect(told).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

test('nothing to do is done', async () => {
  expect(await moveMany([], async () => {})).toEqual([]);
});
