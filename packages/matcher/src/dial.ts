// From "be right at least p %" to the confidence to answer from, by what the held-out texts of training showed. No ranking here.
import type { DialPosition, Thresholds } from './types.ts';

/** A held-out text after calibration: in-scope or not, right or not, demoted by a guard (then never answered). */
export type Outcome = { confidence: number; right: boolean; inScope: boolean; demoted: boolean; weight: number };

/** Precisions that the dial can stand at. */
const PRECISIONS = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.98, 0.99];

/**
 * Held-out texts' worth of belief in what a confidence means, and of those in which texts come at all. High, because the calibrator is smooth and the
 * observed precision at the very top hangs on a handful of texts.
 */
const BELIEF = 400;
const SPREAD = 100;

/** Standard errors that the estimated precision must clear: a promise is kept by a lower bound, not by a mean. Set on simulated shops' precision and with bqfaq's in view. */
const CAUTION = 2.2;

/** Confidences that the dial may stand at, as parts of 1. A library need not have a held-out text there. */
const STEPS = 500;

/** Where offering begins: below, the first three candidates hold the right one too rarely to be worth reading. */
const OFFER_SHARE = 0.3;

/** What to expect from a confidence on: `weight` of the held-out texts there, `inScope` of them, and the precision expected of what is answered. */
type Step = { confidence: number; weight: number; estimate: number; inScope: number };

/**
 * The precision to expect from every step on, the highest first: the share of right ones seen there, mixed with what their mean confidence promises, {@link BELIEF}. That mean is drawn to the middle between the
 * step and 1, where few texts were seen there, and never believed to lie higher: what consumers ask is less like the phrasings than a phrasing held out.
 */
function stepsDown(outcomes: readonly Outcome[]): Step[] {
  const sorted = outcomes.filter((outcome) => !outcome.demoted).sort((a, b) => b.confidence - a.confidence);
  let [at, weight, right, sum, inScope] = [0, 0, 0, 0, 0];
  return Array.from({ length: STEPS - 1 }, (_, i) => {
    const confidence = 1 - (i + 1) / STEPS;
    for (let one = sorted[at]; one !== undefined && one.confidence >= confidence; one = sorted[++at]) {
      weight += one.weight;
      right += one.right ? one.weight : 0;
      sum += one.confidence * one.weight;
      inScope += one.inScope ? one.weight : 0;
    }
    const middle = (1 + confidence) / 2;
    const promised = Math.min(middle, (sum + SPREAD * middle) / (weight + SPREAD));
    return { confidence, weight, estimate: (right + BELIEF * promised) / (weight + BELIEF), inScope };
  });
}

/** For each precision the lowest confidence from which on it is to be expected; where it never is, the precision itself. `floors`: for each position a confidence below which it must not come. */
export function dialPositions(outcomes: readonly Outcome[], floors: readonly number[] = []): DialPosition[] {
  const steps = stepsDown(outcomes);
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
