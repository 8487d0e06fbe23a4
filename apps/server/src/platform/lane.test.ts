import { expect, it } from 'vitest';
import { newId } from './ids.ts';
import { laneCount, laneOf } from './lane.ts';

it('a lane of two holds whole lanes of the log, so that a transaction of group commit meets half of them', () => {
  const ids = Array.from({ length: 2000 }, () => newId('conversation'));
  for (const id of ids) expect(laneOf(id, 2)).toBe(laneOf(id) % 2);
});

it('ids spread evenly over the lanes', () => {
  const counts = new Array<number>(laneCount).fill(0);
  for (let i = 0; i < 8000; i++) { const lane = laneOf(newId('conversation')); counts[lane] = (counts[lane] ?? 0) + 1; }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(250);
});

it('a key shorter than what is looked at has a lane too', () => {
  for (const key of ['', 'a', 'abc']) expect(laneOf(key)).toBeLessThan(laneCount);
});
