// Tests of the working hours editor's checks.
import { expect, test } from 'vitest';
import { clockOf, findHoursTrouble, hoursInWeek, minutesOf, weekOf } from './check-hours.ts';

const weekdays = [1, 2, 3, 4, 5];

test('24:00 is the end of the day', () => {
  expect(minutesOf('24:00')).toBe(1440);
  expect(clockOf(1440)).toBe('24:00');
  expect(clockOf(545)).toBe('09:05');
});

test('a break in the day is two rows without trouble', () => {
  expect(findHoursTrouble([{ days: weekdays, from: '09:00', to: '12:00' }, { days: weekdays, from: '12:00', to: '18:00' }]).size).toBe(0);
});

test('rows that overlap on one day are told at the later row', () => {
  expect([...findHoursTrouble([{ days: [1, 2], from: '09:00', to: '18:00' }, { days: [2, 3], from: '17:00', to: '20:00' }])]).toEqual([[1, 'overlaps']]);
});

test('a row that ends before it starts, and a row without a day, are told', () => {
  expect([...findHoursTrouble([{ days: [1], from: '18:00', to: '09:00' }, { days: [], from: '09:00', to: '18:00' }])]).toEqual([[0, 'ends_before_start'], [1, 'no_days']]);
});

test('no rows at all means always open', () => {
  expect(hoursInWeek([])).toBe(168);
  expect(weekOf([])).toHaveLength(7);
});

test('an overlap is counted once', () => {
  expect(hoursInWeek([{ days: [1], from: '09:00', to: '18:00' }, { days: [1], from: '17:00', to: '20:00' }])).toBe(11);
});
