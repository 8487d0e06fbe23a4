// Unit tests of the layout of the thread.
import { expect, test } from 'vitest';
import type { MessageView } from '@qindesk/protocol';
import { threadRows, type Row } from './thread-rows.ts';
import { countUnread, firstState, withConversation, withMessages } from './state.ts';
import type { ConsumerConversationView } from '@qindesk/protocol';

const start = Date.parse('2026-01-01T10:00:00Z');
const message = (seq: number, minute: number, kind: MessageView['author']['kind'], name = '', conversationId = 'cnv_a'): MessageView => ({
  id: `msg_${conversationId}_${seq}`, conversationId, seq, author: { kind, id: null, name }, body: { type: 'text', text: 'x' }, at: new Date(start + minute * 60_000).toISOString(),
}) as MessageView;
const sketch = (rows: Row[]): string[] => rows.map((row) => (row.kind === 'message' ? `${row.head ? 'head ' : ''}${row.message.seq}${row.lastOwn ? ' own' : ''}` : row.kind));

test('a time stands where time has passed, a name where the speaker changes', () => {
  const rows = threadRows([message(1, 0, 'consumer'), message(2, 1, 'robot', '小禾'), message(3, 1, 'robot', '小禾'), message(4, 2, 'agent', '小青'), message(5, 9, 'agent', '小青'), message(6, 9, 'agent', '小林')], [], []);
  expect(sketch(rows)).toEqual(['time', 'head 1 own', 'head 2', '3', 'head 4', 'time', 'head 5', 'head 6']);
});

test('a rule stands between two conversations', () => {
  const rows = threadRows([message(1, 0, 'consumer'), message(1, 1, 'consumer', '', 'cnv_b')], [], []);
  expect(sketch(rows)).toEqual(['time', 'head 1', 'conversation', 'head 1 own']);
});

test('unread are the words of others in the present conversation after the last one read', () => {
  const messages = [message(1, 0, 'agent', '', 'cnv_b'), message(1, 0, 'robot'), message(2, 0, 'consumer'), message(3, 0, 'system'), message(4, 0, 'agent')];
  expect(countUnread(messages, 'cnv_a', 0)).toBe(2);
  expect(countUnread(messages, 'cnv_a', 1)).toBe(1);
  expect(countUnread(messages, undefined, 0)).toBe(0);
});

test('an older view of the conversation changes nothing', () => {
  const view = (revision: number) => ({ id: 'cnv_a', revision }) as ConsumerConversationView;
  const state = { ...firstState, conversation: view(5) };
  expect(withConversation(state, view(4))).toEqual({});
  expect(withConversation(state, view(5)).conversation).toEqual(view(5));
});

test("a message of the other side ends its typing, the consumer's own does not", () => {
  const state = { ...firstState, typing: { by: 'robot' as const } };
  expect(withMessages(state, [message(1, 0, 'consumer')]).typing).toEqual({ by: 'robot' });
  expect(withMessages(state, [message(1, 0, 'robot')]).typing).toBeNull();
});
