// Checks what a classifier is punished for: slopes of the two losses, and which library learns by which.
import { describe, expect, it } from 'vitest';
import { lossFor, pullOfMargin, pullsInPlace } from './loss.ts';

const step = 1e-4;
/** The squared hinge of an answer at `logit`, clear from 4 on, in units in which its slope is the pull. */
const hinge = (logit: number, isTruth: boolean): number => (Math.max(0, 1 - (isTruth ? logit : -logit) / 4) ** 2 * 4) / 2;

describe('what a label’s logit should fall by', () => {
  it.each([[0, true], [3, true], [-6, true], [0, false], [-3, false], [2, false]])('is the slope of the squared hinge: at %d, right %s', (logit, isTruth) => {
    expect(pullOfMargin(logit, isTruth)).toBeCloseTo((hinge(logit + step, isTruth) - hinge(logit - step, isTruth)) / (2 * step), 4);
  });
  it('is nothing once the answer is clear', () => {
    expect([pullOfMargin(4, true), pullOfMargin(9, true), pullOfMargin(-4, false)]).toEqual([0, 0, 0]);
  });
  it('is its probability in a softmax, less one for the right label', () => {
    const logits = Float32Array.from([1, 2, 0]);
    const sum = Math.exp(1) + Math.exp(2) + 1;
    pullsInPlace('softmax', logits, 1);
    [Math.exp(1) / sum, Math.exp(2) / sum - 1, 1 / sum].forEach((pull, k) => expect(logits[k]).toBeCloseTo(pull, 5));
  });
});

it('libraries with many phrasings a question learn by margins', () => {
  expect([lossFor(549, 60), lossFor(2999, 60), lossFor(3000, 60), lossFor(9000, 60)]).toEqual(['softmax', 'softmax', 'margin', 'margin']);
});
