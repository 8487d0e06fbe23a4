// Tests of how measured times are written.
import { expect, test } from 'vitest';
import { percent, shortDuration } from './duration.ts';

test('short times keep a decimal, longer ones do not', () => {
  expect([840, 8400, 12_345, 59_400].map((ms) => shortDuration(ms, 'zh'))).toEqual(['0.8秒', '8.4秒', '12秒', '59秒']);
});

test('minutes and hours take the two largest units', () => {
  expect([60_000, 80_000, 3_600_000, 7_500_000].map((ms) => shortDuration(ms, 'zh'))).toEqual(['1分', '1分20秒', '1小时', '2小时5分']);
  expect([80_000, 7_500_000].map((ms) => shortDuration(ms, 'en'))).toEqual(['1m 20s', '2h 5m']);
});

test('what rounds up to a minute is written as one', () => {
  expect(shortDuration(59_600, 'zh')).toBe('1分');
});

test('nothing measured is a dash, and nothing is not', () => {
  expect([shortDuration(null, 'zh'), shortDuration(0, 'zh'), percent(null), percent(0)]).toEqual(['–', '0秒', '–', '0%']);
});
