// Unit tests of the wait for the next actor.
import { expect, test } from 'vitest';
import { nextActorDelays } from './next-actor-delay.ts';
import { event, numbered } from './specimens.ts';

const second = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();
const asked = (seq: number, at: number) => ({ ...event.said(seq), type: 'message.asked', at: second(at) });
const decision = (roundSeq: number, at: number) => ({ conversationId: 'cnv', roundSeq, at: second(at) });
const moved = (to: string, at: number) => ({ ...event.moved('bot', to, 'reason'), at: second(at) });

test('the wait ends with the decision about the round that holds the message', () => {
  expect(nextActorDelays({ events: numbered([asked(1, 0), asked(2, 1)]), decisions: [decision(2, 3)] }, [])).toEqual([2000, 3000]);
  expect(nextActorDelays({ events: numbered([asked(1, 0), asked(2, 1)]), decisions: [decision(1, 1), decision(2, 3)] }, [])).toEqual([1000, 2000]);
});

test('or with the move to somebody else; back to the robot is not somebody else', () => {
  expect(nextActorDelays({ events: numbered([asked(1, 0), moved('queued', 4)]), decisions: [] }, [])).toEqual([4000]);
  expect(nextActorDelays({ events: numbered([asked(1, 0), moved('bot', 4), moved('closed', 6)]), decisions: [] }, [])).toEqual([6000]);
});

test('the clock begins again when the server comes back', () => {
  expect(nextActorDelays({ events: numbered([asked(1, 0)]), decisions: [decision(1, 20)] }, [new Date(second(5)), new Date(second(18)), new Date(second(30))])).toEqual([2000]);
});

test('one that found nobody has no wait: that is for the verdict', () => {
  expect(nextActorDelays({ events: numbered([asked(1, 0)]), decisions: [] }, [])).toEqual([]);
});
