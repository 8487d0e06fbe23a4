// How a pace gathers those who ask: at once, once an interval, and once after the last. Not for places (stories).
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace, type Pace } from './pace.ts';

describe('a pace', () => {
  let pace: Pace;
  /** When each run began, and how to end it. */
  let runs: { at: number; end(error?: Error): void }[];
  let failures: string[];
  const now = (): number => Date.now();

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    [runs, failures] = [[], []];
    pace = createPace(1000, now, () => new Promise((done, fail) => { runs.push({ at: now(), end: (error) => (error ? fail(error) : done()) }); }), (error) => { failures.push(error.message); });
  });
  afterEach(() => { pace.stop(); vi.useRealTimers(); });
  const begun = (): number[] => runs.map(({ at }) => at);

  it('runs at once after a rest, and for fifty who ask in a burst once more, an interval later', async () => {
    for (let i = 0; i < 50; i++) {
      pace.ask();
      await vi.advanceTimersByTimeAsync(10);
      runs.at(-1)?.end();
    }
    await vi.advanceTimersByTimeAsync(500);
    runs.at(-1)?.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(begun()).toEqual([0, 1000]);
    pace.ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun()).toEqual([0, 1000, 6000]);
  });

  it('begins a run after the last who asked: who asks while one is under way is not served by it', async () => {
    pace.ask();
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(1500);
    pace.ask();
    await vi.advanceTimersByTimeAsync(500);
    expect(begun(), 'never two at a time').toEqual([0]);
    runs[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun(), 'an interval has passed since it began').toEqual([0, 2000]);
    runs[1]?.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(begun(), 'nobody asked any more').toEqual([0, 2000]);
  });

  it('tries again what failed, an interval later', async () => {
    pace.ask();
    await vi.advanceTimersByTimeAsync(0);
    runs[0]?.end(new Error('away'));
    await vi.advanceTimersByTimeAsync(999);
    expect([begun(), failures]).toEqual([[0], ['away']]);
    await vi.advanceTimersByTimeAsync(1);
    runs[1]?.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(begun()).toEqual([0, 1000]);
  });

  it('is not held up by a clock that is set back', async () => {
    vi.setSystemTime(10_000_000);
    pace.ask();
    await vi.advanceTimersByTimeAsync(0);
    runs[0]?.end();
    await vi.advanceTimersByTimeAsync(10);
    vi.setSystemTime(0);
    pace.ask();
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs).toHaveLength(2);
  });

  it('stops for good', async () => {
    pace.ask();
    pace.stop();
    pace.ask();
    await vi.advanceTimersByTimeAsync(5000);
    expect(runs).toEqual([]);
  });
});
