// Waiting that ends early when the run is over. Not for deciding how long.
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or less when the signal comes; true while the run goes on. */
export const pause = async (ms: number, stop?: AbortSignal): Promise<boolean> => {
  await sleep(ms, undefined, stop ? { signal: stop } : {}).catch(() => undefined);
  return stop?.aborted !== true;
};

/** Asks until it is so, every `everyMs`; false when that took longer than `withinMs`. */
export const waitUntil = async (isSo: () => boolean | Promise<boolean>, withinMs: number, everyMs = 50): Promise<boolean> => {
  const limit = performance.now() + withinMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > limit) return false;
    await pause(everyMs);
  }
};
