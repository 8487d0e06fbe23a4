// The day that a board shows: from midnight to midnight where the shop is, in slices of five minutes. Pure.

export const sliceMs = 300_000;
export const defaultTimeZone = 'Asia/Shanghai';

export interface Day { from: Date; to: Date; lastWeekFrom: Date; lastWeekTo: Date }

const offsetMs = (at: Date, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at.getTime() / 1000) * 1000;
};

const dayMs = 86_400_000;

/** The instant of a local midnight. Where the clocks jump over midnight it is the first instant of that day. */
const midnight = (localDay: number, timeZone: string): Date => {
  const guess = localDay - offsetMs(new Date(localDay), timeZone);
  const at = localDay - offsetMs(new Date(guess), timeZone);
  return new Date(at + offsetMs(new Date(at), timeZone) < localDay ? guess : at);
};

/** Whether a name is a time zone; a shop's setting is free text. */
export const isTimeZone = (name: string): boolean => {
  try { new Intl.DateTimeFormat('en', { timeZone: name }); return true; } catch { return false; }
};

/** The day around an instant, and the same day of the week before. Days on which clocks change have 23 or 25 hours. */
export const dayAround = (at: Date, timeZone: string): Day => {
  const local = Math.floor((at.getTime() + offsetMs(at, timeZone)) / dayMs) * dayMs;
  return { from: midnight(local, timeZone), to: midnight(local + dayMs, timeZone), lastWeekFrom: midnight(local - 7 * dayMs, timeZone), lastWeekTo: midnight(local - 6 * dayMs, timeZone) };
};

/** The zone of a board over several shops: theirs where they agree. */
export const commonTimeZone = (zones: readonly string[]): string => {
  const usable = new Set(zones.filter(isTimeZone));
  return usable.size === 1 ? [...usable][0] ?? defaultTimeZone : defaultTimeZone;
};
