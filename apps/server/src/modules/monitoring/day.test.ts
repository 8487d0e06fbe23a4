// Tests of the shop's day: midnight there, also where clocks change.
import { expect, test } from 'vitest';
import { commonTimeZone, dayAround } from './day.ts';

const iso = (date: Date): string => date.toISOString();

test('a day in Shanghai runs from 16:00 to 16:00 UTC, with the same day of last week', () => {
  const day = dayAround(new Date('2026-11-11T15:59:59.999Z'), 'Asia/Shanghai');
  expect([iso(day.from), iso(day.to), iso(day.lastWeekFrom), iso(day.lastWeekTo)]).toEqual(['2026-11-10T16:00:00.000Z', '2026-11-11T16:00:00.000Z', '2026-11-03T16:00:00.000Z', '2026-11-04T16:00:00.000Z']);
  expect(iso(dayAround(new Date('2026-11-11T16:00:00.000Z'), 'Asia/Shanghai').from)).toBe('2026-11-11T16:00:00.000Z');
});

test('days on which clocks change have 23 and 25 hours, and last week keeps its own midnight', () => {
  const spring = dayAround(new Date('2026-03-29T12:00:00Z'), 'Europe/Berlin');
  expect([iso(spring.from), iso(spring.to), iso(spring.lastWeekFrom)]).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-03-21T23:00:00.000Z']);
  const autumn = dayAround(new Date('2026-10-25T12:00:00Z'), 'Europe/Berlin');
  expect([iso(autumn.from), iso(autumn.to)]).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
});

test('where the clocks jump over midnight the day begins at its first instant', () => {
  // In Santiago, on 6 September 2026, 00:00 does not exist: the day begins at 01:00, 04:00 UTC.
  const day = dayAround(new Date('2026-09-06T12:00:00Z'), 'America/Santiago');
  expect(iso(day.from)).toBe('2026-09-06T04:00:00.000Z');
  expect(iso(dayAround(new Date('2026-09-06T03:59:59Z'), 'America/Santiago').to)).toBe('2026-09-06T04:00:00.000Z');
});

test('several shops share their zone where they agree; what is no zone is passed over', () => {
  expect(commonTimeZone(['Europe/Berlin', 'Europe/Berlin'])).toBe('Europe/Berlin');
  expect(commonTimeZone(['Europe/Berlin', 'Asia/Tokyo'])).toBe('Asia/Shanghai');
  expect(commonTimeZone(['Nowhere/Atall'])).toBe('Asia/Shanghai');
  expect(commonTimeZone([])).toBe('Asia/Shanghai');
});
