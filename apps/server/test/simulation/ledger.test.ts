// Unit tests of the books that clients keep.
import { expect, test } from 'vitest';
import { createLedger, type Acceptance } from './ledger.ts';
import { stored, viewOf } from './specimens.ts';

const message = { authorId: 'csm', clientId: 'client-1', conversationId: 'cnv' };
const acceptance: Acceptance = { ...message, seq: 1, messageId: 'msg_1' };

test('the same answer twice is one acceptance [CM2]', () => {
  const ledger = createLedger();
  ledger.accepted(acceptance);
  ledger.accepted({ ...acceptance });
  expect(ledger.acceptances).toEqual([acceptance]);
  expect(ledger.violations).toEqual([]);
});

test.each([['number', { seq: 2 }], ['message', { messageId: 'msg_2' }], ['conversation', { conversationId: 'cnv2' }]])('another %s for one client id is a violation [CM2]', (_, change) => {
  const ledger = createLedger();
  ledger.accepted(acceptance);
  ledger.accepted({ ...acceptance, ...change });
  expect(ledger.violations).toMatchObject([{ kind: 'duplicated', rule: 'CM2' }]);
});

test('a repeat of what was accepted may not be refused because the conversation has moved on [CM2]', () => {
  const ledger = createLedger();
  expect(ledger.sent(message)).toBe(false);
  ledger.accepted(acceptance);
  const repeat = ledger.sent(message);
  expect(repeat).toBe(true);
  ledger.refused(message, 'unavailable', repeat);
  ledger.refused(message, 'not_found', repeat);
  expect(ledger.violations).toEqual([]);
  ledger.refused(message, 'conversation_closed', repeat);
  expect(ledger.violations).toMatchObject([{ kind: 'repeatRefused', rule: 'CM2' }]);
});

test('a first refusal is nothing to complain about, nor is the same id in another conversation', () => {
  const ledger = createLedger();
  ledger.refused(message, 'conversation_closed', ledger.sent(message));
  ledger.accepted(acceptance);
  ledger.refused({ ...message, conversationId: 'cnv2' }, 'conversation_closed', ledger.sent({ ...message, conversationId: 'cnv2' }));
  expect(ledger.violations).toEqual([]);
  expect(ledger.refusals.get('conversation_closed')).toBe(2);
});

test('what a viewer sees is kept in the order in which it came, over a pause in following', () => {
  const ledger = createLedger();
  ledger.follow('tab', 'cnv', 0);
  ledger.saw('tab', 'cnv', [viewOf(stored(1))]);
  ledger.unfollow('tab', 'cnv');
  expect(ledger.sights).toMatchObject([{ ended: true }]);
  ledger.follow('tab', 'cnv', 1);
  ledger.saw('tab', 'cnv', [viewOf(stored(2))]);
  expect(ledger.sights).toMatchObject([{ viewer: 'tab', afterSeq: 0, ended: false, messages: [{ seq: 1 }, { seq: 2 }] }]);
});
