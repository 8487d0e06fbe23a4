// Tests of what a sweep raises and resolves.
import { expect, test } from 'vitest';
import { compareAlarms } from './alarm-sweep.ts';
import type { AlarmCause } from './queries.ts';

const cause = (conversationId: string, rule: AlarmCause['rule'] = 'waits_too_long'): AlarmCause =>
  ({ merchantId: 'org_1', shopId: 'shp_1', rule, conversationId, memberId: null, groupId: 'grp_1', sinceAt: new Date(0), thresholdS: 60 });
const open = (conversationId: string, rule = 'waits_too_long') => ({ merchantId: 'org_1', id: `alm_${conversationId}_${rule}`, rule, conversationId });

test('a reason without an open alarm is raised; an open alarm without a reason is over; the rest stands [MN8]', () => {
  const { fresh, over } = compareAlarms([cause('a'), cause('b')], [open('b'), open('c')]);
  expect(fresh.map((one) => one.conversationId)).toEqual(['a']);
  expect(over.map((one) => one.conversationId)).toEqual(['c']);
});

test('one conversation may wait too long and later meet silence: each rule has its own alarm [MN8]', () => {
  const { fresh, over } = compareAlarms([cause('a', 'agent_silent')], [open('a')]);
  expect(fresh.map((one) => one.rule)).toEqual(['agent_silent']);
  expect(over.map((one) => one.rule)).toEqual(['waits_too_long']);
});
