// Tests of what a new question begins with.
import { expect, test } from 'vitest';
import { beginWith } from './begin-question.ts';

test('the most telling text is the title, the other wordings are phrasings, each once', () => {
  expect(beginWith({ text: '账号登录不上', examples: ['登录失败怎么回事', '账号登录不上？', '登录失败怎么回事！', '我的账号\n登不进去'] }, new Map())).toEqual({ title: '账号登录不上', phrasings: ['登录失败怎么回事', '我的账号 登不进去'] });
});

test('hidden numbers, what another question holds, and lines too long for a phrasing stay out', () => {
  expect(beginWith({ text: '订单 *** 到哪了', examples: ['***', '查一下 *** 这个单', '几天到', '长'.repeat(201)] }, new Map([['几天到', 'qst']]))).toEqual({ title: '订单 到哪了', phrasings: ['查一下 这个单'] });
});

test('a title is no longer than a name may be', () => {
  expect(beginWith({ text: '长'.repeat(500), examples: [] }, new Map()).title).toHaveLength(200);
});
