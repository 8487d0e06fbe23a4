// Keeps the last values of many figures for their small trends. Not a history: it starts when the page opens and is gone when it closes.

/** One value and when it was so (ms). */
export interface Sample { at: number; value: number }

/** Two samples closer than this are one: a trend of 15 minutes needs no more points. */
export const sampleEveryMs = 10_000;
/** Samples older than this fall off. */
export const keepForMs = 15 * 60_000;

/** Adds a value to a series and drops what is too old; a value that comes too soon replaces the last one. */
export function addSample(series: readonly Sample[], at: number, value: number): Sample[] {
  const kept = series.filter((sample) => at - sample.at <= keepForMs);
  const last = kept.at(-1);
  const before = kept.at(-2);
  // The last one may move until a full step has passed since the one before it, so that the line ends at now.
  if (last && before && last.at - before.at < sampleEveryMs) kept.pop();
  kept.push({ at, value });
  return kept;
}
