// Columns stay straight with Chinese in them.
import { describe, expect, it } from 'vitest';
import { fit, widthOf } from './print.ts';

describe('a table for people', () => {
  it.each(['怎么选尺码', 'abc', '什么时候发货？第二天能到吗，急用啊亲', '', 'ａｂ😀'])('gives every cell the same width: %s', (text) => {
    expect(widthOf(fit(text, 12))).toBe(12);
  });
  it('shows that a text was cut', () => expect(fit('什么时候发货', 8)).toBe('什么时… '));
  it('keeps a cell on its line', () => expect(fit('a\nb', 4)).toBe('a b '));
});
