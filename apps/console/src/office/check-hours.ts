// Reads a shop's working hours: what is wrong with them, and how they look as a week. Not for deciding whether a shop is open (the server does).
import type { ShopSettings } from '@qindesk/protocol';

export type HoursRow = ShopSettings['hours'][number];

/** What can be wrong with one row. */
export type HoursTrouble = 'no_days' | 'ends_before_start' | 'overlaps';

/** Minutes since midnight of `HH:MM`; 24:00 is 1440. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** `HH:MM` of minutes since midnight. */
export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The trouble of each row, by its number; rows without trouble are absent. An overlap is told at the later row. */
export function findHoursTrouble(rows: readonly HoursRow[]): Map<number, HoursTrouble> {
  const troubles = new Map<number, HoursTrouble>();
  rows.forEach((row, number) => {
    if (row.days.length === 0) return void troubles.set(number, 'no_days');
    if (minutesOf(row.to) <= minutesOf(row.from)) return void troubles.set(number, 'ends_before_start');
    const overlaps = rows.slice(0, number).some((before) =>
      before.days.some((day) => row.days.includes(day)) && minutesOf(before.from) < minutesOf(row.to) && minutesOf(row.from) < minutesOf(before.to));
    if (overlaps) troubles.set(number, 'overlaps');
  });
  return troubles;
}

/** The open spans of each day of the week, Monday first, in minutes. No rows at all means always open. */
export function weekOf(rows: readonly HoursRow[]): { from: number; to: number }[][] {
  return [1, 2, 3, 4, 5, 6, 7].map((day) => rows.length === 0
    ? [{ from: 0, to: 1440 }]
    : rows.filter((row) => row.days.includes(day) && minutesOf(row.to) > minutesOf(row.from))
      .map((row) => ({ from: minutesOf(row.from), to: minutesOf(row.to) })).sort((a, b) => a.from - b.from));
}

/** Hours open in a week, overlaps counted once. */
export function hoursInWeek(rows: readonly HoursRow[]): number {
  let minutes = 0;
  for (const day of weekOf(rows)) {
    let end = 0;
    for (const span of day) {
      minutes += Math.max(0, span.to - Math.max(span.from, end));
      end = Math.max(end, span.to);
    }
  }
  return minutes / 60;
}
