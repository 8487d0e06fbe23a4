// The log is played again: one that keeps the rules, and one that breaks each of them.
import { describe, expect, test } from 'vitest';
import { replay } from './replay.ts';
import { event, numbered, wholeWalk, type LooseEvent } from './specimens.ts';

/** What is found while playing; what the tables say beside it is judged in a test of its own. */
const played = (events: readonly LooseEvent[], agents = [{ memberId: 'mem', capacity: 1 }, { memberId: 'mem2', capacity: 1 }]): string[] =>
  replay({ conversations: [], messages: [], moves: [], events: numbered(events), agents }).map((one) => `${one.kind} ${one.rule}`);
const elsewhere = (events: readonly LooseEvent[], conversationId: string, consumerId: string): LooseEvent[] =>
  events.map((one) => ({ ...one, conversationId, payload: { ...one.payload, ...('consumerId' in one.payload ? { consumerId } : {}) } }));

const queued = [event.started(), event.said(1), event.moved('bot', 'queued', 'asked_for_human')];
const assigned = [...queued, event.moved('queued', 'assigned', 'drawn', 'mem')];

describe('a log that keeps the rules', () => {
  test('has nothing to tell, nor have the tables beside it', () => {
    expect(replay(wholeWalk())).toEqual([]);
  });
});

describe('turns', () => {
  test('the robot speaks only while the conversation is with the robot [CM5]', () => {
    expect(played([event.started(), event.said(1), event.said(2, 'robot', 'robot')])).toEqual([]);
    expect(played([...queued, event.said(2, 'robot', 'robot')])).toEqual(['robotOutOfTurn CM5']);
    expect(played([...assigned, event.said(2, 'robot', 'robot')])).toEqual(['robotOutOfTurn CM5']);
  });
  test('of people, only the one who has it speaks [CM5]', () => {
    expect(played([...assigned, event.said(2, 'agent', 'mem')])).toEqual([]);
    expect(played([...assigned, event.said(2, 'agent', 'mem2')])).toEqual(['agentOutOfTurn CM5']);
    expect(played([...assigned, event.moved('assigned', 'closed', 'done', null, 'mem'), event.said(2, 'agent', 'mem')])).toEqual(['agentOutOfTurn CM5']);
  });
  test('nobody writes into what is closed, and numbers follow each other [CM1]', () => {
    expect(played([...assigned, event.moved('assigned', 'closed', 'done', null, 'mem'), event.said(2)])).toEqual(['misordered CM1']);
    expect(played([event.started(), event.said(2)])).toEqual(['misordered CM1']);
    expect(played([event.started(), event.said(1), event.said(1)])).toEqual(['misordered CM1']);
  });
  test('a move begins where the one before ended [CM1]', () => {
    expect(played([...queued, event.moved('bot', 'queued', 'asked_for_human')])).toEqual(['misordered CM1']);
  });
});

describe('slots', () => {
  const second = elsewhere(assigned, 'cnv2', 'csm2');
  test('a slot too many, for a moment only, is found [RT1]', () => {
    const release = event.moved('assigned', 'closed', 'done', null, 'mem');
    expect(played([...assigned, release, ...second])).toEqual([]);
    expect(played([...assigned, ...second, release])).toEqual(['overCapacity RT1']);
    expect(played([...assigned, ...second], [{ memberId: 'mem', capacity: 2 }])).toEqual([]);
  });
  test('what goes from hand to hand frees the first and fills the second [RT1]', () => {
    const handedOn = event.moved('assigned', 'assigned', 'transferred', 'mem2', 'mem');
    expect(played([...assigned, handedOn, ...second])).toEqual([]);
    expect(played([...assigned, handedOn, ...elsewhere([...queued, event.moved('queued', 'assigned', 'drawn', 'mem2')], 'cnv2', 'csm2')])).toEqual(['overCapacity RT1']);
  });
  test('drawing twice is found, handing on is not [RT6]', () => {
    expect(played([...assigned, event.moved('assigned', 'assigned', 'drawn', 'mem2', 'mem')])).toEqual(['assignedTwice RT6']);
    expect(played([...assigned, event.moved('assigned', 'assigned', 'taken_over', 'mem2', 'mem')])).toEqual([]);
  });
});

describe('one open conversation', () => {
  test('two at one time are found, though one is closed at the end [CM4]', () => {
    const closed = event.moved('bot', 'closed', 'consumer');
    expect(played([event.started(), closed, event.started('cnv2')])).toEqual([]);
    expect(played([event.started(), event.started('cnv2'), closed])).toEqual(['openTwice CM4']);
    expect(played([event.started(), event.started('cnv2', 'csm2')])).toEqual([]);
  });
  test('reopening while another is open is found [CM4]', () => {
    const closed = event.moved('bot', 'closed', 'consumer');
    expect(played([event.started(), closed, event.started('cnv2'), event.moved('closed', 'assigned', 'reopened', 'mem')])).toEqual(['openTwice CM4']);
  });
});

describe('the tables beside the log', () => {
  const broken = (change: Partial<ReturnType<typeof wholeWalk>>) => replay({ ...wholeWalk(), ...change }).map((one) => `${one.kind} ${one.rule}`);
  test('a message, a move or a conversation without its event is found [CM7]', () => {
    const { messages, moves, conversations, events } = wholeWalk();
    expect(broken({ messages: [...messages, { ...messages[0]!, seq: 4 }] })).toEqual(['unlogged CM7']);
    expect(broken({ moves: moves.slice(1) })).toEqual(['unlogged CM7']);
    expect(broken({ conversations: [{ ...conversations[0]!, state: 'assigned', assigneeId: 'mem' }] })).toEqual(['unlogged CM7']);
    expect(broken({ conversations: [...conversations, { ...conversations[0]!, id: 'cnv2' }] })).toEqual(['unlogged CM7']);
    expect(broken({ events: events.slice(1) })).toContain('unlogged CM7');
  });
});
