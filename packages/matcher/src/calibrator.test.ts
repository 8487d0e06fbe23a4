// Checks that the calibrator learns, keeps its bounds and shrinks to the pooled weights.
import { describe, expect, it } from 'vitest';
import { confidenceOf, type Example, fitCalibrator } from './calibrator.ts';
import { EVIDENCE, NEVER_AGAINST } from './evidence.ts';
import { seededRandom } from './random.ts';

function examples(count: number, effect: number): Example[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => {
    const x = Float64Array.from({ length: EVIDENCE }, () => random() * 2 - 1);
    x[0] = 1;
    return { x, right: random() < 1 / (1 + Math.exp(-effect * x[1]!)), weight: 1 };
  });
}
const zero = new Float64Array(EVIDENCE);

describe('fitCalibrator', () => {
  it('finds the effect that made the examples', () => {
    expect(fitCalibrator(examples(4000, 3), zero, 1)[1]).toBeCloseTo(3, 0);
  });
  it('never counts closeness against a match', () => {
    const weights = fitCalibrator(examples(4000, -3), zero, 1);
    for (const i of NEVER_AGAINST) expect(weights[i]).toBeGreaterThanOrEqual(0);
  });
  it('stays with the pooled weights when it has seen little', () => {
    const prior = Float64Array.from({ length: EVIDENCE }, () => 0.5);
    expect(fitCalibrator(examples(3, 3), prior, 1000)[1]).toBeCloseTo(0.5, 1);
  });
});

describe('confidenceOf', () => {
  it('is 0 where nothing is known', () => {
    expect(confidenceOf(Float64Array.from({ length: EVIDENCE }, () => 9), zero)).toBe(0);
  });
});
