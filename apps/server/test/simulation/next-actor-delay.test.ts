// Unit tests of the wait for the next actor.
import { expect, test } from 'vitest';
import { nextActorDelays } from './next-actor-delay.ts';
import { event, numbered } from './specimens.ts';

const second = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();
const asked = (seq: number, at: number) => ({ ...event.said(seq), type: 'message.asked', at: second(at) });
const decision = (roundSeq: number, at: number) => ({ conversationId: 'cnv', roundSeq, at: second(at) });
const moved = (to: string, at: number) => ({ ...event.moved('bot', to, 'reason'), at: second(at) });

const delays = (...args: Parameters<typeof nextActorDelays>): number[] => nextActorDelays(...args).map((delay) => delay.ms);

test('the wait ends with the decision about the round that holds the message', () => {
  expect(delays({ events: numbered([asked(1, 0), asked(2, 1)]), decisions: [decision(2, 3)] }, { readyAt: [], endedAt: [] })).toEqual([2000, 3000]);
  expect(delays({ events: numbered([asked(1, 0), asked(2, 1)]), decisions: [decision(1, 1), decision(2, 3)] }, { readyAt: [], endedAt: [] })).toEqual([1000, 2000]);
});

test('or with the move to somebody else; back to the robot is not somebody else', () => {
  expect(delays({ events: numbered([asked(1, 0), moved('queued', 4)]), decisions: [] }, { readyAt: [], endedAt: [] })).toEqual([4000]);
  expect(delays({ events: numbered([asked(1, 0), moved('bot', 4), moved('closed', 6)]), decisions: [] }, { readyAt: [], endedAt: [] })).toEqual([6000]);
});

const dates = (...seconds: number[]): Date[] => seconds.map((n) => new Date(second(n)));

test('the clock begins again when the server comes back', () => {
  const events = numbered([asked(1, 0)]);
  expect(delays({ events, decisions: [decision(1, 20)] }, { readyAt: dates(5, 18, 30), endedAt: dates(2, 9, 25) })).toEqual([2000]);
  expect(delays({ events: numbered([asked(1, 19)]), decisions: [decision(1, 20)] }, { readyAt: dates(5, 18), endedAt: dates(2, 9) })).toEqual([1000]);
});

test('what was stored while the house was already away waits from its return', () => {
  expect(delays({ events: numbered([asked(1, 3)]), decisions: [decision(1, 20)] }, { readyAt: dates(0, 18), endedAt: dates(2) })).toEqual([2000]);
});

test('who acts before the server says that it is ready has kept nobody waiting', () => {
  expect(delays({ events: numbered([asked(1, 0)]), decisions: [decision(1, 7)] }, { readyAt: dates(8), endedAt: dates(2) })).toEqual([0]);
});

test('one that found nobody has no wait: that is for the verdict', () => {
  expect(delays({ events: numbered([asked(1, 0)]), decisions: [] }, { readyAt: [], endedAt: [] })).toEqual([]);
});
