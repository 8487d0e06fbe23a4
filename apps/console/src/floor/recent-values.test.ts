// Tests of the small trends' memory.
import { expect, test } from 'vitest';
import { addSample, keepForMs, sampleEveryMs, type Sample } from './recent-values.ts';

const run = (count: number, everyMs: number): Sample[] => {
  let series: Sample[] = [];
  for (let i = 0; i < count; i++) series = addSample(series, i * everyMs, i);
  return series;
};

test('the last value is always the newest', () => {
  for (const every of [500, 2000, 10_000, 30_000]) expect(run(40, every).at(-1)).toEqual({ at: 39 * every, value: 39 });
});

test('frames every two seconds do not grow the series beyond its step', () => {
  const series = run(1000, 2000);
  expect(series.length).toBeLessThanOrEqual(keepForMs / sampleEveryMs + 2);
  expect(series.length).toBeGreaterThan(60);
});

test('what is older than the window falls off', () => {
  const series = run(200, 10_000);
  expect((series.at(-1)?.at ?? 0) - (series[0]?.at ?? 0)).toBeLessThanOrEqual(keepForMs);
});
