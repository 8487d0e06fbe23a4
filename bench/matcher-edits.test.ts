// The chain of edits is the same every time, and what is laid beside a model trained anew is measured, not assumed.
import { resolve } from 'node:path';
import { serialiseModel, trainModel } from '@qindesk/matcher';
import { expect, test } from 'vitest';
import { shippedTrade } from '../packages/matcher/eval/shipped-trade.ts';
import { readCorpus } from '../packages/matcher/train/read-corpus.ts';
import { editLibrary, type Edited } from './matcher-edits.ts';
import { cutLibrary } from './matcher-libraries.ts';

test('a library is edited so often, updated each time, and compared where that is wanted', () => {
  const corpus = readCorpus(resolve('packages/matcher/corpus/zh'));
  const second = readCorpus(resolve('packages/matcher/eval/second-hand'));
  const { library } = cutLibrary(corpus, { topics: 20, phrasings: 160, seed: 2 });
  const trade = shippedTrade();
  const edition = { library, bytes: serialiseModel(trainModel(library, { trade })), corpus, second, trade };
  const chain = (besideAnew: boolean): Edited[] => editLibrary(edition, { marks: [1, 4], besideAnew }, 3);
  const [one, four] = chain(true);
  expect([one?.edits, four?.edits]).toEqual([1, 4]);
  expect(four?.sameVerdict).toBeGreaterThan(90);
  expect(four?.confidenceApart).toBeGreaterThan(0);
  expect(Math.abs((four?.updated?.top1 ?? 0) - (four?.anew?.top1 ?? 100))).toBeLessThan(5);
  const untimed = (rows: Edited[]): object[] => rows.map(({ updated, anew, sameVerdict, confidenceApart }) => ({ updated, anew, sameVerdict, confidenceApart }));
  expect(untimed(chain(true))).toEqual(untimed([one, four] as Edited[]));
  expect(chain(false).every(({ anew }) => anew === undefined)).toBe(true);
  expect(() => editLibrary({ ...edition, bytes: serialiseModel(trainModel(library.slice(0, 3), { trade })) }, { marks: [1], besideAnew: false }, 3)).toThrow('edit 1');
});
