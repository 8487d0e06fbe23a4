// Several requests in one text, on the shipped knowledge of the trade.
import { describe, expect, it } from 'vitest';
import { shippedTrade } from '../eval/shipped-trade.ts';
import { match, type Match, requestsIn, thresholds, trainModel, verdict } from './index.ts';

const model = trainModel([
  { id: 'ship', phrasings: ['什么时候发货', '多久能发出来', '今天下单今天发吗', '怎么还不发货', '几天发'], negatives: [] },
  { id: 'courier', phrasings: ['发什么快递', '用的哪家物流', '可以发顺丰吗', '走什么快递'], negatives: [] },
  { id: 'return', phrasings: ['怎么退货', '我想退掉', '退货流程是什么', '不想要了怎么退'], negatives: [] },
  { id: 'refund', phrasings: ['退款多久到账', '钱什么时候退回来', '怎么还没退款', '退的钱几天到'], negatives: [] },
  { id: 'invoice', phrasings: ['可以开发票吗', '怎么开专票', '能不能给我开票', '要开发票'], negatives: [] },
], { trade: shippedTrade() });
const limits = { answer: 0.8, offer: 0.3 };
const read = (sentence: string): { found: Match } => ({ found: match(model, sentence) });
const askedIn = (text: string): (string | undefined)[] => requestsIn(text, limits, read).map(({ found }) => found.candidates[0]?.questionId);

describe('the requests of a text', () => {
  it('are those of its sentences and messages, in the order asked', () => {
    expect(askedIn('什么时候发货\n可以开发票吗')).toEqual(['ship', 'invoice']);
    expect(askedIn('亲，可以开票吗？发的哪家快递！')).toEqual(['invoice', 'courier']);
    expect(askedIn('在吗\n怎么退货\n谢谢；钱多久退回来')).toEqual(['return', 'refund']);
    expect(askedIn('怎么退货. 要开发票')).toEqual(['return', 'invoice']);
    expect(askedIn('退货要运费3.5元吗')).toEqual([]);
  });
  it('are none where one thing is asked, however often and whatever is said beside it', () => {
    for (const text of ['什么时候发货', '什么时候发货？多久能发出来', '什么时候发货 可以开发票吗', '你好。什么时候发货。谢谢', '', '？？？', '今天天气不错。股市怎么样']) expect(askedIn(text)).toEqual([]);
  });
  it('are none of what is said to ask nothing', () => {
    expect(requestsIn('怎么退货。可以开发票吗', limits, (sentence) => (sentence.startsWith('可以') ? null : read(sentence)))).toEqual([]);
  });
  it('are none of those that are not sure by themselves, and none in a story', () => {
    expect(askedIn('什么时候发货。那个东西我觉得吧')).toEqual([]);
    expect(askedIn(['什么时候发货', '怎么退货', '退款多久到账', '可以开发票吗'].join('\n'))).toEqual([]);
    expect(askedIn(['什么时候发货', '怎么退货', '一', '二', '三', '四', '五'].join('\n'))).toEqual([]);
  });
  it('are sure by the same measure as a single one', () => {
    for (const { found } of requestsIn('怎么退货。可以开发票吗', thresholds(model, 0.9), read)) expect(verdict(found, thresholds(model, 0.9))).toBe('answer');
    expect(requestsIn('怎么退货。可以开发票吗', thresholds(model, 0.9), read)).toHaveLength(2);
    expect(requestsIn('怎么退货。可以开发票吗', { answer: 1.1, offer: 0.3 }, read)).toEqual([]);
  });
});
