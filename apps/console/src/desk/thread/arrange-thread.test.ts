// Days, groups, notes and the unread mark among messages.
import { expect, test } from 'vitest';
import type { NoteView } from '@qindesk/protocol';
import { makeMessage } from '../../live/make-views.ts';
import { arrangeThread, type ThreadLine } from './arrange-thread.ts';

const local = (day: number, hour: number, minute = 0): string => new Date(2026, 4, day, hour, minute).toISOString();
const note = (id: string, afterSeq: number): NoteView => ({ id: id as never, conversationId: 'a' as never, afterSeq, author: { id: null, name: '小雨' }, text: id, at: local(1, 9) });
const kinds = (lines: readonly ThreadLine[]): string[] => lines.map((line) => (line.kind === 'message' ? `${line.message.seq}${line.first ? '*' : ''}${line.timed ? '+' : ''}` : line.kind));
const none = { notes: [], pending: [], unreadAfter: null };

test('a new day is announced, an author is named once, a pause is timed', () => {
  const messages = [makeMessage('a', 1, 'consumer', '在吗', local(1, 9)), makeMessage('a', 2, 'consumer', '在吗', local(1, 9, 1)), makeMessage('a', 3, 'robot', '在', local(1, 9, 1)), makeMessage('a', 4, 'robot', '还在吗', local(1, 9, 30)), makeMessage('a', 5, 'robot', '早', local(2, 9))];
  expect(kinds(arrangeThread({ ...none, messages }))).toEqual(['day', '1*', '2', '3*', '4*+', 'day', '5*']);
});
test('the unread mark stands before the first unread message, once', () => {
  const messages = [1, 2, 3].map((seq) => makeMessage('a', seq, 'consumer', '在', local(1, 9)));
  expect(kinds(arrangeThread({ ...none, messages, unreadAfter: 1 }))).toEqual(['day', '1*', 'unread', '2*', '3']);
});
test('one’s own words and the system’s are not marked as new', () => {
  const messages = [makeMessage('a', 1, 'consumer', '在吗', local(1, 9)), makeMessage('a', 2, 'agent', '在', local(1, 9)), makeMessage('a', 3, 'system', '', local(1, 9))];
  expect(kinds(arrangeThread({ ...none, messages, unreadAfter: 1 }))).toEqual(['day', '1*', '2*', '3*']);
  expect(kinds(arrangeThread({ ...none, messages: [...messages, makeMessage('a', 4, 'consumer', '好', local(1, 9))], unreadAfter: 1 }))).toEqual(['day', '1*', '2*', '3*', 'unread', '4*']);
});
test('a note follows the message it was written after, also at the edges; one of an unloaded time waits', () => {
  const messages = [5, 6].map((seq) => makeMessage('a', seq, 'consumer', '在', local(1, 9)));
  expect(kinds(arrangeThread({ ...none, messages, notes: [note('early', 2), note('edge', 4), note('mid', 5), note('ahead', 9)] }))).toEqual(['note', 'day', '5*', 'note', '6*', 'note']);
});
test('a note in an empty conversation is shown', () => expect(kinds(arrangeThread({ ...none, messages: [], notes: [note('n', 0)] }))).toEqual(['note']));
test('what is on its way stands last, in the order it was sent', () => {
  const entry = (clientId: string) => ({ clientId, conversationId: 'a', body: { type: 'text' as const, text: clientId }, at: 1, order: 1, failed: null });
  expect(arrangeThread({ ...none, messages: [makeMessage('a', 1, 'consumer')], pending: [entry('x'), entry('y')] }).slice(-2).map((line) => line.key)).toEqual(['x', 'y']);
});
