// Tests of the alarm column's order and of merging frames.
import { expect, test } from 'vitest';
import type { AlarmView } from '@qindesk/protocol';
import { mergeAlarms, orderAlarms } from './order-alarms.ts';

const alarm = (id: string, raisedAt: string, more: Partial<AlarmView> = {}): AlarmView => ({
  id, raisedAt, merchantId: 'org', shopId: 'shp', rule: 'waits_too_long', conversationId: null, consumerName: null, agent: null, groupName: null,
  sinceAt: raisedAt, thresholdS: 60, acknowledged: null, resolvedAt: null, ...more,
} as AlarmView);
const acknowledged = { by: '周宁', at: '2026-01-01T08:05:00.000Z' };

test('the newest open alarm stands first, whatever order they came in', () => {
  const piles = orderAlarms([alarm('a', '2026-01-01T08:00:00.000Z'), alarm('b', '2026-01-01T08:02:00.000Z'), alarm('c', '2026-01-01T08:01:00.000Z')]);
  expect(piles.open.map((each) => each.id)).toEqual(['b', 'c', 'a']);
});

test('an alarm is in one pile only, and a resolved one is never open', () => {
  const piles = orderAlarms([
    alarm('a', '2026-01-01T08:00:00.000Z', { acknowledged }),
    alarm('b', '2026-01-01T08:02:00.000Z', { acknowledged, resolvedAt: '2026-01-01T08:06:00.000Z' }),
    alarm('c', '2026-01-01T08:03:00.000Z'),
  ]);
  expect([piles.open, piles.acknowledged, piles.resolved].map((pile) => pile.map((each) => each.id))).toEqual([['c'], ['a'], ['b']]);
});

test('a late frame does not undo an acknowledgement', () => {
  const known = [alarm('a', '2026-01-01T08:00:00.000Z', { acknowledged })];
  expect(mergeAlarms(known, [alarm('a', '2026-01-01T08:00:00.000Z')])[0]?.acknowledged).toEqual(acknowledged);
});

test('a new alarm joins and a change replaces', () => {
  const known = [alarm('a', '2026-01-01T08:00:00.000Z')];
  const merged = mergeAlarms(known, [alarm('a', '2026-01-01T08:00:00.000Z', { acknowledged }), alarm('b', '2026-01-01T08:01:00.000Z')]);
  expect(merged.map((each) => [each.id, each.acknowledged !== null])).toEqual([['a', true], ['b', false]]);
});
