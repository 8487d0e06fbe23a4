// Lines of the golden set with a line that asks nothing before or behind them, by another hand than the corpus: nearly as many must be found as alone, and half of the set answered (37 of 100 before what stands beside a request was heard past).
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { match, parseTopics, thresholds, trainModel, verdict } from '../src/index.ts';
import { questionsOf } from './measure.ts';
import { readLibrary } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

const directory = fileURLToPath(new URL('golden', import.meta.url));
const model = trainModel(questionsOf(readLibrary(directory, 'library.jsonl')), { trade: shippedTrade() });
const test = readLibrary(directory, 'test.jsonl');
const besides = parseTopics(readFileSync(fileURLToPath(new URL('second-hand/none.txt', import.meta.url)), 'utf8'), 'none.txt').flatMap(({ lines }) => lines);
const limits = thresholds(model, 0.95);

/** Shares of the lines that are named rightly, answered at the dial’s 95 %, answered wrongly, and read without what stands beside them. */
const fares = (text: (line: string, beside: string) => string): { right: number; answered: number; wrong: number; without: number } => {
  const found = test.map(({ text: line, label }, i) => ({ result: match(model, text(line, besides[(i * 7) % besides.length]!)), label }));
  const answered = found.filter(({ result }) => verdict(result, limits) === 'answer');
  const isRight = ({ result, label }: (typeof found)[number]): boolean => result.candidates[0]?.questionId === label;
  return { right: found.filter(isRight).length / test.length, answered: answered.length / test.length, wrong: answered.filter((one) => !isRight(one)).length / test.length, without: found.filter(({ result }) => result.view.kind === 'request').length / test.length };
};

describe('a line run together with one that asks nothing', () => {
  const alone = fares((line) => line);
  it('is rarely seen where there is none', () => {
    expect(alone.without).toBeLessThan(0.05);
  });
  it.each([['before', (line: string, beside: string) => `${beside} ${line}`], ['behind', (line: string, beside: string) => `${line} ${beside}`]])('%s it', (_, text) => {
    const together = fares(text);
    expect(together.right).toBeGreaterThan(alone.right - 0.06);
    expect(together.answered).toBeGreaterThan(0.5);
    expect(together.wrong).toBeLessThan(0.03);
    expect(together.without).toBeGreaterThan(0.3);
  });
});
