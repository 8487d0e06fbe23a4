// A model updated after an edit beside one trained anew on the same library: the golden set, with the knowledge of the trade.
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { isDue, loadModel, match, type MatcherQuestion, serialiseModel, type ShopModel, thresholds, trainModel, updateModel, verdict } from '../src/index.ts';
import { questionsOf } from './measure.ts';
import { type LabelledText, readLabelled, readLibrary } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

const directory = fileURLToPath(new URL('golden', import.meta.url));
const trade = shippedTrade();
const test = readLibrary(directory, 'test.jsonl');
const outside = [...(readLabelled(directory, 'near-oos.jsonl') ?? []), ...(readLabelled(directory, 'far-oos.jsonl') ?? [])];
const library = questionsOf(readLibrary(directory, 'library.jsonl'));
const model = trainModel(library, { trade });

const [shipping, sizes] = [library[0]!.id, library[5]!.id];
const edited = (id: string, edit: (question: MatcherQuestion) => Partial<MatcherQuestion>): MatcherQuestion[] => library.map((question) => (question.id === id ? { ...question, ...edit(question) } : question));
const updated = (to: readonly MatcherQuestion[], from: ShopModel = model): ShopModel => {
  const next = updateModel(from, to);
  if (!next) throw new Error('the change was too much');
  return next;
};
const right = (of: ShopModel, lines: readonly LabelledText[]): number => lines.filter(({ text, label }) => match(of, text).candidates[0]?.questionId === label).length;
const answered = (of: ShopModel, lines: readonly LabelledText[], limits = thresholds(of, 0.95)): number => lines.filter(({ text }) => verdict(match(of, text), limits) === 'answer').length;
/** Mean distance of the confidences of two models. */
const apart = (a: ShopModel, b: ShopModel, lines: readonly LabelledText[]): number => lines.reduce((sum, { text }) => sum + Math.abs(match(a, text).confidence - match(b, text).confidence), 0) / lines.length;

/** A question about the parcel's wrapping that the library does not hold. */
const wrapping: MatcherQuestion = { id: 'wrapping', phrasings: ['可以帮我包成礼物吗', '能不能做礼品包装', '有没有礼盒可以装', '送人的帮忙包漂亮点', '要礼品袋'], negatives: [] };

describe('a model that is updated', () => {
  it('has the words, the phrasings and their weights of one that is trained anew', () => {
    const to = [...edited(shipping, ({ phrasings }) => ({ phrasings: ['拍下多久打包寄出', ...phrasings.slice(0, 2), ...phrasings.slice(3)] })).toReversed(), wrapping];
    const [ours, anew] = [updated(to), trainModel(to, { trade })];
    expect(ours.questionIds).toEqual(anew.questionIds);
    expect(ours.phrasings).toEqual(anew.phrasings);
    expect(ours.core.firstRow).toEqual(anew.core.firstRow);
    expect(ours.core.vocabulary).toEqual(anew.core.vocabulary);
    expect(ours.core.rows.ids).toEqual(anew.core.rows.ids);
    expect(Math.max(...ours.core.rows.values.map((value, i) => Math.abs(value - anew.core.rows.values[i]!)))).toBeLessThanOrEqual(2);
    expect(ours.core.senses.vectors).toEqual(anew.core.senses.vectors);
    expect(ours.core.senses.profiles).toEqual(anew.core.senses.profiles);
    expect([ours.exact, ours.banned, ours.ranges]).toEqual([anew.exact, anew.banned, anew.ranges]);
  });
  it('reads practically as one that is trained anew, after one edit and after a chain of twenty', () => {
    let [ours, to] = [model, library];
    for (let i = 0; i < 20; i++) {
      to = to.map((question, at) => (at === (i * 7) % to.length ? { ...question, phrasings: [...question.phrasings.slice(i % 2), `${question.phrasings[0]!}，麻烦说一下 ${i}`] } : question));
      ours = updated(to, ours);
      if (i !== 0 && i !== 19) continue;
      const anew = trainModel(to, { trade });
      expect(Math.abs(right(ours, test) - right(anew, test))).toBeLessThanOrEqual(0.01 * test.length);
      // By one dial: that of so small a library moves with the seed (63 to 73 % of these texts in five trainings), and an update keeps the one it has.
      const limits = thresholds(ours, 0.95);
      expect(Math.abs(answered(ours, test, limits) - answered(anew, test, limits))).toBeLessThanOrEqual(0.04 * test.length);
      expect(answered(ours, outside, limits)).toBeLessThanOrEqual(answered(anew, outside, limits) + 1);
      expect(apart(ours, anew, [...test, ...outside])).toBeLessThan(0.03);
    }
  });
  it('is the same byte for byte when made again, and when it is made out of a stored model', () => {
    const to = [...library, wrapping];
    expect(serialiseModel(updated(to))).toEqual(serialiseModel(updated(to)));
    expect(serialiseModel(updated(to, loadModel(serialiseModel(model), trade)))).toEqual(serialiseModel(updated(to)));
  });
  it('is the model of before where nothing was edited', () => {
    const same = updated(library);
    expect(same.core.head).toEqual(model.core.head);
    for (const { text } of [...test, ...outside]) expect(match(same, text).candidates.map(({ questionId }) => questionId)).toEqual(match(model, text).candidates.map(({ questionId }) => questionId));
    expect(apart(same, model, [...test, ...outside])).toBeLessThan(0.001);
  });
});

