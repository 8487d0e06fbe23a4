// A library with sixty phrasings a question, which learns by margins: stored, loaded and edited like any other. Lines of the corpus, asked by the second hand.
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModel, match, type MatcherQuestion, parseTopics, serialiseModel, type ShopModel, trainModel, updateModel } from '../src/index.ts';
import { shippedTrade } from './shipped-trade.ts';

const topicsIn = (path: string): ReturnType<typeof parseTopics> => parseTopics(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'), path);
const trade = shippedTrade();
const asked = new Map(topicsIn('second-hand/invoice.txt').map(({ id, lines }) => [id, lines]));
const library = topicsIn('../corpus/zh/invoice.txt').filter(({ id, lines }) => asked.has(id) && lines.length >= 60).slice(0, 20).map(({ id, lines }): MatcherQuestion => ({ id, phrasings: lines.slice(0, 60), negatives: [] }));
const model = trainModel(library, { trade });
const questions = library.flatMap(({ id }) => asked.get(id)!.map((text) => ({ id, text })));
const right = (of: ShopModel): number => questions.filter(({ id, text }) => match(of, text).candidates[0]?.questionId === id).length / questions.length;

describe('a library with many phrasings a question', () => {
  it('learns by margins, and names nearly all rightly', () => {
    expect(model.core.head.loss).toBe('margin');
    expect(right(model)).toBeGreaterThan(0.9);
  });
  it('keeps that when it is stored', () => {
    expect(loadModel(serialiseModel(model), trade).core.head).toEqual(model.core.head);
  });
  it('is as right after an edit as when trained anew', () => {
    const to = library.map((question, i) => (i === 3 ? { ...question, phrasings: question.phrasings.slice(5) } : question));
    const [ours, anew] = [updateModel(model, to)!, trainModel(to, { trade })];
    expect([ours.core.head.loss, anew.core.head.loss]).toEqual(['margin', 'margin']);
    expect(Math.abs(right(ours) - right(anew))).toBeLessThan(0.03);
    const changed = questions.filter(({ id }) => id === library[3]!.id);
    expect(changed.filter(({ id, text }) => match(ours, text).candidates[0]?.questionId === id).length / changed.length).toBeGreaterThan(0.8);
  });
});
