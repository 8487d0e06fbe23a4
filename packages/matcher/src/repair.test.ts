// Checks that words typed by ear come back as they are written, and that what is known stays.
import { describe, expect, it } from 'vitest';
import { repair, spellingOf } from './repair.ts';
import { soundOf } from './sound.ts';
import { NO_TRADE } from './trade.ts';

const spelling = spellingOf(NO_TRADE, ['怎么开发票', '优惠券怎么领', '什么时候安装', '尺码怎么选']);

describe('repair', () => {
  it.each([['怎么开发漂', '怎么开发票'], ['什么时侯按装', '什么时候安装'], ['齿码怎么选', '尺码怎么选']])('%s → %s', (typed, meant) => {
    expect(repair(spelling, typed)).toBe(meant);
  });
  it.each(['怎么开发票', '今天天气', 'order status', ''])('leaves "%s" alone', (text) => {
    expect(repair(spelling, text)).toBeUndefined();
  });
});

describe('soundOf', () => {
  it('is equal for what is mixed up by ear, and 0 for what has no sound', () => {
    const sound = (text: string): number => soundOf(text.charCodeAt(0));
    expect(sound('按')).toBe(sound('安'));
    expect(sound('是')).toBe(sound('四'));
    expect(sound('票')).not.toBe(sound('发'));
    expect(sound('a')).toBe(0);
  });
});
