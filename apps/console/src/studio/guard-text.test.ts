// Tests of saying what a guard saw, in both languages.
import { expect, test } from 'vitest';
import { guardDetail } from './guard-text.ts';
import type { StudioSay } from './text.ts';
import { en } from './words.en.ts';
import { zh } from './words.zh.ts';

const sayIn = (words: Record<string, string>): StudioSay => ((key: string, values: Record<string, string> = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')) as StudioSay;

test('types of question and numbers are named beside those of the phrasings', () => {
  expect(guardDetail(sayIn(zh), 'question-type', 'where, how-long asked, phrasings ask how')).toBe('问的是哪里、多久，问法里是怎么');
  expect(guardDetail(sayIn(en), 'question-type', 'where asked, phrasings ask how, can')).toBe('asked: where; in the phrasings: how, may I');
  expect(guardDetail(sayIn(zh), 'number', '15 asked, 7, 30 in the phrasings')).toBe('问的是15，问法里是7、30');
});

test('a negative phrasing and the question before are quoted; a denial says enough by itself', () => {
  expect(guardDetail(sayIn(zh), 'negative-phrasing', 'nearer to "取消退货申请" than to any phrasing')).toBe('取消退货申请');
  expect(guardDetail(sayIn(zh), 'context', 'may go on from 运费怎么算')).toBe('运费怎么算');
  expect(guardDetail(sayIn(zh), 'context', 'the line alone is about another product')).toBe('');
  expect(guardDetail(sayIn(zh), 'negation', 'the text denies, no phrasing does')).toBe('');
});
