// How many hellos are worked on at once: after a restart everybody is back in one instant, and those who are already served must not starve. Not for messages: the group
// commit bounds those.
import { refuse } from '../../platform/index.ts';

export interface AdmissionOptions {
  /** Worked on at once. A hello holds one database connection at a time: fewer than the pool has, so that messages always find one. */
  atOnce: number;
  /** Nobody waits longer than about this; who would is told to come later. */
  waitMs: number;
  /** Milliseconds that only grow. */
  now: () => number;
  /** 0 … 1. */
  random: () => number;
}

/** Runs `work` when its turn comes; refuses `overloaded` with `retryAfterMs` when too many are before it. */
export type Admission = <T>(work: () => Promise<T>) => Promise<T>;

/** What a piece of work is taken to last before any was seen, and how much a new one weighs in the average. */
const firstGuessMs = 5;
const weight = 0.05;
/** No one is sent away for longer. */
const retryAtMostMs = 30_000;

/**
 * Nothing under way. Who is refused gets a place in an imagined queue behind all those refused before, and comes back when that place would have its turn: a crowd of any
 * size returns at the pace at which it can be served.
 */
export const createAdmission = ({ atOnce, waitMs, now, random }: AdmissionOptions): Admission => {
  const waiting: (() => void)[] = [];
  let running = 0;
  let meanMs = firstGuessMs;
  let bookedUntil = 0;

  const refusal = (): never => {
    const turnMs = meanMs / atOnce;
    bookedUntil = Math.min(now() + retryAtMostMs, Math.max(now() + waitMs, bookedUntil) + turnMs);
    // The chance on top parts those that fall on one place.
    return refuse('overloaded', `${waiting.length} hellos wait`, { retryAfterMs: Math.ceil(bookedUntil - now() + random() * 1000) });
  };

  return async (work) => {
    if (running < atOnce) running += 1;
    else if (((waiting.length + 1) * meanMs) / atOnce > waitMs) refusal();
    else await new Promise<void>((resolve) => { waiting.push(resolve); });
    const from = now();
    try {
      return await work();
    } finally {
      meanMs += (now() - from - meanMs) * weight;
      // The place is handed on without being given back, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next(); else running -= 1;
    }
  };
};
