// Every detector of the verdict is fed a world that keeps its promise, and one that breaks it.
import { describe, expect, test } from 'vitest';
import type { Acceptance } from './ledger.ts';
import { conversation, sightOf, stored, viewOf, wholeWalk } from './specimens.ts';
import { judgeAcceptances, judgeNextActors, judgeNumbers, judgeOpen, judgeQueues, judgeRepeats, judgeSights } from './verdict.ts';
import type { Violation } from './violation.ts';

const kinds = (violations: readonly Violation[]): string[] => violations.map((one) => `${one.kind} ${one.rule}`);
const accepted = (seq: number, more: Partial<Acceptance> = {}): Acceptance => ({ authorId: 'csm', clientId: `client-${seq}`, conversationId: 'cnv', seq, messageId: `msg_${seq}`, ...more });

describe('acceptances', () => {
  test('stored ones are counted', () => {
    expect(judgeAcceptances([accepted(1)], wholeWalk())).toEqual({ stored: 1, violations: [] });
  });
  test('one that is not stored is lost [CM3]', () => {
    const { stored: count, violations } = judgeAcceptances([accepted(1), accepted(9)], wholeWalk());
    expect(count).toBe(1);
    expect(kinds(violations)).toEqual(['lost CM3']);
  });
  test('one stored under another author, or in another conversation, is lost too [CM3]', () => {
    expect(kinds(judgeAcceptances([accepted(1, { authorId: 'other' }), accepted(1, { conversationId: 'other' })], wholeWalk()).violations)).toEqual(['lost CM3', 'lost CM3']);
  });
  test('one stored under another number, or as another message, is out of order [CM1]', () => {
    expect(kinds(judgeAcceptances([accepted(1, { seq: 2 }), accepted(1, { messageId: 'msg_x' })], wholeWalk()).violations)).toEqual(['misordered CM1', 'misordered CM1']);
  });
});

describe('repeats', () => {
  test('one row a client id', () => {
    expect(judgeRepeats(wholeWalk())).toEqual([]);
  });
  test('two rows in one conversation, or in two, are found [CM2]', () => {
    expect(kinds(judgeRepeats({ messages: [stored(1), stored(2, 'consumer', { clientId: 'client-1' })] }))).toEqual(['duplicated CM2']);
    expect(kinds(judgeRepeats({ messages: [stored(1), stored(1, 'consumer', { conversationId: 'other' })] }))).toEqual(['duplicated CM2']);
  });
  test('two people may happen to choose one client id; the robot names its rounds alike everywhere, but once in each', () => {
    const other = { clientId: 'client-1', authorId: 'somebody else' };
    expect(judgeRepeats({ messages: [stored(1), stored(2, 'consumer', other)] })).toEqual([]);
    const round = { clientId: 'round-1-0' };
    expect(judgeRepeats({ messages: [stored(1, 'robot', round), stored(1, 'robot', { ...round, conversationId: 'other' })] })).toEqual([]);
    expect(kinds(judgeRepeats({ messages: [stored(1, 'robot', round), stored(2, 'robot', round)] }))).toEqual(['duplicated CM2']);
  });
});

describe('numbers', () => {
  const of = (seqs: readonly number[], lastSeq: number) => kinds(judgeNumbers({ messages: seqs.map((seq) => stored(seq)), conversations: [conversation({ lastSeq })] }));
  test('1, 2, 3 and the counter at 3', () => {
    expect(of([1, 2, 3], 3)).toEqual([]);
    expect(of([], 0)).toEqual([]);
  });
  test.each([['a gap', [1, 3], 3], ['a late beginning', [2, 3], 3], ['a repeat', [1, 1, 2], 2], ['a counter ahead', [1, 2], 3], ['a counter behind', [1, 2], 1]])('%s is found [CM1]', (_, seqs, lastSeq) => {
    expect(of(seqs, lastSeq)).toEqual(['misordered CM1']);
  });
});

