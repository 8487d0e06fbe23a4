// From "be right at least p %" to the confidence to answer from, by what the held-out texts of training showed. No ranking here.
import type { DialPosition, Thresholds } from './types.ts';

/** A held-out text after calibration: in-scope or not, right or not, demoted by a guard (then never answered). */
export type Outcome = { confidence: number; right: boolean; inScope: boolean; demoted: boolean; weight: number };

/** Precisions that the dial can stand at. */
const PRECISIONS = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.98, 0.99];

/**
 * Held-out texts' worth of belief in the calibrator's own expectation. High, because the calibrator is smooth and the
 * observed precision at the very top hangs on a handful of texts: measured, it answers more at the same precision.
 */
const BELIEF = 400;

/** Standard errors that the estimated precision must clear: a promise is kept by a lower bound, not by a mean. */
const CAUTION = 1;

/** Where offering begins: below, the first three candidates hold the right one too rarely to be worth reading. */
const OFFER_SHARE = 0.3;

/** Running totals over the outcomes accepted so far, most confident first. */
type Accepted = { confidence: number; weight: number; estimate: number; inScope: number };

/** The precision to expect at every confidence that occurs: observed share of right ones mixed with the mean confidence, {@link BELIEF}. */
function acceptedAt(outcomes: readonly Outcome[]): Accepted[] {
  const sorted = outcomes.filter((outcome) => !outcome.demoted).sort((a, b) => b.confidence - a.confidence);
  const steps: Accepted[] = [];
  let [weight, right, expected, inScope] = [0, 0, 0, 0];
  sorted.forEach((outcome, i) => {
    weight += outcome.weight;
    right += outcome.right ? outcome.weight : 0;
    expected += outcome.confidence * outcome.weight;
    inScope += outcome.inScope ? outcome.weight : 0;
    if (sorted[i + 1]?.confidence === outcome.confidence) return;
    steps.push({ confidence: outcome.confidence, weight, estimate: (right + (BELIEF * expected) / weight) / (weight + BELIEF), inScope });
  });
  return steps;
}

/** For each precision the lowest confidence above which the accepted outcomes keep it; where none does, the precision itself. `floors`: for each position a confidence below which it must not come. */
export function dialPositions(outcomes: readonly Outcome[], floors: readonly number[] = []): DialPosition[] {
  const steps = acceptedAt(outcomes);
  const inScope = outcomes.reduce((sum, outcome) => sum + (outcome.inScope ? outcome.weight : 0), 0);
  let floor = 0;
  return PRECISIONS.map((precision, i) => {
    const kept = steps.filter(({ confidence, weight, estimate }) => confidence >= (floors[i] ?? 0) && estimate - CAUTION * Math.sqrt((precision * (1 - precision)) / (weight + BELIEF)) >= precision).at(-1);
    floor = Math.max(floor, kept?.confidence ?? precision);
    return { precision, answer: floor, share: kept === undefined || inScope === 0 ? 0 : kept.inScope / inScope };
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
