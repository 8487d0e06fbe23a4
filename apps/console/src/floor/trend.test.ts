// Tests of the trend's roll-up and of the exported file.
import { expect, test } from 'vitest';
import { csvOf, rollUp, sumSoFar } from './trend.ts';

const point = (clock: string, asked: number, lastWeek: number) => ({ at: `2026-03-02T${clock}:00.000Z`, asked, lastWeek });
const trend = [point('08:00', 1, 2), point('08:05', 3, 4), point('08:10', 5, 6), point('08:15', 7, 8), point('08:30', 0, 9)];
const now = Date.parse('2026-03-02T08:17:00.000Z');

test('five-minute points are summed by quarter of an hour', () => {
  expect(rollUp(trend, now).map(({ asked, lastWeek }) => [asked, lastWeek])).toEqual([[9, 12], [null, 8], [null, 9]]);
});

test('a quarter that is not over is not drawn as a fall', () => {
  expect(rollUp(trend, Date.parse('2026-03-02T08:29:59.000Z'))[1]?.asked).toBeNull();
  expect(rollUp(trend, Date.parse('2026-03-02T08:30:00.000Z'))[1]?.asked).toBe(7);
});

test('a quarter that is not over is drawn once it is no fall', () => {
  expect(rollUp([point('08:00', 2, 0), point('08:15', 3, 0)], now)[1]?.asked).toBe(3);
});

test('both sums stop at now', () => {
  expect(sumSoFar(trend, now)).toEqual({ today: 16, lastWeek: 20 });
});

test('a cell with a comma, a quote or a formula stays one harmless cell', () => {
  expect(csvOf([['a,b', 'say "hi"', '=1+1', -3]])).toBe('\uFEFF"a,b","say ""hi""",\'=1+1,-3\r\n');
});
