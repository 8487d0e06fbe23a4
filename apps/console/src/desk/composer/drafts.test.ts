// Drafts survive the page, are forgotten when sent or old, and never fail a full browser.
import { expect, test } from 'vitest';
import { createDrafts, type DraftStore } from './drafts.ts';

const makeStore = (): DraftStore & { map: Map<string, string> } => {
  const map = new Map<string, string>();
  return { map, getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value), removeItem: (key) => void map.delete(key), key: (index) => [...map.keys()][index] ?? null, get length() { return map.size; } };
};

test('a draft is there again after a reload', () => {
  const store = makeStore();
  createDrafts(store).keep('m/c', '亲，稍等', false, 1);
  expect(createDrafts(store).find('m/c')).toEqual({ text: '亲，稍等', note: false, at: 1 });
});
test('an empty draft is forgotten, a begun note is not', () => {
  const store = makeStore();
  const drafts = createDrafts(store);
  drafts.keep('m/c', 'x', false, 1);
  drafts.keep('m/c', '', false, 2);
  expect(store.map.size).toBe(0);
  drafts.keep('m/c', '', true, 3);
  expect(drafts.find('m/c')?.note).toBe(true);
});
test('two people on one machine have their own', () => {
  const drafts = createDrafts(makeStore());
  drafts.keep('m1/c', '我的', false, 1);
  expect(drafts.find('m2/c')).toBeNull();
});
test('a draft of two weeks ago is pruned, and nothing else', () => {
  const store = makeStore();
  store.setItem('other', 'stays');
  const drafts = createDrafts(store);
  drafts.keep('m/old', 'x', false, 0);
  drafts.keep('m/new', 'x', false, 15 * 86_400_000);
  drafts.prune(15 * 86_400_000);
  expect([...store.map.keys()]).toEqual(['other', 'qindesk.draft.m/new']);
});
test('a full store costs only the survival', () => {
  const store = makeStore();
  store.setItem = () => { throw new Error('QuotaExceededError'); };
  const drafts = createDrafts(store);
  drafts.keep('m/c', '还在', false, 1);
  expect(drafts.find('m/c')?.text).toBe('还在');
});
