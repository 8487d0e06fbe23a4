// Tests of the question being edited.
import { expect, test } from 'vitest';
import type { QuestionView } from '@qindesk/protocol';
import { draftOf, emptyDraft, findDifferences, findDraftTrouble, inputOf, isChanged } from './question-draft.ts';

const stored = {
  id: 'qst_1', shopId: 'shp_1', title: '什么时候发货', category: '物流', mode: 'both', phrasings: ['几天发货', '啥时候发'], negatives: ['什么时候退款'],
  answers: [{ type: 'text', text: '48 小时内发出' }], followUps: [{ id: 'qst_2', title: '用什么快递' }], hot: false, version: 3, updatedAt: '2026-01-01T00:00:00.000Z',
} as unknown as QuestionView;

test('opening a stored question changes nothing', () => {
  expect(isChanged(draftOf(stored), stored)).toBe(false);
  expect(isChanged(emptyDraft(), null)).toBe(false);
});

test('blank lines and an answer left empty are no change', () => {
  const draft = draftOf(stored);
  expect(isChanged({ ...draft, positives: `${draft.positives}\n\n`, answers: [...draft.answers, { key: 'x', body: { type: 'text', text: '  ' } }] }, stored)).toBe(false);
});

test('one more phrasing is a change, and is sent', () => {
  const draft = { ...draftOf(stored), positives: '几天发货\n啥时候发\n今天能发吗' };
  expect(isChanged(draft, stored)).toBe(true);
  expect(inputOf(draft).phrasings).toEqual(['几天发货', '啥时候发', '今天能发吗']);
});

test('a question without a title is not saved, and the reason is told', () => {
  expect(findDraftTrouble({ ...emptyDraft(), mode: 'off' })).toEqual(['no_title']);
  expect(findDraftTrouble(draftOf(stored))).toEqual([]);
});

test('a conflict names the parts that differ, and only those', () => {
  expect(findDifferences({ ...draftOf(stored), category: '发货', positives: '几天发货' }, stored)).toEqual(['category', 'phrasings']);
});

test('a question that answers needs an answer; one that is off does not', () => {
  expect(findDraftTrouble({ ...draftOf(stored), answers: [] })).toEqual(['no_answer']);
  expect(findDraftTrouble({ ...draftOf(stored), answers: [], mode: 'off' })).toEqual([]);
});

test('a line cannot be a phrasing and a negative of one question', () => {
  expect(findDraftTrouble({ ...draftOf(stored), negatives: '几天发货' })).toEqual(['on_both_sides']);
});
