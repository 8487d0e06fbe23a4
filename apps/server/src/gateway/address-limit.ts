// How often one address may ask for what costs us: a fixed window, in memory. Not for messages (session bucket).
import { refuse } from '../platform/index.ts';

/** Refuses `rate_limited` past `perMinute` calls of one address in the running minute. */
export const createAddressLimit = (perMinute: number, now: () => number): ((address: string) => void) => {
  let minute = 0;
  let counts = new Map<string, number>();
  return (address) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) { minute = current; counts = new Map(); }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count > perMinute) refuse('rate_limited', address, { retryAfterMs: (minute + 1) * 60_000 - now() });
  };
};
