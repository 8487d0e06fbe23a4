// Checks the matcher through its door on a small hand-made library: exactness, negatives, guards, limits, hostile input.
import { describe, expect, it } from 'vitest';
import { match, type MatcherQuestion, type ShopModel, thresholds, trainModel, verdict } from './index.ts';

const LIBRARY: MatcherQuestion[] = [
  { id: 'ship', phrasings: ['什么时候发货', '多久能发出来', '今天下单今天发吗', '怎么还不发货'], negatives: ['发货地址在哪里'] },
  { id: 'courier', phrasings: ['发什么快递', '用的哪家物流', '可以发顺丰吗'], negatives: [] },
  { id: 'return', phrasings: ['怎么退货', '我想退掉', '退货流程是什么'], negatives: ['取消退货申请'] },
  { id: 'refund', phrasings: ['退款多久到账', '钱什么时候退回来', '怎么还没退款'], negatives: [] },
  { id: 'invoice', phrasings: ['可以开发票吗', '怎么开专票', '电子发票在哪下载'], negatives: [] },
];
const model = trainModel(LIBRARY);

function first(of: ShopModel, text: string): string | undefined {
  return match(of, text).candidates[0]?.questionId;
}

describe('match', () => {
  it('finds a phrasing literally, whatever greeting, script or marks surround it', () => {
    for (const text of ['什么时候发货', '亲，什么时候发货呢？', '請問什麼時候發貨']) {
      const found = match(model, text);
      expect(found).toMatchObject({ exact: true, guards: [], coverage: 1 });
      expect(found.candidates[0]).toMatchObject({ questionId: 'ship', phrasing: '什么时候发货' });
      expect(found.confidence).toBeGreaterThan(0.99);
    }
  });
  it('finds a phrasing put differently and shows its parts', () => {
    const found = match(model, '退的钱几天到账');
    expect(found.candidates[0]?.questionId).toBe('refund');
    expect(found.candidates[0]?.parts.cosine).toBeGreaterThan(0);
    expect(found.candidates.reduce((sum, candidate) => sum + candidate.probability, 0)).toBeCloseTo(1, 5);
  });
  it('lists at most five candidates, best first', () => {
    const { candidates } = match(model, '退货发票快递');
    expect(candidates.length).toBeLessThanOrEqual(5);
    for (let i = 1; i < candidates.length; i++) expect(candidates[i]!.probability).toBeLessThanOrEqual(candidates[i - 1]!.probability);
  });
  it('excludes a question of which the text is a negative phrasing', () => {
    expect(match(model, '取消退货申请').candidates.map((candidate) => candidate.questionId)).not.toContain('return');
  });
  it('demotes a question to whose negative phrasing the text is nearer', () => {
    const found = match(model, '我要取消退货的申请');
    if (found.candidates[0]?.questionId === 'return') expect(found.guards.join()).toContain('negative-phrasing');
    expect(verdict(found, { answer: 0, offer: 0 })).not.toBe('answer');
  });
  it('offers, never answers, what a guard demotes', () => {
    const found = match(model, '我不想退掉');
    expect(found.candidates[0]?.questionId).toBe('return');
    expect(found.guards.join()).toContain('negation');
    expect(verdict(found, { answer: 0, offer: 0 })).toBe('offer');
  });
  it('is unsure of what the library does not hold', () => {
    expect(match(model, '今天股市怎么样').confidence).toBeLessThan(thresholds(model, 0.9).answer);
  });
  it('is not exact when two questions share the phrasing', () => {
    const shared = trainModel([{ id: 'a', phrasings: ['退货', '我要退'], negatives: [] }, { id: 'b', phrasings: ['退货', '退钱'], negatives: [] }]);
    expect(match(shared, '退货').exact).toBe(false);
  });
});

describe('what must not break it', () => {
  const nothing = { candidates: [], confidence: 0, exact: false, guards: [], coverage: 0 };
  it('an empty library knows nothing', () => {
    expect(match(trainModel([]), '什么时候发货')).toMatchObject(nothing);
  });
  it('a library of one question matches it and survives calibration', () => {
    const one = trainModel([{ id: 'only', phrasings: ['什么时候发货'], negatives: [] }]);
    expect(match(one, '什么时候发货')).toMatchObject({ exact: true });
    expect(match(one, '发货时候').confidence).toBeGreaterThan(0);
    expect(match(one, 'banana')).toMatchObject(nothing);
  });
  it('questions without phrasings, or with marks only, never match', () => {
    const model = trainModel([{ id: 'empty', phrasings: [], negatives: ['退货'] }, { id: 'marks', phrasings: ['？？', '😀'], negatives: [] }, ...LIBRARY]);
    expect(first(model, '怎么退货')).toBe('return');
    expect(match(model, '？？')).toMatchObject(nothing);
  });
  it('empty texts, blanks and emoji give nothing', () => {
    for (const text of ['', '   ', '😀😀😀', '！！！', '\u0000\u200b']) expect(match(model, text)).toMatchObject(nothing);
  });
  it('50,000 characters take no longer than a line', () => {
    const text = '什么时候发货，我想退货。'.repeat(5000);
    const from = performance.now();
    for (let i = 0; i < 20; i++) match(model, text);
    expect((performance.now() - from) / 20).toBeLessThan(20);
  });
  it('names of object internals are words like any other', () => {
    const hostile = trainModel([
      { id: '__proto__', phrasings: ['__proto__', 'constructor', 'toString'], negatives: ['hasOwnProperty'] },
      { id: 'constructor', phrasings: ['prototype pollution', 'valueOf'], negatives: ['__proto__'] },
    ]);
    expect(first(hostile, 'constructor')).toBe('__proto__');
    expect(first(hostile, 'valueOf')).toBe('constructor');
    expect(match(hostile, 'hasOwnProperty').candidates.map((candidate) => candidate.questionId)).not.toContain('__proto__');
    expect(Object.keys({})).toEqual([]);
  });
  it('lone surrogates and other scripts do no harm', () => {
    for (const text of ['\ud800退货', 'доставка когда', 'いつ届きますか', 'مرحبا']) expect(() => match(model, text)).not.toThrow();
  });
});

describe('thresholds', () => {
  it('rise with the wanted precision and keep the offer below the answer', () => {
    const marks = [0, 0.5, 0.8, 0.9, 0.95, 0.99, 1].map((precision) => thresholds(model, precision));
    for (const { answer, offer } of marks) expect(offer).toBeLessThanOrEqual(answer);
    for (let i = 1; i < marks.length; i++) expect(marks[i]!.answer).toBeGreaterThanOrEqual(marks[i - 1]!.answer);
  });
});
