// What judging answers is worth: one half of the test is asked and its answers judged by the truth, the other half measures before and after. Prints nothing.
import { match, type MatcherQuestion, readJudged, refineModel, type ShopModel, thresholds, trainModel, verdict } from '../src/index.ts';
import { seededRandom, shuffledIndices } from '../src/random.ts';
import { rounded, type TestSet } from './measure.ts';
import type { LabelledText } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

/** Shares in percent over texts nobody judged; `off` is the mean distance between confidence and truth over ten bands of confidence. */
export type Standing = { answeredAt95: number; precisionAt95: number; off: number };

/** By how many answers were judged; `all`: every answer of the one half. */
export type JudgedFigures = { judged: number; unjudged: number; before: Standing; after30: Standing; after120: Standing; afterAll: Standing };

const SEED = 3;
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
    answeredAt95: rounded((100 * answered.filter((one) => one.inScope).length) / Math.max(1, seen.filter((one) => one.inScope).length), 1),
    precisionAt95: answered.length === 0 ? 100 : rounded((100 * answered.filter((one) => one.right).length) / answered.length, 1),
    off: rounded((100 * gaps.reduce((sum, gap) => sum + Math.abs(gap), 0)) / Math.max(1, seen.length), 1),
  };
}

/** Judges as a person does who reads the robot's answers one after the other: only what it answered outright with the dial at `precision`. */
export function measureJudged(library: readonly MatcherQuestion[], set: TestSet, precision: number): JudgedFigures {
  const model = trainModel(library, { trade: shippedTrade() });
  const all = [...set.test, ...(set.near ?? []), ...(set.far ?? [])];
  const order = Array.from(shuffledIndices(all.length, seededRandom(SEED)), (i) => all[i]!);
  const half = Math.floor(order.length / 2);
  const unjudged = order.slice(half);
  const limits = thresholds(model, precision);
  const examples = order.slice(0, half).filter(({ text }) => verdict(match(model, text), limits) === 'answer').flatMap(({ text, label }) => readJudged(model, { text, means: label }) ?? []);
  const after = (count: number): Standing => standing(refineModel(model, examples.slice(0, count)), unjudged, precision);
  return { judged: examples.length, unjudged: unjudged.length, before: standing(model, unjudged, precision), after30: after(30), after120: after(120), afterAll: after(examples.length) };
}
