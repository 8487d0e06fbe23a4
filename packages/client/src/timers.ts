// The port through which this package waits, so that tests decide when time passes.

/** Waiting. Handles are opaque. */
export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

/** The machine's own timers. */
export const systemTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** Exponential backoff with full jitter: a chance value under a ceiling that doubles with every attempt (0, 1, 2 …). */
export const backoffMs = (attempt: number, firstMs: number, mostMs: number, random: () => number): number =>
  Math.round(Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 20)) * random());
