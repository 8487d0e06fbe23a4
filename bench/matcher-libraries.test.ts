// Libraries for measuring the matcher: exact in size, even, without repeats, the same every time.
import { resolve } from 'node:path';
import { prepareText, trainModel } from '@qindesk/matcher';
import { expect, test } from 'vitest';
import type { CorpusTopic } from '../packages/matcher/src/parse-topics.ts';
import { readCorpus } from '../packages/matcher/train/read-corpus.ts';
import { cutLibrary, pickLines } from './matcher-libraries.ts';

const topic = (id: string, lines: string[]): CorpusTopic => ({ id, title: id, near: [], lines, from: '' });
const small = [topic('a.one', ['什么时候发货', '多久能发', '亲 多久能发']), topic('a.two', ['能退吗', '可以退货吗', '不想要了']), topic('chat.bye', ['再见', '拜拜'])];

test('a library of the corpus is even, of the corpus only, and all of it is trained on', () => {
  const corpus = readCorpus(resolve('packages/matcher/corpus/zh'));
  const { library, phrasings, variations } = cutLibrary(corpus, { topics: 60, phrasings: 600, seed: 1 });
  expect([library.length, phrasings, variations]).toEqual([60, 600, 0]);
  expect(library.every((question) => question.phrasings.length === 10)).toBe(true);
  expect(library.every(({ id, phrasings: own }) => own.every((text) => corpus.some((one) => one.id === id && one.lines.includes(text))))).toBe(true);
  expect(trainModel(library, { refine: false }).phrasings).toHaveLength(600);
});

test('the same seed gives the same library, another one another', () => {
  const size = { topics: 2, phrasings: 40, seed: 3 };
  expect(cutLibrary(small, size)).toEqual(cutLibrary(small, size));
  expect(cutLibrary(small, { ...size, seed: 4 })).not.toEqual(cutLibrary(small, size));
  expect(pickLines(small, 4, 1)).toEqual(pickLines(small, 4, 1));
  expect(new Set(pickLines(small, 8, 1)).size).toBe(8);
});

test('what the corpus has not is made of its lines with a purchase in front, never a repeat, and counted', () => {
  const { library, phrasings, variations } = cutLibrary(small, { topics: 2, phrasings: 40, seed: 1 });
  expect(library.map(({ id }) => id).sort()).toEqual(['a.one', 'a.two']);
  // 亲 is stripped, so the corpus has five phrasings that the matcher tells apart.
  expect([phrasings, variations]).toEqual([40, 35]);
  for (const { phrasings: own } of library) {
    expect(own).toHaveLength(20);
    expect(new Set(own.map((text) => prepareText(text).core)).size).toBe(20);
  }
});

test('small talk is taken only when the questions do not suffice, and a corpus that is too small is refused', () => {
  expect(cutLibrary(small, { topics: 3, phrasings: 6, seed: 1 }).library.at(-1)?.id).toBe('chat.bye');
  expect(() => cutLibrary(small, { topics: 4, phrasings: 4, seed: 1 })).toThrow('4 topics are wanted and the corpus has 3');
});
