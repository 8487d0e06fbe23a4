// Unit tests of when the house counts as there.
import { expect, test } from 'vitest';
import { createAvailability } from './availability.ts';

const setUp = (nodes: number) => {
  let second = 0;
  const house = createAvailability(nodes, () => new Date(second * 1000));
  const at = (n: number, tell: () => void): void => { second = n; tell(); };
  const seconds = (dates: readonly Date[]): number[] => dates.map((date) => date.getTime() / 1000);
  return { house, at, times: () => ({ readyAt: seconds(house.readyAt), endedAt: seconds(house.endedAt) }) };
};

test('one node comes and goes, and the house with it', () => {
  const { house, at, times } = setUp(1);
  at(1, () => house.database(true));
  at(2, () => house.node(0, { ready: true }));
  at(5, () => house.node(0, { ready: false }));
  at(7, () => house.node(0, { ready: true }));
  expect(times()).toEqual({ readyAt: [2, 7], endedAt: [5] });
});

test('while one of several nodes is there the house is', () => {
  const { house, at, times } = setUp(3);
  house.database(true);
  at(1, () => house.node(0, { ready: true }));
  at(2, () => house.node(1, { ready: true }));
  at(3, () => house.node(0, { ready: false }));
  expect(house.isThere).toBe(true);
  at(4, () => house.node(1, { ready: false }));
  expect(house.isThere).toBe(false);
  at(5, () => house.node(2, { ready: true }));
  expect(times()).toEqual({ readyAt: [1, 5], endedAt: [4] });
});

test('a node that does not reach the database is no house, nor are nodes without one', () => {
  const { house, at, times } = setUp(2);
  house.database(true);
  at(1, () => house.node(0, { ready: true }));
  at(2, () => house.node(0, { cut: true }));
  at(3, () => house.node(1, { ready: true }));
  at(4, () => house.database(false));
  at(5, () => house.node(0, { cut: false }));
  at(6, () => house.database(true));
  expect(times()).toEqual({ readyAt: [1, 3, 6], endedAt: [2, 4] });
  expect(house.readyNodes).toBe(2);
});

test('the last change is known, whether or not the house went', () => {
  const { house, at } = setUp(2);
  house.database(true);
  house.node(0, { ready: true });
  at(9, () => house.trouble());
  expect(house.changedAt).toEqual(new Date(9000));
  expect(house.isThere).toBe(true);
});
