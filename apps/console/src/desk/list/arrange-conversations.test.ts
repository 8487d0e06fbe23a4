// The order and sections of the list.
import { expect, test } from 'vitest';
import { makeConversation } from '../../live/make-views.ts';
import { arrangeConversations, neighbourOf, nextWaiting, type ListChoice } from './arrange-conversations.ts';

const at = (minute: number): string => new Date(2026, 4, 1, 9, minute).toISOString();
const now = new Date(2026, 4, 1, 10).getTime();
const all: ListChoice = { search: '', shopId: null, sort: 'waiting' };
const views = [
  makeConversation('short', { needsReplySince: at(50), lastMessageAt: at(55) }),
  makeConversation('long', { needsReplySince: at(10), lastMessageAt: at(20), preview: '鳕鱼化冻了' }),
  makeConversation('old', { lastMessageAt: at(1) }),
  makeConversation('new', { lastMessageAt: at(40), shop: { id: 'shp_2' as never, name: { zh: '鲜渔', en: 'Xianyu' }, picture: null } }),
  makeConversation('done', { state: 'closed', closedAt: at(30) }),
  makeConversation('yesterday', { state: 'closed', closedAt: new Date(2026, 3, 30, 23, 59).toISOString() }),
  makeConversation('other', { assignee: { id: 'mem_2' as never, name: '思远', organisationName: '青禾' }, needsReplySince: at(5) }),
];
const idsOf = (choice: ListChoice) => {
  const sections = arrangeConversations(views, 'mem_me', choice, now);
  return { waiting: sections.waiting.map((view) => view.id), going: sections.going.map((view) => view.id), closed: sections.closed.map((view) => view.id) };
};

test('what needs a reply stands first, the longest wait on top; then the rest, then the day’s closed ones', () => {
  expect(idsOf(all)).toEqual({ waiting: ['long', 'short'], going: ['new', 'old'], closed: ['done'] });
});
test('sorted by newest, the waiting ones follow their last message', () => {
  expect(idsOf({ ...all, sort: 'recent' }).waiting).toEqual(['short', 'long']);
});
test('search looks at names, shops and words', () => {
  expect(idsOf({ ...all, search: '化冻' })).toEqual({ waiting: ['long'], going: [], closed: [] });
  expect(idsOf({ ...all, search: 'xianyu' }).going).toEqual(['new']);
});
test('one shop at a time', () => expect(idsOf({ ...all, shopId: 'shp_2' })).toEqual({ waiting: [], going: ['new'], closed: [] }));
test('the keys walk the list as it is drawn, round its ends', () => {
  const sections = arrangeConversations(views, 'mem_me', all, now);
  expect([neighbourOf(sections, undefined, 1), neighbourOf(sections, 'long', 1), neighbourOf(sections, 'long', -1), neighbourOf(sections, 'done', 1)]).toEqual(['long', 'short', 'done', 'long']);
});
test('the next that needs a reply is the longest wait but this one', () => {
  const sections = arrangeConversations(views, 'mem_me', { ...all, sort: 'recent' }, now);
  expect([nextWaiting(sections, undefined), nextWaiting(sections, 'long')]).toEqual(['long', 'short']);
});
