// The shapes that cross the matcher's door; no behaviour lives here.
import type { Trade } from './trade.ts';

/** One question of a shop's library: `phrasings` mean it, `negatives` look like it and do not. */
export type MatcherQuestion = { id: string; phrasings: string[]; negatives: string[] };

/** `seed` fixes every shuffle (default 1); `refine` fits the calibrator to this library by inner cross-validation (default true); `trade` what is known of the trade (default: nothing). */
export type TrainOptions = { seed?: number; refine?: boolean; trade?: Trade };

/**
 * What spoke for a candidate: `head` the classifier's probability (0..1), `cosine` to its nearest phrasing and
 * `centroid` to the mean of its phrasings (0..1), `meaning` nearness to its nearest phrasing by what is meant and `topic` by what the trade would
 * call it (0..1, both without a word in common too), `score` the combined log score (any sign; only differences mean something).
 */
export type CandidateParts = { head: number; cosine: number; centroid: number; meaning: number; topic: number; score: number };

/** A question that may be meant. `probability` (0..1) is its share among the questions, in-scope taken for granted; `phrasing` is its nearest phrasing as written. */
export type Candidate = { questionId: string; probability: number; phrasing: string; parts: CandidateParts };

/**
 * The matcher's reading of one text. `candidates`: at most five, best first, empty when nothing is known of the text.
 * `confidence` (0..1): calibrated probability that the first candidate is right, texts outside the library counted.
 * `exact`: the text is one of the phrasings, and of no other question; then that question is the only candidate, its parts are 1, and `topics` and `outside` were not asked. `guards`: reasons (`code: detail`) against answering outright,
 * codes `negation · number · question-type · negative-phrasing`; `verdict` weighs them. `coverage` (0..1): share of the text's weight that the library knows.
 * `view`: how the text was read: the `whole` line, the `request` in it without small talk, one `message` of those run together in it, or `by-ear`, with words replaced that sound alike; `text` is what was read.
 * `topics`: what the trade takes it for, at most three; `outside` (0..1): how likely the classifier finds it to ask what this library does not hold.
 */
export type Match = {
  candidates: Candidate[];
  confidence: number;
  exact: boolean;
  normalised: string;
  guards: string[];
  coverage: number;
  view: { kind: 'whole' | 'request' | 'message' | 'by-ear'; text: string };
  topics: { id: string; title: string; share: number }[];
  outside: number;
};

/** Confidences from which to answer outright, and from which to offer likely questions (0 ≤ offer ≤ answer ≤ 1). */
export type Thresholds = { answer: number; offer: number };

/** One position of the dial: at `precision` (0..1) wanted, answer from `answer` on; `share` (0..1) of in-scope texts would be answered. */
export type DialPosition = { precision: number; answer: number; share: number };
