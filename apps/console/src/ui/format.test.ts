// Times, spans, money and filled words, as they are written.
import { expect, test } from 'vitest';
import { daysBetween, money, span } from './format.ts';
import { fill } from './fill.ts';

test('a span counts up to days', () => expect([7e3, 750e3, 3725e3, 90061e3].map((ms) => span(ms, 'zh'))).toEqual(['0:07', '12:30', '1:02:05', '1天1时']));
test('a span never goes below zero, whatever a clock says', () => expect(span(-5000, 'en')).toBe('0:00'));
test('money carries its currency and the currency’s own decimals', () => {
  expect(money(19900, 'CNY', 'zh')).toBe('¥199.00');
  expect(money(500, 'JPY', 'en')).toContain('500');
  expect(money(100, 'ZZZ', 'en')).toContain('ZZZ');
});
test('days go by the calendar, not by 24 hours', () => expect(daysBetween(new Date(2026, 4, 1, 23, 59).getTime(), new Date(2026, 4, 2, 0, 1).getTime())).toBe(1));
test('words are filled by name and by number', () => {
  expect(fill('转给{name}', { name: '小雨' })).toBe('转给小雨');
  expect([1, 2].map((count) => fill('{count} {count|message|messages}', { count }))).toEqual(['1 message', '2 messages']);
  expect(fill('{name}', { name: '{name}$1' })).toBe('{name}$1');
});
