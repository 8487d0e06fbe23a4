// Work that many ask for and that one run does for all of them: at once when it has rested, else at most once an interval, and always once after the last who asked. Not for what is done.

export interface Pace {
  /** A run begins from now on, an interval from now at the latest; or, when a run takes longer than that, at its end. */
  ask(): void;
  stop(): void;
}

/** Nothing asked for. `work` never runs twice at a time, and is tried again when it fails. `now`: milliseconds. */
export const createPace = (everyMs: number, now: () => number, work: () => Promise<void>, failed: (error: Error) => void): Pace => {
  let startedAt = -Infinity;
  let [asked, running, stopped] = [false, false, false];
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    timer = undefined;
    [asked, running, startedAt] = [false, true, now()];
    try {
      await work();
    } catch (error) {
      asked = true;
      failed(error as Error);
    } finally {
      running = false;
      schedule();
    }
  };
  const schedule = (): void => {
    if (!asked || running || stopped || timer) return;
    // Bounded from above: a clock that is set back must not hold anybody up.
    timer = setTimeout(() => void run(), Math.min(everyMs, Math.max(0, startedAt + everyMs - now())));
  };
  return {
    ask: () => { asked = true; schedule(); },
    stop: () => { stopped = true; clearTimeout(timer); },
  };
};
