// Checks what a trainer is told to mend: colliding phrasings, thin questions with their topic and what could be added, texts grouped by meaning. On the shipped trade.
import { describe, expect, it } from 'vitest';
import { shippedTrade } from '../eval/shipped-trade.ts';
import { findCollisions, findThinQuestions, groupTexts, type MatcherQuestion, nearestTopicOf, NO_TRADE, pickPhrasings, trainModel } from './index.ts';

const trade = shippedTrade();
const question = (id: string, ...phrasings: string[]): MatcherQuestion => ({ id, phrasings, negatives: [] });
const library = [
  question('ship', '什么时候发货', '多久能发出来', '今天下单今天能发吗', '几天可以寄出', '下单后什么时候发'),
  question('presale', '预售多久发', '预售款几号发出', '预售的什么时候发货', '下单后什么时候发呢', '定金付了啥时发'),
  question('colour', '会不会掉色', '洗了褪色吗'),
  question('courier', '发什么快递', '哪家物流', '发顺丰吗'),
  question('return', '怎么退货', '我要退货', '在哪申请退货', '退货流程', '东西不想要了怎么退'),
];
const model = trainModel(library, { trade });

describe('findCollisions', () => {
  it('names the two phrasings of two questions that say the same, nearest first', () => {
    const found = findCollisions(model);
    expect(found[0]).toMatchObject({ questionIds: ['ship', 'presale'], phrasings: ['下单后什么时候发', '下单后什么时候发呢'] });
    expect(found[0]?.nearness).toBeGreaterThan(0.95);
    expect(found.map(({ nearness }) => nearness)).toEqual(found.map(({ nearness }) => nearness).sort((a, b) => b - a));
    expect(found.flatMap(({ questionIds }) => questionIds)).not.toContain('colour');
  });
  it('tells each pair once, no more than was asked for, and the same every time', () => {
    const twins = trainModel([question('a', ...'甲乙丙丁戊'.split('').map((x) => `${x}款什么时候发货`)), question('b', ...'甲乙丙丁戊'.split('').map((x) => `${x}款什么时候发货呀`))], { trade, refine: false });
    const found = findCollisions(twins);
    expect(new Set(found.map(({ phrasings }) => phrasings.join())).size).toBe(found.length);
    expect(found).toHaveLength(2);
    expect(findCollisions(twins, 1)).toEqual(found.slice(0, 1));
  });
  it('finds none in a library of one question, or of none', () => {
    expect(findCollisions(trainModel(library.slice(0, 1), { trade, refine: false }))).toEqual([]);
    expect(findCollisions(trainModel([], { trade, refine: false }))).toEqual([]);
  });
  it('judges by the words where the trade knows nothing', () => {
    expect(findCollisions(trainModel(library, { trade: NO_TRADE, refine: false }))[0]?.phrasings).toEqual(['下单后什么时候发', '下单后什么时候发呢']);
  });
});

describe('findThinQuestions', () => {
  it('lists what has few phrasings, those in a crowd first', () => {
    const crowded = trainModel([...library, question('crowded', '啥时候给发货'), question('alone', '怎么开发票')], { trade, refine: false });
    const found = findThinQuestions(crowded);
    expect(new Set(found.map(({ questionId }) => questionId))).toEqual(new Set(['colour', 'courier', 'crowded', 'alone']));
    expect(found[0]).toMatchObject({ questionId: 'crowded', phrasings: 1 });
    expect(found[0]?.neighbours).toBeGreaterThan(found.find(({ questionId }) => questionId === 'colour')?.neighbours ?? 9);
    expect(findThinQuestions(crowded, 2).map(({ questionId }) => questionId)).toEqual(['crowded', 'alone']);
  });
});

describe('nearestTopicOf', () => {
  it('knows what a question is about, and how sure that is', () => {
    expect(nearestTopicOf(model, 'courier')).toMatchObject({ topicId: 'ship.which-courier' });
    const colour = nearestTopicOf(model, 'colour');
    expect(colour?.topicId).toBe('apparel.fade');
    expect(colour?.sure).toBeGreaterThan(0.35);
    expect(colour?.sure).toBeLessThanOrEqual(1);
  });
  it('says nothing of a question that is not there, or without knowledge of the trade', () => {
    expect(nearestTopicOf(model, 'none')).toBeUndefined();
    expect(nearestTopicOf(trainModel(library, { trade: NO_TRADE, refine: false }), 'colour')).toBeUndefined();
  });
});

describe('pickPhrasings', () => {
  const lines = ['褪色严重不', '洗了褪色吗', '会不会染到别的衣服', '深色的掉色吗', '掉不掉颜色', '掉不掉颜色呀', '什么时候发货呀', '退货流程是什么', '。。。', `我买的红色裤子${'很好看'.repeat(20)}会掉色吗`];
  it('takes what is this question’s and new: nothing held, nothing of another, nothing empty, no stories', () => {
    const picked = pickPhrasings(model, 'colour', lines);
    expect(picked).toEqual(expect.arrayContaining(['深色的掉色吗', '褪色严重不']));
    for (const out of ['洗了褪色吗', '什么时候发货呀', '退货流程是什么', '。。。', lines.at(-1)]) expect(picked).not.toContain(out);
  });
  it('takes different ones first, and never a negative phrasing', () => {
    expect(pickPhrasings(model, 'colour', ['掉不掉颜色', '掉不掉颜色呀', '会不会染到别的衣服'], 2)).toContain('会不会染到别的衣服');
    const careful = trainModel(library.map((each) => (each.id === 'colour' ? { ...each, negatives: ['掉不掉颜色'] } : each)), { trade, refine: false });
    expect(pickPhrasings(careful, 'colour', ['掉不掉颜色', '深色的掉色吗'])).toEqual(['深色的掉色吗']);
    expect(pickPhrasings(model, 'nobody', lines)).toEqual([]);
  });
});

describe('groupTexts', () => {
  const texts = ['发票怎么开', '我要登录不上怎么办', '怎么申请开发票', '积分怎么换东西', '账号登不进去', '嘻嘻', '积分能兑换什么礼品', '麻烦开个发票', '为什么登录失败', '亲 发票怎么开', '哈哈哈'];
  it('brings together what means the same, the largest group first, chatter left out', () => {
    const groups = groupTexts(trade, texts);
    expect(groups.map(({ members }) => members)).toEqual([[0, 2, 7, 9], [1, 4, 8], [3, 6]]);
    expect(groups.map(({ size }) => size)).toEqual([4, 3, 2]);
    for (const { text, members } of groups) expect(members.map((at) => texts[at])).toContain(text);
  });
  it('is the same twice, holds each text once, and none beyond its bound', () => {
    expect(groupTexts(trade, texts)).toEqual(groupTexts(trade, texts));
    const many = Array.from({ length: 2100 }, (_, i) => `${texts[i % 5]}${i}`);
    const members = groupTexts(trade, many).flatMap((group) => group.members);
    expect(new Set(members).size).toBe(members.length);
    expect(Math.max(...members)).toBeLessThan(2000);
  });
  it('groups nothing where nothing is known', () => {
    expect(groupTexts(trade, [])).toEqual([]);
    expect(groupTexts(NO_TRADE, texts)).toEqual([]);
  });
});
