// Whom an event calls: a new conversation, a consumer who waits; never a repeat of what is known.
import { expect, test } from 'vitest';
import { applyEvent, type LiveEvent } from '../../live/apply-event.ts';
import { makeConversation, makeMessage } from '../../live/make-views.ts';
import { emptyState } from '../../live/state.ts';
import { calls } from './calls.ts';

const callsOf = (events: readonly LiveEvent[]): string[] => {
  let state = emptyState('mem_me');
  return events.flatMap((event) => {
    const before = state;
    state = applyEvent(before, event, 0);
    return calls(event, before, state).map((call) => `${call.why} ${call.view.id}`);
  });
};
const welcome = (...conversations: ReturnType<typeof makeConversation>[]): LiveEvent => ({ type: 'welcome', protocol: 1, now: '', session: '', conversations });

test('a welcome calls nobody', () => expect(callsOf([welcome(makeConversation('a', { needsReplySince: 'x' }))])).toEqual([]));
test('a conversation newly assigned calls once', () => {
  const changed: LiveEvent = { type: 'conversation.changed', conversation: makeConversation('a', { revision: 2 }) };
  expect(callsOf([welcome(), changed, changed])).toEqual(['assigned a']);
});
test('a consumer’s message calls, one’s own and the robot’s do not', () => {
  const told = (seq: number, kind: 'consumer' | 'agent' | 'robot'): LiveEvent => ({ type: 'messages', messages: [makeMessage('a', seq, kind)] });
  expect(callsOf([welcome(makeConversation('a')), told(1, 'consumer'), told(2, 'agent'), told(3, 'robot'), told(3, 'robot'), told(1, 'consumer')])).toEqual(['message a']);
});
test('another’s conversation, watched, does not call', () => {
  const other = makeConversation('a', { assignee: { id: 'mem_2' as never, name: '', organisationName: '' } });
  expect(callsOf([{ type: 'conversations.read', conversations: [other] }, { type: 'messages', messages: [makeMessage('a', 1, 'consumer')] }])).toEqual([]);
});
