// Unit tests of the choice among nodes.
import { expect, test } from 'vitest';
import { anyNode, createDoor } from './door.ts';
import { createRandom } from './random.ts';

const nodes = ['http://a', 'http://b', 'http://c'];
const take = (door: () => string, times: number): string[] => Array.from({ length: times }, door);

test('with one node there is nothing to choose', () => {
  expect(new Set(take(createDoor(['http://a'], createRandom(1)), 20))).toEqual(new Set(['http://a']));
});

test('a client that comes back is now where it was, now elsewhere, and in the end everywhere', () => {
  const visits = take(createDoor(nodes, createRandom('door')), 200);
  const stayed = visits.filter((node, i) => i > 0 && node === visits[i - 1]).length;
  expect(stayed).toBeGreaterThan(50);
  expect(stayed).toBeLessThan(110);
  expect(new Set(visits)).toEqual(new Set(nodes));
});

test('clients begin at different nodes', () => {
  expect(new Set(Array.from({ length: 30 }, (_, i) => createDoor(nodes, createRandom(i))()))).toEqual(new Set(nodes));
});

test('requests go everywhere, by the same seed in the same order', () => {
  expect(new Set(take(anyNode(nodes, createRandom(1)), 50))).toEqual(new Set(nodes));
  expect(take(anyNode(nodes, createRandom(1)), 50)).toEqual(take(anyNode(nodes, createRandom(1)), 50));
});
