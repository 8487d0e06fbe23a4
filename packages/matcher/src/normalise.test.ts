// Checks the written form that all matching starts from.
import { describe, expect, it } from 'vitest';
import { MAX_LENGTH, normalise } from './normalise.ts';

describe('normalise', () => {
  it('brings width and case to one form', () => {
    expect(normalise('ＡＢＣ１２ Ｈello')).toBe('abc12 hello');
  });
  it('turns traditional characters into simplified ones', () => {
    expect(normalise('請問什麼時候發貨')).toBe('请问什么时候发货');
  });
  it('collapses punctuation and blanks to one blank', () => {
    expect(normalise('  能退吗？？！  谢谢~~ ')).toBe('能退吗 谢谢');
  });
  it('keeps short numbers with their decimals and hides long ones', () => {
    expect(normalise('1.5米 订单号 202611220001')).toBe('1.5米 订单号 #');
  });
  it('drops apostrophes inside English words', () => {
    expect(normalise("I can't, don’t")).toBe('i cant dont');
  });
  it('gives nothing for emoji and marks alone', () => {
    expect(normalise('😀😀 ！？…')).toBe('');
  });
  it('drops emoji by name and masks, but no title in brackets', () => {
    expect(normalise('怎么退[捂脸][强]')).toBe('怎么退');
    expect(normalise('订单[数字x]到[地址x]了吗')).toBe('订单 到 了吗');
    expect(normalise('发到[邮箱x]')).toBe('发到 邮箱x');
    expect(normalise('[纯棉短袖]有货吗')).toBe('纯棉短袖 有货吗');
    expect(normalise('[订单x]')).toBe('');
  });
  it('writes common slips right', () => {
    expect(normalise('優惠卷领不了 钱到帐没 什么时候来按装')).toBe('优惠券领不了 钱到账没 什么时候来安装');
  });
  it.each(['要一卷垃圾袋和一顶帐篷', '收到帐篷了', '小米有货吗', '实木有甲醛吗', '从西安转运', '按转人工', '头发漂过能染吗', '衣领卷边', '头发卷了', '指定单号', '固定单价', '退宽带', '尽快第二天发', '按装箱单发', '按装修风格', '台风登陆', '能消肿么', '蚊帐上有洞'])('leaves words that only look like slips: %s', (text) => {
    expect(normalise(text)).toBe(text);
  });
  it('reads only the beginning of a very long text', () => {
    expect(normalise('退'.repeat(50_000)).length).toBe(MAX_LENGTH);
  });
});
