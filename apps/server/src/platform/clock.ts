// The only reader of the time, so that a test can set it. Not for formatting.

export interface Clock {
  now(): Date;
  /** Milliseconds since 1970. */
  ms(): number;
}

export const systemClock: Clock = { now: () => new Date(), ms: () => Date.now() };

/** A clock that stands where it is put and moves by `advance`. */
export const fixedClock = (start: Date): Clock & { advance(ms: number): void } => {
  let at = start.getTime();
  return { now: () => new Date(at), ms: () => at, advance: (by) => { at += by; } };
};
