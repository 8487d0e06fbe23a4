// Unit tests of what counts in a round.
import { expect, test } from 'vitest';
import type { Message } from '../conversation/index.ts';
import { decide } from './decide.ts';
import { roundOf } from './round.ts';

const said = (text: string): Pick<Message, 'author' | 'body'> => ({ author: { kind: 'consumer', id: 'csm', name: '' }, body: { type: 'text', text } });
const line = (code: 'queued' | 'left_queue'): Pick<Message, 'author' | 'body'> => ({ author: { kind: 'system', id: 'system', name: '' }, body: { type: 'system', code, params: {} } });
const texts = (messages: readonly Pick<Message, 'author' | 'body'>[]): string[] => roundOf(messages).messages.map((message) => message.text);

test('a round is what the consumer said', () => {
  expect(texts([said('什么快递'), line('queued'), said('几天到')])).toEqual(['什么快递', '几天到']);
});

test('who leaves the queue has taken the wish for a person back, and nothing else [CM7]', () => {
  expect(texts([said('什么快递'), said('转人工'), line('queued'), said('人工呢'), line('left_queue')])).toEqual(['什么快递']);
});

test('asking for a person after leaving the queue counts [BT2]', () => {
  expect(texts([line('queued'), line('left_queue'), said('转人工')])).toEqual(['转人工']);
});

test('a round in which nothing is left to answer is met with silence, even while the robot is off', () => {
  const facts = { robotOn: false, questions: null, match: null, thresholds: { answer: 1, offer: 1 }, unansweredRounds: 0, handoverAfterUnansweredRounds: 2, lastAnsweredId: null, askedFor: new Set<never>(), context: [], requests: [] };
  expect(decide(roundOf([said('转人工'), line('queued'), line('left_queue')]), facts)).toMatchObject({ outcome: 'silent' });
  expect(decide(roundOf([said('转人工')]), facts)).toMatchObject({ outcome: 'handover' });
});