describe('an edit', () => {
  it('that adds a question makes it answerable at once, in words that were not typed', () => {
    const next = updated([...library, wrapping]);
    for (const text of ['能不能做礼品包装', '麻烦用礼盒帮我装好送人', '可以包装成礼物的样子吗']) {
      const found = match(next, text);
      expect(found.candidates[0]?.questionId).toBe('wrapping');
      expect(verdict(found, thresholds(next, 0.95))).toBe('answer');
    }
    expect(right(next, test)).toBeGreaterThanOrEqual(right(model, test) - 2);
  });
  it('that takes a question out leaves nothing of it', () => {
    const to = library.filter(({ id }) => id !== shipping);
    const [next, anew] = [updated(to), trainModel(to, { trade })];
    const asked = [...library[0]!.phrasings.map((text) => ({ text, label: shipping })), ...test.filter(({ label }) => label === shipping)];
    for (const { text } of asked) {
      const found = match(next, text);
      expect(found.exact).toBe(false);
      expect(found.candidates.map(({ questionId }) => questionId)).not.toContain(shipping);
    }
    expect(apart(next, anew, asked)).toBeLessThan(0.07);
    const known = new Set(anew.core.vocabulary.hashes);
    expect([...model.core.vocabulary.hashes].filter((hash) => !known.has(hash)).length).toBeGreaterThan(50);
    expect(next.core.vocabulary.hashes.every((hash) => known.has(hash))).toBe(true);
    expect(new TextDecoder().decode(serialiseModel(next))).not.toContain(library[0]!.phrasings[2]!);
  });
  it('that takes a phrasing out unlearns it', () => {
    // In words that no other phrasing has, so that only having learnt it explains knowing it.
    const text = '甲乙丙丁戊己庚辛';
    const taught = updated(edited(sizes, ({ phrasings }) => ({ phrasings: [...phrasings, text] })));
    expect(match(taught, text).candidates[0]?.questionId).toBe(sizes);
    const untaught = updated(library, taught);
    expect(match(untaught, text).exact).toBe(false);
    expect(untaught.core.vocabulary).toEqual(model.core.vocabulary);
    expect(match(untaught, text).confidence).toBeCloseTo(match(model, text).confidence, 2);
  });
  it('that moves a phrasing to another question makes it mean that one', () => {
    const [text = ''] = library[0]!.phrasings.slice(-1);
    const to = library.map((question) => (question.id === shipping ? { ...question, phrasings: question.phrasings.slice(0, -1) } : question.id === sizes ? { ...question, phrasings: [...question.phrasings, text] } : question));
    const found = match(updated(to), text);
    expect([found.exact, found.candidates[0]?.questionId]).toEqual([true, sizes]);
  });
  it('that adds a negative phrasing holds', () => {
    const [text = ''] = library[0]!.phrasings;
    const next = updated(edited(sizes, () => ({ negatives: ['尺码表哪里有卖', text] })));
    expect(match(next, '尺码表哪里有卖').candidates.map(({ questionId }) => questionId)).not.toContain(sizes);
    const without = updated(edited(shipping, () => ({ negatives: ['发货地在哪个城市'] })), next);
    expect(match(without, '发货地在哪个城市').candidates.map(({ questionId }) => questionId)).not.toContain(shipping);
    expect(without.negatives.texts).toEqual(['发货地在哪个城市']);
  });
});

describe('training anew', () => {
  it('is what a large change asks for, and a library of a handful', () => {
    expect(updateModel(model, library.slice(0, 30))).toBeNull();
    expect(updateModel(trainModel(library.slice(0, 5), { trade }), library.slice(0, 5))).toBeNull();
    expect(updateModel(trainModel([]), library)).toBeNull();
    expect(updateModel(model, [])).toBeNull();
  });
  it('is due after many updates or much change, and not before', () => {
    let ours = updated([...library, wrapping]);
    expect([isDue(model), isDue(ours), ours.since]).toEqual([false, false, { updates: 1, rows: 5 }]);
    for (let i = 0; i < 29; i++) ours = updated(library, ours);
    expect([isDue(ours), ours.since.updates]).toEqual([true, 30]);
    const more = [...library, ...Array.from({ length: 6 }, (_, i) => ({ ...wrapping, id: `wrapping ${i}`, phrasings: wrapping.phrasings.map((text) => `${text} ${i}`) }))];
    expect(isDue(updated(more))).toBe(true);
    expect(loadModel(serialiseModel(ours), trade).since).toEqual(ours.since);
  });
});
