// Checks what is left out of a line because it says nothing of the request, and what is not.
import { describe, expect, it } from 'vitest';
import { belongsByForm, withoutLinks } from './beside.ts';
import { prepareText } from './segments.ts';

const core = (text: string): string => prepareText(text).core;

describe('what stands beside a request', () => {
  it.each([
    '转人工 什么时候发货', '什么时候发货 人工客服', '订单业务咨询 什么时候发货', '请选择咨询订单 什么时候发货', '好的 什么时候发货', '订单号：2201234567890 什么时候发货', '什么时候发货 SF1234567890123', '13812345678 什么时候发货',
    'https://item.example.com/100012.html?from=share 什么时候发货', '什么时候发货https://item.example.com/100012.html', '#E-s35什么时候发货#E-s[数字x]', '你好 在吗 1234567 是的 什么时候发货',
  ])('goes: %s', (text) => {
    expect(core(text)).toBe('什么时候发货');
  });
  it('goes in English too', () => {
    expect(core('yes. when will it ship? https://shop.example.com/p/1')).toBe('when will it ship');
    expect(core('I want to talk to a real person! when will it ship')).toBe('when will it ship');
    expect(core('can i talk to an agent')).toBe('can i talk to an agent');
  });
  it.each([['转人工'], ['人工客服 谢谢', '人工客服'], ['商品咨询'], ['1234567', '#'], ['人工 有没有'], ['好的 退款'], ['没有 收到退款'], ['不是 我要的颜色'], ['退换货咨询 什么时候发货'], ['没有发票'], ['人工费多少钱'], ['订单号在哪看']])('stays where it may be what is wanted: %s', (text, left = text) => {
    expect(core(text)).toBe(left);
  });
  it('leaves a link that is all there is', () => {
    expect(withoutLinks('https://shop.example.com/p/1')).toBe('https://shop.example.com/p/1');
    expect(core('https://shop.example.com/p/1')).not.toBe('');
  });
  it('is read behind a long link', () => {
    expect(core(`https://shop.example.com/${'x'.repeat(900)} 什么时候发货`)).toBe('什么时候发货');
  });
});

it('what asks or denies by its form is no small talk', () => {
  for (const text of ['点哪个', '可以吗', '多久', 'which one', '没有', '不是']) expect(belongsByForm(text), text).toBe(true);
  for (const text of ['买键盘的那单', '我试试', 'the blue one', '不要了']) expect(belongsByForm(text), text).toBe(false);
});
