// Checks how lines are run together for training.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../src/random.ts';
import { companyOf, runTogether, withCompany } from './run-together.ts';

const line = (...entries: [number, number][]): { ids: Uint32Array; values: Float32Array; known: number } => ({ ids: Uint32Array.from(entries, ([id]) => id), values: Float32Array.from(entries, ([, value]) => value), known: 1 });

describe('lines run together', () => {
  it('are one of unit length with the n-grams of both, each once', () => {
    const both = runTogether(line([1, 0.6], [2, 0.8]), line([2, 0.6], [3, 0.8]));
    expect([...both.ids]).toEqual([1, 2, 3]);
    expect(Math.hypot(...both.values)).toBeCloseTo(1);
    expect(both.values[1]! / both.values[0]!).toBeCloseTo(0.8 / 0.6);
  });
  it('are a share of those that ask something; the rest stays as it is, and so does what asks nothing', () => {
    const lines = Array.from({ length: 2000 }, (_, i) => line([i, 1]));
    const owner = Uint32Array.from(lines, (_, i) => i % 2);
    const company = companyOf(lines, owner, Uint8Array.from([0, 1]), 0.3);
    const random = seededRandom(1);
    const changed = lines.map((one, i) => company(i, random) !== one);
    expect(changed.filter((is, i) => is && owner[i] === 1)).toEqual([]);
    expect(changed.filter(Boolean).length / 1000).toBeGreaterThan(0.25);
    expect(changed.filter(Boolean).length / 1000).toBeLessThan(0.35);
  });
  it('join those alone, with the same owner', () => {
    const lines = [line([1, 1]), line([2, 1])];
    const { rows, owner } = withCompany(lines, Uint32Array.from([0, 1]), companyOf(lines, Uint32Array.from([0, 1]), Uint8Array.from([0, 1]), 1), 1);
    expect(rows.slice(0, 2)).toEqual(lines);
    expect([...owner]).toEqual([0, 1, 0]);
    expect([...rows[2]!.ids]).toEqual([1, 2]);
  });
});
