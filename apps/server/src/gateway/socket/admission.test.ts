// Unit tests of the admission: how many at once, in which order, who is told to come later and when.
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../platform/index.ts';
import { createAdmission } from './admission.ts';

const setUp = (options: { atOnce?: number; waitMs?: number } = {}) => {
  let ms = 0;
  const admit = createAdmission({ atOnce: 2, waitMs: 100, now: () => ms, random: () => 0, ...options });
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  /** Work that lasts until `ends[i]` is called. */
  const come = (i: number): Promise<string> => admit(() => { begun.push(i); return new Promise((resolve) => { ends[i] = () => resolve(`done ${i}`); }); });
  const refusalOf = async (asked: Promise<unknown>): Promise<Refusal> => asked.then(() => { throw new Error('was admitted'); }, (error: unknown) => error as Refusal);
  return { admit, come, refusalOf, ends, begun, pass: (by: number) => { ms += by; } };
};
const turns = async (): Promise<void> => { for (let i = 0; i < 10; i++) await Promise.resolve(); };

describe('an admission', () => {
  test('works on so many at once, the others in the order in which they came', async () => {
    const { come, ends, begun } = setUp();
    const all = [0, 1, 2, 3].map(come);
    await turns();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await turns();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    await turns();
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[2]?.();
    ends[3]?.();
    expect(await Promise.all(all)).toEqual(['done 0', 'done 1', 'done 2', 'done 3']);
  });

  test('goes on after work that failed', async () => {
    const { admit } = setUp({ atOnce: 1 });
    const failing = admit(() => Promise.reject(new Error('no')));
    const next = admit(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  test('tells those to come later who would wait too long, each behind the one before', async () => {
    // Work is taken to last 5 ms: two at once, 100 ms of waiting are 40 who may wait.
    const { come, refusalOf } = setUp();
    const all = Array.from({ length: 45 }, (_, i) => come(i));
    const refused = await Promise.all(all.slice(42).map(refusalOf));
    expect(refused.map((one) => one.code)).toEqual(['overloaded', 'overloaded', 'overloaded']);
    expect(refused.map((one) => one.view.retryAfterMs)).toEqual([103, 105, 108]);
  });

  test('sends nobody away for more than half a minute', async () => {
    const { come, refusalOf } = setUp();
    const all = Array.from({ length: 42 }, (_, i) => come(i));
    let last = 0;
    for (let i = 42; i < 20_000; i++) last = (await refusalOf(come(i))).view.retryAfterMs ?? 0;
    expect(last).toBe(30_000);
    expect(all).toHaveLength(42);
  });

  test('always takes one when nobody is before it, however long the work has lasted', async () => {
    const { come, ends, begun, pass } = setUp({ atOnce: 1, waitMs: 100 });
    for (let i = 0; i < 30; i++) {
      const one = come(i);
      await turns();
      pass(60_000);
      ends[i]?.();
      await one;
    }
    expect(begun).toHaveLength(30);
  });
});
