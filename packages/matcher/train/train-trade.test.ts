// The trainer comes to the same trade by the same lines. Figures that move here mean that `npm run train` makes other weights than the committed ones: train anew, measure, commit both.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { bagOf } from '../src/features.ts';
import { wholeLine } from '../src/segments.ts';
import { writeTrade } from '../src/trade-file.ts';
import { senseOf } from '../src/trade.ts';
import { TRADE, trainTrade } from './train-trade.ts';

const openings = ['', '亲 ', '请问', '那个', '我想问下'];
const endings = ['', '呢', '呀', '吗', '啊'];
const askedOf: Record<string, string[]> = {
  'ship.when': ['什么时候发货', '几天能发出来', '今天能寄走不'],
  'ship.carrier': ['用什么快递', '发哪家物流', '走顺丰还是中通'],
  'size.which': ['穿多大码合适', '选几码', '尺码偏大还是偏小'],
  'refund.late': ['退款还没到账', '钱怎么还没退给我', '退的钱几天到'],
  'coupon.use': ['优惠券怎么用不了', '券用不上', '这个券哪里能用'],
  'chat.thanks': ['谢谢你', '好的麻烦了', '知道了'],
};
const topics = Object.entries(askedOf).map(([id, asked]) => ({ id, title: id, near: [], from: '', lines: asked.flatMap((line) => openings.flatMap((opening) => endings.map((ending) => `${opening}${line}${ending}`))) }));
const trade = trainTrade(topics, { ...TRADE, epochs: 4 });
const shareOf = (text: string): [string | undefined, number] => {
  const { topics: [first], shares: [share] } = senseOf(trade, bagOf(wholeLine(text)));
  return [first === undefined ? undefined : trade.topicIds[first], Math.round((share ?? 0) * 100) / 100];
};

it('twice over gives the same bytes', () => {
  const digest = (): string => createHash('sha256').update(writeTrade(trainTrade(topics, { ...TRADE, epochs: 4 }))).digest('hex');
  expect(digest()).toBe(digest());
});

it('names the topic of lines that it has not seen, as sure as the committed weights were made to be', () => {
  const asked = ['几号可以发货', '走的哪家快递', '我该选多大', '退款几天能到', '这券咋用'].map(shareOf);
  expect(asked).toEqual([['ship.when', 1], ['ship.carrier', 1], ['size.which', 0.99], ['refund.late', 0.87], ['coupon.use', 1]]);
  expect({ votes: trade.votes.weights.length, words: trade.vocabulary.hashes.length }).toEqual({ votes: 338, words: 245 });
});
