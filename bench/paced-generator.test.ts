// Unit tests of the open loop's clock and of the small sums: how many messages are due when, percentiles, shares of cost, arguments, tasks side by side.
import { describe, expect, test } from 'vitest';
import { flag, list } from './arguments.ts';
import { atOnce } from './at-once.ts';
import { costEach, ofProduct } from './cost.ts';
import { percentileOf } from './figures.ts';
import { dueAfter } from './paced-generator.ts';

describe('the clock of an open loop', () => {
  test('the first message is due at once, each next one a period later', () => {
    expect([0, 99, 100, 199, 1000].map((ms) => dueAfter(ms, 10))).toEqual([1, 1, 2, 2, 11]);
  });
  test('a rate that is no whole number of messages a millisecond is kept over the minute', () => {
    expect(dueAfter(60_000, 11_574) - 1).toBe(694_440);
  });
});

describe('sums', () => {
  test('a percentile is one of the figures; of none it is NaN', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect([0, 50, 99, 100].map((p) => percentileOf(sorted, p))).toEqual([1, 51, 100, 100]);
    expect(percentileOf(new Float64Array(), 50)).toBeNaN();
  });
  test('a cost is shared by part, and the product pays all but the generator', () => {
    const us = { server: 1000, database: 500, generator: 250, bus: 100 };
    expect(costEach(us, 10)).toEqual({ server: 100, database: 50, generator: 25, bus: 10 });
    expect(costEach(us, 0)).toEqual(us);
    expect(ofProduct(us)).toBe(1600);
  });
  test('arguments: one number, several, none, and the usual ones', () => {
    const args = ['--rate', '11574', '--watchers', '1,10', '--waiting', 'none', '--json'];
    expect([flag(args, 'rate', 1), flag(args, 'seconds', 10)]).toEqual([11_574, 10]);
    expect([list(args, 'watchers', [5]), list(args, 'waiting', [5]), list(args, 'others', [5])]).toEqual([[1, 10], [], [5]]);
  });
});

describe('tasks side by side', () => {
  test('at most so many are under way, and results keep their order', async () => {
    let [running, most] = [0, 0];
    const results = await atOnce(20, 3, async (i) => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, (i * 7) % 5));
      running -= 1;
      return i * 2;
    });
    expect([most, results]).toEqual([3, Array.from({ length: 20 }, (_, i) => i * 2)]);
  });
  test('the first failure is told', async () => {
    await expect(atOnce(5, 2, (i) => (i === 3 ? Promise.reject(new Error('no 3')) : Promise.resolve(i)))).rejects.toThrow('no 3');
  });
});
