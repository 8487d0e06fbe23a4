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
  it('reads only the beginning of a very long text', () => {
    expect(normalise('退'.repeat(50_000)).length).toBe(MAX_LENGTH);
  });
});
