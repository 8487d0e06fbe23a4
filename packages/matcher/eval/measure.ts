// Trains on a library and measures the matcher on questions that it has not seen; reads no files and prints nothing.
import { type Match, match, type MatcherQuestion, thresholds, trainModel, verdict } from '../src/index.ts';
import { type Altered, type Form, FORMS } from './alter.ts';
import type { LabelledText } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

/** Percentages 0–100, AUROC 0–1, times in the unit of their name. `topics` and `phrasings` of the library, `questions` of the test. */
export type Figures = {
  phrasings: number;
  topics: number;
  questions: number;
  top1: number;
  top3: number;
  nearAuroc?: number;
  farAuroc?: number;
  answeredAt95: number;
  precisionAt95: number;
  trainMs: number;
  p50Us: number;
  p99Us: number;
  altered?: AlteredFigures;
};

/** Top-1 in percent for each altered form of the test that there is. */
export type AlteredFigures = Partial<Record<Form, number>>;

/** What the matcher is tested on; near and far are texts that the library does not answer, `altered` the test in other forms. */
export type TestSet = { test: readonly LabelledText[]; near?: readonly LabelledText[]; far?: readonly LabelledText[]; altered?: Altered };

/** Groups labelled texts into a matcher's library, topics in order of appearance. */
export function questionsOf(lines: readonly LabelledText[]): MatcherQuestion[] {
  const topics = new Map<string, string[]>();
  for (const { text, label } of lines) {
    const id = label ?? '';
    const phrasings = topics.get(id);
    if (phrasings === undefined) topics.set(id, [text]);
    else phrasings.push(text);
  }
  return Array.from(topics, ([id, phrasings]) => ({ id, phrasings, negatives: [] }));
}

/** Probability that a random inside score is above a random outside one, ties counting half (Mann–Whitney). */
export function auroc(inside: readonly number[], outside: readonly number[]): number {
  const all = [...inside.map((score) => ({ score, inside: true })), ...outside.map((score) => ({ score, inside: false }))].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end]!.score === all[i]!.score) end++;
    for (let j = i; j < end; j++) if (all[j]!.inside) rankSum += (i + end + 1) / 2;
    i = end;
  }
  return (rankSum - (inside.length * (inside.length + 1)) / 2) / (inside.length * outside.length);
}

/** A figure with so many digits behind the point. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The value below which a share (0..1) of the sorted values lies; 0 when there is none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Trains and measures at a dial that stands at `precision` (0..1, normally 0.95). */
export function measure(library: readonly MatcherQuestion[], set: TestSet, precision: number): Figures {
  shippedTrade();
  const started = performance.now();
  const model = trainModel(library, { trade: shippedTrade() });
  const trainMs = performance.now() - started;
  const limits = thresholds(model, precision);
  for (const { text } of set.test.slice(0, 200)) match(model, text);
  const times: number[] = [];
  const matched = (lines: readonly LabelledText[] = []): { found: Match; label: string | null }[] =>
    lines.map(({ text, label }) => {
      const from = performance.now();
      const found = match(model, text);
      times.push((performance.now() - from) * 1000);
      return { found, label };
    });
  const test = matched(set.test);
  const near = matched(set.near);
  const far = matched(set.far);
  times.sort((a, b) => a - b);
  const placed = (depth: number): number => test.filter(({ found, label }) => found.candidates.slice(0, depth).some((c) => c.questionId === label)).length;
  const answers = [...test, ...near, ...far].filter(({ found }) => verdict(found, limits) === 'answer');
  const altered: AlteredFigures = {};
  for (const form of FORMS) {
    const lines = set.altered?.[form];
    if (lines !== undefined) altered[form] = rounded((100 * lines.filter(({ text, label }) => match(model, text).candidates[0]?.questionId === label).length) / lines.length, 1);
  }
  const confidences = (lines: typeof test): number[] => lines.map(({ found }) => found.confidence);
  return {
    phrasings: library.reduce((sum, question) => sum + question.phrasings.length, 0),
    topics: library.length,
    questions: test.length,
    top1: rounded((100 * placed(1)) / test.length, 1),
    top3: rounded((100 * placed(3)) / test.length, 1),
    ...(near.length === 0 ? {} : { nearAuroc: rounded(auroc(confidences(test), confidences(near)), 3) }),
    ...(far.length === 0 ? {} : { farAuroc: rounded(auroc(confidences(test), confidences(far)), 3) }),
    answeredAt95: rounded((100 * test.filter(({ found }) => verdict(found, limits) === 'answer').length) / test.length, 1),
    precisionAt95: answers.length === 0 ? 100 : rounded((100 * answers.filter(({ found, label }) => found.candidates[0]?.questionId === label).length) / answers.length, 1),
    trainMs: rounded(trainMs, 0),
    p50Us: rounded(percentile(times, 0.5), 1),
    p99Us: rounded(percentile(times, 0.99), 1),
    ...(set.altered === undefined ? {} : { altered }),
  };
}
