// What judging answers is worth: one half of the test is asked and its answers judged by the truth, the other half measures before and after. Prints nothing.
import { match, type MatcherQuestion, readJudged, refineModel, type ShopModel, thresholds, trainModel, verdict } from '../src/index.ts';
import { seededRandom, shuffledIndices } from '../src/random.ts';
import { rounded, type TestSet } from './measure.ts';
import type { LabelledText } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

/** Shares in percent over texts nobody judged; `off` is the mean distance between confidence and truth over ten bands of confidence. */
export type Standing = { answeredAt95: number; precisionAt95: number; off: number };

/** By how many answers were judged; `all`: every answer of the one half. Means over {@link SPLITS} ways to halve the test: which thirty are judged moves the figures by several points. */
export type JudgedFigures = { judged: number; unjudged: number; before: Standing; after30: Standing; after120: Standing; afterAll: Standing };

const SPLITS = 6;
const BANDS = 10;

function standing(model: ShopModel, lines: readonly LabelledText[], precision: number): Standing {
  const limits = thresholds(model, precision);
  const seen = lines.map(({ text, label }) => {
    const found = match(model, text);
    return { confidence: found.confidence, right: found.candidates[0]?.questionId === label, inScope: label !== null, answered: verdict(found, limits) === 'answer' };
  });
  const answered = seen.filter((one) => one.answered);
  const gaps = new Float64Array(BANDS);
  for (const { confidence, right } of seen) {
    const band = Math.min(BANDS - 1, Math.floor(confidence * BANDS));
    gaps[band] = gaps[band]! + confidence - (right ? 1 : 0);
  }
  return {
    answeredAt95: (100 * answered.filter((one) => one.inScope).length) / Math.max(1, seen.filter((one) => one.inScope).length),
    precisionAt95: answered.length === 0 ? 100 : (100 * answered.filter((one) => one.right).length) / answered.length,
    off: (100 * gaps.reduce((sum, gap) => sum + Math.abs(gap), 0)) / Math.max(1, seen.length),
  };
}

function measureSplit(model: ShopModel, all: readonly LabelledText[], precision: number, seed: number): JudgedFigures {
  const order = Array.from(shuffledIndices(all.length, seededRandom(seed)), (i) => all[i]!);
  const half = Math.floor(order.length / 2);
  const unjudged = order.slice(half);
  const limits = thresholds(model, precision);
  const examples = order.slice(0, half).filter(({ text }) => verdict(match(model, text), limits) === 'answer').flatMap(({ text, label }) => readJudged(model, { text, means: label }) ?? []);
  const after = (count: number): Standing => standing(refineModel(model, examples.slice(0, count)), unjudged, precision);
  return { judged: examples.length, unjudged: unjudged.length, before: standing(model, unjudged, precision), after30: after(30), after120: after(120), afterAll: after(examples.length) };
}

/** Judges as a person does who reads the robot's answers one after the other: only what it answered outright with the dial at `precision`. */
export function measureJudged(library: readonly MatcherQuestion[], set: TestSet, precision: number): JudgedFigures {
  const model = trainModel(library, { trade: shippedTrade() });
  const all = [...set.test, ...(set.near ?? []), ...(set.far ?? [])];
  const splits = Array.from({ length: SPLITS }, (_, i) => measureSplit(model, all, precision, i + 1));
  const mean = (of: (split: JudgedFigures) => number, digits: number): number => rounded(splits.reduce((sum, split) => sum + of(split), 0) / SPLITS, digits);
  const meanOf = (of: (split: JudgedFigures) => Standing): Standing => ({ answeredAt95: mean((s) => of(s).answeredAt95, 1), precisionAt95: mean((s) => of(s).precisionAt95, 1), off: mean((s) => of(s).off, 1) });
  return { judged: mean((s) => s.judged, 0), unjudged: mean((s) => s.unjudged, 0), before: meanOf((s) => s.before), after30: meanOf((s) => s.after30), after120: meanOf((s) => s.after120), afterAll: meanOf((s) => s.afterAll) };
}
