// From "be right at least p %" to the confidence to answer from, by what the held-out texts of training showed. No ranking here.
import type { DialPosition, Thresholds } from './types.ts';

/** A held-out text after calibration: in-scope or not, right or not, demoted by a guard (then never answered). */
export type Outcome = { confidence: number; right: boolean; inScope: boolean; demoted: boolean; weight: number };

/** Precisions that the dial can stand at. */
const PRECISIONS = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.98, 0.99];

/** Held-out texts' worth of belief in the calibrator itself, so that a handful of lucky outcomes does not open the door. */
const BELIEF = 10;

/** Standard errors that the observed precision must clear: a promise is kept by a lower bound, not by a mean. */
const CAUTION = 1;

/** Where offering begins: below, the first three candidates hold the right one too rarely to be worth reading. */
const OFFER_SHARE = 0.3;

/**
 * For each precision the lowest confidence above which the accepted outcomes keep it. The observed share of right ones
 * is mixed with the calibrator's own expectation (mean confidence), weighed as {@link BELIEF} outcomes.
 */
export function dialPositions(outcomes: readonly Outcome[]): DialPosition[] {
  const sorted = outcomes.filter((outcome) => !outcome.demoted).sort((a, b) => b.confidence - a.confidence);
  const inScope = outcomes.reduce((sum, outcome) => sum + (outcome.inScope ? outcome.weight : 0), 0);
  return PRECISIONS.map((precision) => {
    const position = { precision, answer: precision, share: 0 };
    let weight = 0;
    let right = 0;
    let expected = 0;
    let answered = 0;
    sorted.forEach((outcome, i) => {
      weight += outcome.weight;
      right += outcome.right ? outcome.weight : 0;
      expected += outcome.confidence * outcome.weight;
      answered += outcome.inScope ? outcome.weight : 0;
      const tie = sorted[i + 1]?.confidence === outcome.confidence;
      const estimate = (right + (BELIEF * expected) / weight) / (weight + BELIEF);
      const error = Math.sqrt((precision * (1 - precision)) / (weight + BELIEF));
      if (!tie && estimate - CAUTION * error >= precision) {
        position.answer = outcome.confidence;
        position.share = inScope === 0 ? 0 : answered / inScope;
      }
    });
    return position;
  });
}

/**
 * Thresholds for a wanted precision (0..1, share of right ones among all answers), read off the dial between its positions.
 * Without positions (a library too small to hold anything out) the confidence itself is the threshold.
 */
export function thresholdsAt(dial: readonly DialPosition[], precision: number): Thresholds {
  const wanted = Math.max(0, Math.min(1, precision));
  let answer = wanted;
  const above = dial.findIndex((position) => position.precision >= wanted);
  if (above === 0) answer = dial[0]!.answer;
  else if (above > 0) {
    const low = dial[above - 1]!;
    const high = dial[above]!;
    answer = low.answer + ((high.answer - low.answer) * (wanted - low.precision)) / (high.precision - low.precision);
  }
  return { answer, offer: Math.min(answer, OFFER_SHARE * wanted) };
}
