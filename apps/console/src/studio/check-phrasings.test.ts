// Tests of the phrasings box.
import { expect, test } from 'vitest';
import { checkPhrasings, sameKey } from './check-phrasings.ts';

test('empty lines and spaces around a line do not count', () => {
  expect(checkPhrasings('  什么时候发货 \n\n\n几天发货\n').phrasings).toEqual(['什么时候发货', '几天发货']);
});

test('an exact double is dropped and told', () => {
  const check = checkPhrasings('几天发货\n几天发货');
  expect(check.phrasings).toEqual(['几天发货']);
  expect(check.doubles).toEqual(['几天发货']);
});

test('a line that differs only in width, case or closing punctuation is told, and kept', () => {
  const check = checkPhrasings('包邮吗\n包邮吗？\nＶＩＰ\nvip');
  expect(check.doubles).toEqual(['包邮吗？', 'vip']);
  expect(check.phrasings).toHaveLength(4);
});

test('a line on both sides of one question is told', () => {
  expect(checkPhrasings('可以退吗', ['可以退吗？']).onBothSides).toEqual(['可以退吗']);
});

test('a line that another question holds is told with that question', () => {
  const library = new Map([[sameKey('包邮吗'), { text: '包邮吗', title: '运费' }]]);
  expect(checkPhrasings('包邮吗', [], library).elsewhere).toEqual([{ text: '包邮吗', title: '运费', exact: true }]);
  expect(checkPhrasings('包邮吗？', [], library).elsewhere).toEqual([{ text: '包邮吗？', title: '运费', exact: false }]);
});

test('a line of punctuation alone is not the same as every other such line', () => {
  expect(checkPhrasings('？\n。').doubles).toEqual([]);
});

test('a line longer than the limit is told', () => {
  expect(checkPhrasings('长'.repeat(201)).tooLong).toHaveLength(1);
});