describe('sights', () => {
  const truth = wholeWalk();
  const [one, two, three] = truth.messages.map(viewOf);
  const of = (...args: Parameters<typeof sightOf>) => kinds(judgeSights([sightOf(...args)], truth));
  test('all of it, in order, to the end', () => {
    expect(of([one!, two!, three!])).toEqual([]);
    expect(of([three!], { afterSeq: 2 })).toEqual([]);
  });
  test('one message twice [CM6]', () => {
    expect(of([one!, two!, two!, three!])).toEqual(['duplicated CM6']);
  });
  test('a gap, the wrong order, the wrong beginning [CM6]', () => {
    expect(of([one!, three!])).toEqual(['misordered CM6']);
    expect(of([one!, three!, two!])).toEqual(['misordered CM6', 'duplicated CM6']);
    expect(of([three!], { afterSeq: 1 })).toEqual(['misordered CM6']);
  });
  test('a missing end, unless it stopped following [CM6]', () => {
    expect(of([one!, two!])).toEqual(['misordered CM6']);
    expect(of([one!, two!], { ended: true })).toEqual([]);
  });
  test.each([
    ['another text', { body: { type: 'text' as const, text: 'something else' } }], ['another id', { id: 'msg_x' }], ['another time', { at: '2026-01-01T00:00:00.001Z' }],
    ['another author', { author: { kind: 'robot' as const, id: null, name: 'robot' } }],
  ])('%s than the database has [CM6]', (_, change) => {
    expect(of([{ ...one!, ...change } as typeof one & object, two!, three!])).toEqual(['misordered CM6']);
  });
  test('what was seen and never stored [CM6]', () => {
    expect(kinds(judgeSights([sightOf([one!, two!, three!])], { messages: truth.messages.slice(0, 2), conversations: truth.conversations }))).toEqual(['misordered CM6']);
  });
  test('the order of keys, and what was written after the database was read, do not matter', () => {
    const body = { text: 'no. 1', type: 'text' as const };
    expect(of([{ ...one!, body }, two!, three!, { ...three!, seq: 4, id: 'msg_4' as never }])).toEqual([]);
  });
});

describe('next actors', () => {
  const old = { readAt: new Date(Date.parse(at(10))), readySince: new Date(Date.parse(at(0))) };
  function at(second: number): string { return `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`; }
  const of = (state: Parameters<typeof conversation>[0], by: 'consumer' | 'robot', more: Partial<ReturnType<typeof wholeWalk>> = {}, times = old) =>
    kinds(judgeNextActors({ ...wholeWalk(), decisions: [], conversations: [conversation(state)], messages: [stored(1), stored(2, by), stored(3, 'system')], ...more }, times));
  test('with the robot and answered, decided, or not 5 s old', () => {
    expect(of({}, 'robot')).toEqual([]);
    expect(of({}, 'consumer', { decisions: [{ conversationId: 'cnv', roundSeq: 2, at: at(9) }] })).toEqual([]);
    expect(of({}, 'consumer', {}, { ...old, readAt: new Date(Date.parse(at(4))) })).toEqual([]);
    expect(of({}, 'consumer', {}, { ...old, readySince: new Date(Date.parse(at(6))) })).toEqual([]);
  });
  test('with the robot, and nobody will look at it again [CM7]', () => {
    expect(of({}, 'consumer')).toEqual(['withoutNextActor CM7']);
    expect(of({}, 'consumer', { decisions: [{ conversationId: 'cnv', roundSeq: 1, at: at(9) }] })).toEqual(['withoutNextActor CM7']);
  });
  test('on the agenda for longer than it may be [CM7]', () => {
    expect(of({}, 'consumer', { rounds: [{ conversationId: 'cnv', firstSeq: 2, lastSeq: 2, attempts: 2 }] })).toEqual(['withoutNextActor CM7']);
  });
  test('queued with a place, and without one [CM7]', () => {
    expect(of({ state: 'queued', groupId: 'grp' }, 'consumer', { queueEntries: [{ conversationId: 'cnv', groupId: 'grp' }] })).toEqual([]);
    expect(of({ state: 'queued', groupId: 'grp' }, 'consumer')).toEqual(['withoutNextActor CM7']);
  });
  test('an agent, a left message and an end are next actors', () => {
    for (const state of ['assigned', 'waiting', 'closed'] as const) expect(of({ state }, 'consumer')).toEqual([]);
  });
});

describe('queues and open conversations', () => {
  const entry = { conversationId: 'cnv', groupId: 'grp' };
  test('a place that belongs to nobody who waits there [RT5]', () => {
    expect(judgeQueues({ conversations: [conversation({ state: 'queued', groupId: 'grp' })], queueEntries: [entry] })).toEqual([]);
    expect(kinds(judgeQueues({ conversations: [conversation({ state: 'assigned', groupId: 'grp' })], queueEntries: [entry] }))).toEqual(['staleQueueEntry RT5']);
    expect(kinds(judgeQueues({ conversations: [conversation({ state: 'queued', groupId: 'other' })], queueEntries: [entry] }))).toEqual(['staleQueueEntry RT5']);
  });
  test('two open ones of one consumer in one shop [CM4]', () => {
    const two = [conversation(), conversation({ id: 'cnv2' })];
    expect(kinds(judgeOpen({ conversations: two }))).toEqual(['openTwice CM4']);
    expect(judgeOpen({ conversations: [two[0]!, { ...two[1]!, state: 'closed' }] })).toEqual([]);
    expect(judgeOpen({ conversations: [two[0]!, { ...two[1]!, shopId: 'another' }] })).toEqual([]);
  });
});
