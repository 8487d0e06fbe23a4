// Unit tests of money and times, and of the choice of language.
import { expect, test } from 'vitest';
import { chooseLanguage } from '../read-settings.ts';
import { money, whenText } from './format.ts';
import { words } from './words/zh.ts';

test.each([
  [12900, 'CNY', 'zh', '¥129.00'], [12900, 'CNY', 'en', '¥129.00'], [500, 'JPY', 'zh', '¥500'], [123456, 'USD', 'en', '$1,234.56'], [100, 'nope', 'en', '1.00 nope'],
] as const)('%i %s in %s is %s', (minor, currency, language, expected) => {
  expect(money(minor, currency, language)).toBe(expected);
});

test('a time says its day unless it is today', () => {
  const now = new Date(2026, 10, 22, 0, 30).getTime();
  expect(whenText(new Date(2026, 10, 22, 0, 5).getTime(), now, 'zh', words)).toBe('00:05');
  expect(whenText(new Date(2026, 10, 21, 23, 59).getTime(), now, 'zh', words)).toBe('昨天 23:59');
  expect(whenText(new Date(2026, 10, 20, 9, 5).getTime(), now, 'zh', words)).toBe('11月20日 09:05');
});

test.each([
  ['zh', 'en', 'en', 'zh'], ['en', 'zh', 'zh', 'en'], ['auto', 'zh-CN', 'en', 'zh'], [undefined, '', 'zh-TW', 'zh'], ['auto', 'fr', 'zh', 'en'], ['klingon', '', 'de', 'en'],
])('wanted %s, page %s, browser %s: %s', (wanted, page, browser, expected) => {
  expect(chooseLanguage(wanted, page, browser)).toBe(expected);
});
