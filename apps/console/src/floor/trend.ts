// The trend of today against last week: rolled up for the chart, spelt out for the table and the file. Not for drawing.
import type { BoardView } from '@qindesk/protocol';

export type TrendPoint = BoardView['trend'][number];

/** Chart points: sums of `everyMinutes`; `asked` is null where that time is not over yet. */
export interface ChartPoint { at: number; asked: number | null; lastWeek: number }

/** Rolls the five-minute points up. A bucket that is not over is left out of today's line while it would look like a fall. */
export function rollUp(trend: readonly TrendPoint[], now: number, everyMinutes = 15): ChartPoint[] {
  const every = everyMinutes * 60_000;
  const buckets = new Map<number, ChartPoint>();
  for (const point of trend) {
    const time = Date.parse(point.at);
    const start = Math.floor(time / every) * every;
    const bucket = buckets.get(start) ?? { at: start, asked: start <= now ? 0 : null, lastWeek: 0 };
    if (bucket.asked !== null) bucket.asked += point.asked;
    bucket.lastWeek += point.lastWeek;
    buckets.set(start, bucket);
  }
  const points = [...buckets.values()].sort((a, b) => a.at - b.at);
  const running = points.findIndex((point) => point.asked !== null && point.at + every > now);
  const [point, before] = [points[running], points[running - 1]];
  if (point && (point.asked ?? 0) < (before?.asked ?? 0)) point.asked = null;
  return points;
}

/** Sums up to now, for the line under the title. */
export function sumSoFar(trend: readonly TrendPoint[], now: number): { today: number; lastWeek: number } {
  const passed = trend.filter((point) => Date.parse(point.at) <= now);
  return { today: passed.reduce((sum, point) => sum + point.asked, 0), lastWeek: passed.reduce((sum, point) => sum + point.lastWeek, 0) };
}

/** Text that a sheet program could take for a formula is made harmless by a leading apostrophe. */
const cell = (value: string | number): string => {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A csv file's text: byte-order mark first, so that Excel reads Chinese; lines end with CRLF. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string => `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
