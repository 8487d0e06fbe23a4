// What judged answers do to a shop's model, on the golden set; the arithmetic of the bend is told in calibrator.test.
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { ENOUGH_JUDGED, type JudgedExample, match, readJudged, refineModel, thresholds, trainModel, verdict } from '../src/index.ts';
import { measureJudged } from './measure-judged.ts';
import { questionsOf } from './measure.ts';
import { readLabelled, readLibrary } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

const directory = fileURLToPath(new URL('golden', import.meta.url));
const set = { test: readLibrary(directory, 'test.jsonl'), near: readLabelled(directory, 'near-oos.jsonl') ?? [], far: readLabelled(directory, 'far-oos.jsonl') ?? [] };
const library = questionsOf(readLibrary(directory, 'library.jsonl'));
const model = trainModel(library, { trade: shippedTrade() });
const examplesOf = (lines: readonly { text: string; label: string | null }[]): JudgedExample[] => lines.flatMap(({ text, label }) => readJudged(model, { text, means: label }) ?? []);
const answeredOf = (of: typeof model): number => set.test.filter(({ text }) => verdict(match(of, text), thresholds(of, 0.95)) === 'answer').length;

describe('judged answers', () => {
  it('take no more than two texts of some ninety from a robot that was neither too careful nor too bold, and it keeps its promise on texts that nobody judged', () => {
    const figures = measureJudged(library, set, 0.95);
    expect(figures.afterAll.answeredAt95).toBeGreaterThanOrEqual(figures.before.answeredAt95 - 2.5);
    expect(figures.afterAll.precisionAt95).toBeGreaterThanOrEqual(95);
  });
  it('give one that was too careful back most of what it no longer answered', () => {
    const shy = { ...model, bend: { ...model.bend, offset: model.bend.offset - 3 } };
    const judged = set.test.filter((_, i) => i % 2 === 0).flatMap(({ text, label }) => readJudged(shy, { text, means: label }) ?? []);
    const lost = answeredOf(model) - answeredOf(shy);
    expect(lost).toBeGreaterThan(0.15 * set.test.length);
    expect(answeredOf(refineModel(shy, judged)) - answeredOf(shy)).toBeGreaterThan(0.5 * lost);
  });
  it('make one careful whose answers were wrong', () => {
    const wrong = set.test.slice(0, 60).flatMap(({ text }) => readJudged(model, { text, means: null }) ?? []);
    expect(answeredOf(refineModel(model, wrong))).toBeLessThan(0.5 * answeredOf(model));
  });
  it('move the confidence and never how a line is ranked', () => {
    const refined = refineModel(model, examplesOf(set.test));
    const whole = [...set.test, ...set.near].map(({ text }) => [match(refined, text), match(model, text)] as const).filter((both) => both.every(({ view }) => view.kind === 'whole'));
    expect(whole.length).toBeGreaterThan(150);
    for (const [after, before] of whole) expect(after.candidates).toEqual(before.candidates);
    expect(refined.core).toBe(model.core);
  });
  it('open the dial one step at a time: not far below the texts that were judged', () => {
    const sure = examplesOf(set.test).filter(({ logit, right }) => right && logit > 4);
    const refined = refineModel(model, [...sure, ...sure, ...sure]);
    const fromLogit = ({ bend, dial }: typeof model): number => { const { answer } = dial.find(({ precision }) => precision === 0.8)!; return (Math.log(answer / (1 - answer)) - bend.offset) / bend.slope; };
    expect(fromLogit(refined)).toBeGreaterThanOrEqual(Math.min(fromLogit(model), 4 - Math.LN2) - 1e-6);
  });
  it('change nothing while they are too few', () => {
    const examples = examplesOf(set.test);
    expect(refineModel(model, examples.slice(0, ENOUGH_JUDGED - 1))).toBe(model);
    expect(refineModel(model, examples.slice(0, ENOUGH_JUDGED)).bend).not.toEqual(model.bend);
  });
  it('teach nothing where the text is known by heart, says nothing, or is only known not to mean what is no longer taken for it', () => {
    expect(readJudged(model, { text: library[0]!.phrasings[0]!, means: library[0]!.id })).toBeNull();
    expect(readJudged(model, { text: '???', means: null })).toBeNull();
    const { text, label } = set.test.find((line) => readJudged(model, { text: line.text, means: line.label })?.right)!;
    expect(readJudged(model, { text, not: 'another' })).toBeNull();
    expect(readJudged(model, { text, not: label! })).toMatchObject({ right: false });
    expect(readJudged(model, { text, means: label })).toMatchObject({ right: true });
  });
  it('are read against the model of now: the logit is the one its confidence was bent from', () => {
    const { text } = set.near[0]!;
    const { logit } = readJudged(model, { text, means: null })!;
    expect(1 / (1 + Math.exp(-(model.bend.slope * logit + model.bend.offset)))).toBeCloseTo(match(model, text).confidence, 9);
  });
});
