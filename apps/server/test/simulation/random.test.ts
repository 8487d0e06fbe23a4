// Unit tests of the seeded stream.
import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const take = (seed: number | string, count = 20): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test('the same seed gives the same stream, another seed another one', () => {
  expect(take(7)).toEqual(take(7));
  expect(take(7)).not.toEqual(take(8));
});

test('a fork depends on its name and not on what was asked before', () => {
  const [fresh, used] = [createRandom(1), createRandom(1)];
  used.next();
  expect(used.fork('agent').next()).toBe(fresh.fork('agent').next());
  expect(fresh.fork('agent').next()).not.toBe(fresh.fork('consumer').next());
});

test('whole numbers reach both ends and weights are kept', () => {
  const random = createRandom('weights');
  const seen = new Set(Array.from({ length: 200 }, () => random.int(2, 4)));
  expect([...seen].sort()).toEqual([2, 3, 4]);
  const names = Array.from({ length: 2000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
  const often = names.filter((name) => name === 'often').length;
  expect(often).toBeGreaterThan(1700);
  expect(often).toBeLessThan(1900);
  expect(names).not.toContain('never');
});
