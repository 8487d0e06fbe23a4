// Checks that run-together messages come apart and that greetings go only when something remains.
import { describe, expect, it } from 'vitest';
import { leansOnContext, prepareText, stripFiller, wholeLine } from './segments.ts';

describe('stripFiller', () => {
  it('takes greetings and politeness off both ends', () => {
    expect(stripFiller('亲在吗请问什么时候发货呢谢谢')).toBe('什么时候发货');
    expect(stripFiller('hello can i return this please')).toBe('can i return this');
  });
  it.each(['额度多少', '那天说的', '请求退款', '客服电话多少', '亲子装', '麻烦死了', '老板娘在吗', '券还在吗', '人在吗', '那么贵'])('leaves a word that begins or ends like one: %s', (text) => {
    expect(stripFiller(text)).toBe(text);
  });
  it('takes an opener off that stands alone', () => {
    expect(stripFiller('额 我要退')).toBe('我要退');
    expect(stripFiller('那我要退货')).toBe('我要退货');
    expect(stripFiller('我要退货在吗')).toBe('我要退货');
  });
  it('does not eat into English words', () => {
    expect(stripFiller('history of orders')).toBe('history of orders');
  });
});

describe('prepareText', () => {
  it('takes joined messages apart and drops the greeting', () => {
    expect(prepareText('你好 在吗 快递今天可以到吗 催一下').segments).toEqual(['快递今天可以到吗', '催一下']);
  });
  it('cuts at punctuation', () => {
    expect(prepareText('收到是坏的，怎么退？').segments).toEqual(['收到是坏的', '怎么退']);
  });
  it('keeps a text that is nothing but a greeting', () => {
    expect(prepareText('你好')).toEqual({ normalised: '你好', core: '你好', segments: ['你好'] });
  });
  it('does not cut an English sentence at its blanks', () => {
    expect(prepareText('where is my order, please?').segments).toEqual(['where is my order']);
  });
  it('gives nothing for an empty text', () => {
    expect(prepareText('')).toEqual({ normalised: '', core: '', segments: [] });
  });
});

describe('wholeLine', () => {
  it('keeps what stands beside a request, for learning', () => {
    expect(prepareText('你好 人工 快点处理').core).toBe('快点处理');
    expect(wholeLine('你好 人工 快点处理')).toBe('人工 快点处理');
    expect([wholeLine('你好'), wholeLine('')]).toEqual(['你好', '']);
  });
});

describe('leansOnContext', () => {
  it.each(['那红色的呢', 'xl的呢', '那这个呢', '它也是吗', '换成黑色的话', 'what about the blue one', 'and in red'])('%s lives on what was said before', (text) => {
    expect(leansOnContext(text)).toBe(true);
  });
  it.each(['什么时候发货', '那件羽绒服我上个礼拜就退回去了怎么还没有退款', '', 'where is my parcel', '怎么退货'])('%s stands alone', (text) => {
    expect(leansOnContext(text)).toBe(false);
  });
});
