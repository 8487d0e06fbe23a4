// That lanes are even, and that a transaction meets few of them.
import { expect, it } from 'vitest';
import { newId } from './ids.ts';
import { laneCount, laneOf } from './lane.ts';

it('a lane of two holds whole lanes of the log, so that a transaction of group commit meets half of them', () => {
  const ids = Array.from({ length: 2000 }, () => newId('conversation'));
  for (const id of ids) expect(laneOf(id, 2)).toBe(laneOf(id) % 2);
});

it('ids spread evenly over the lanes', () => {
  const lanes = Array.from({ length: 8000 }, () => laneOf(newId('conversation')));
  for (let lane = 0; lane < laneCount; lane++) expect(Math.abs(lanes.filter((one) => one === lane).length - 8000 / laneCount)).toBeLessThan(250);
});

it('a key shorter than what is looked at has a lane too', () => {
  for (const key of ['', 'a', 'abc']) expect(laneOf(key)).toBeLessThan(laneCount);
});
