// Tests of the fold: the definitions as sequences of events, and that nothing but the order within a conversation matters.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuthorKind, ConversationState } from '@qindesk/protocol';
import type { LoggedEvent } from '../../platform/index.ts';
import { messageEventType } from '../conversation/index.ts';
import { applyEvents, keyOf, type Figures } from './figures.ts';

const second = (s: number): Date => new Date(Date.UTC(2026, 10, 11, 1) + s * 1000);

/** Writes the story of one conversation; each call is an event at a second. */
const story = (conversationId = 'cnv_1') => {
  const events: LoggedEvent[] = [];
  const add = (s: number, type: string, payload: object) => { events.push({ merchantId: 'org_1', subjectId: conversationId, type, payload, at: second(s), position: events.length + 1 }); return told; };
  let [state, assignee, group]: [ConversationState, string | null, string | null] = ['bot', null, null];
  const told = {
    events,
    start: (s: number) => add(s, 'conversation.started', { shopId: 'shp_1', consumerId: 'csm_1' }),
    says: (s: number, by: AuthorKind, authorId: string = by) => add(s, messageEventType(by, state), { seq: events.length, by, authorId }),
    handover: (s: number, reason = 'asked_for_human') => add(s, 'conversation.handed_over', { reason, shopId: 'shp_1' }),
    move: (s: number, to: ConversationState, more: { assignee?: string; group?: string; by?: AuthorKind; reason?: string } = {}) => {
      const before = { from: state, previousAssigneeId: assignee, previousGroupId: group };
      state = to;
      group = to === 'bot' ? null : more.group ?? group;
      assignee = to === 'assigned' ? more.assignee ?? 'mem_a' : null;
      return add(s, 'conversation.moved', { ...before, to, reason: more.reason ?? 'x', shopId: 'shp_1', consumerId: 'csm_1', groupId: group, assigneeId: assignee, byKind: more.by ?? 'system', byId: null, queuedAt: null });
    },
    rate: (s: number, score: number) => add(s, 'conversation.rated', { score, shopId: 'shp_1' }),
    figures: (): Figures => {
      const figures = applyEvents(new Map(), events).get(keyOf({ merchantId: 'org_1', conversationId }));
      if (!figures) throw new Error('no figures');
      return figures;
    },
  };
  return told;
};
/** A consumer asks the robot at 0, is handed over at 10, assigned at 25. */
const served = () => story().start(0).says(0, 'consumer').says(2, 'robot').says(8, 'consumer').handover(10).move(10, 'queued', { group: 'grp_1' }).says(10, 'system').move(25, 'assigned').says(25, 'system');

test('the robot alone: asked, received, nothing of a person [MN3]', () => {
  expect(story().start(0).says(1, 'consumer').says(2, 'robot').says(3, 'robot').figures()).toMatchObject({
    askedAt: second(1), robotReceived: true, handedOver: false, consumerMessages: 1, robotMessages: 2, humanMessages: 0, memberId: null, firstResponseMs: null, responseCount: 0, roundSince: null, queueMs: null });
});

test('the person’s clocks start when the person has it, not when the robot was asked [MN3] [MN5]', () => {
  const figures = served().says(31, 'agent', 'mem_a').figures();
  expect(figures).toMatchObject({ handedOver: true, queueMs: 15_000, firstResponseMs: 6000, responseMsSum: 6000, responseCount: 1, memberId: 'mem_a', groupId: 'grp_1', roundSince: null });
});

test('words of the robot before the hand-over do not make the person’s round disappear [MN3]', () => {
  const figures = story().start(0).says(0, 'consumer').says(9, 'robot').handover(10).move(10, 'queued', { group: 'grp_1' }).move(12, 'assigned').figures();
  expect(figures.roundSince).toEqual(second(12));
});

test('repeated asks stay one round, measured from the first [MN4]', () => {
  const figures = served().says(30, 'agent').says(40, 'consumer').says(45, 'consumer').says(50, 'consumer').says(60, 'agent').says(61, 'agent').figures();
  expect(figures).toMatchObject({ responseCount: 2, responseMsSum: 5000 + 20_000, humanMessages: 3, consumerMessages: 5 });
});

test('a transfer restarts the first response and keeps the open round; the sender counts [MN5] [MN4]', () => {
  const before = served().says(30, 'agent', 'mem_a').says(40, 'consumer').move(100, 'assigned', { assignee: 'mem_b' });
  expect(before.figures()).toMatchObject({ firstResponseMs: null, memberId: 'mem_b', roundSince: second(40) });
  expect(before.says(107, 'agent', 'mem_b').figures()).toMatchObject({ firstResponseMs: 7000, responseCount: 2, responseMsSum: 5000 + 67_000, memberId: 'mem_b' });
});

test('a transfer with nothing unanswered opens no round [MN4]', () => {
  expect(served().says(30, 'agent').move(40, 'assigned', { assignee: 'mem_b' }).says(45, 'agent', 'mem_b').figures()).toMatchObject({ firstResponseMs: 5000, responseCount: 1, responseMsSum: 5000 });
});

test('a reopening restarts the first response and opens no round [MN5]', () => {
  const figures = served().says(30, 'agent').move(60, 'closed', { by: 'agent' }).move(500, 'assigned').figures();
  expect(figures).toMatchObject({ closedAt: null, firstResponseMs: null, roundSince: null, assignedAt: second(500) });
});

test('lost by silence: the round goes on through the queue, both waits in the queue add up [MN4] [MN6]', () => {
  const figures = served().says(30, 'agent').says(40, 'consumer').move(340, 'queued', { reason: 'agent_silent' }).move(350, 'assigned', { assignee: 'mem_b' }).says(355, 'agent', 'mem_b').figures();
  expect(figures).toMatchObject({ queueMs: 15_000 + 10_000, responseCount: 2, responseMsSum: 5000 + 315_000, firstResponseMs: 5000 });
});

test('a change of group in the queue goes on waiting from the request [MN6]', () => {
  expect(story().start(0).says(0, 'consumer').handover(10).move(10, 'queued', { group: 'grp_1' }).move(40, 'queued', { group: 'grp_2' }).move(50, 'assigned').figures()).toMatchObject({ queueMs: 40_000, groupId: 'grp_2' });
});

test('leaving the queue is an abandonment and no queue time; asking again begins anew [MN6]', () => {
  const left = story().start(0).says(0, 'consumer').handover(10).move(10, 'queued', { group: 'grp_1' }).move(40, 'bot', { by: 'consumer' });
  expect(left.figures()).toMatchObject({ abandoned: true, queueMs: null, groupId: 'grp_1', memberId: null });
  expect(left.says(50, 'consumer').handover(60).move(60, 'queued').move(65, 'assigned').figures()).toMatchObject({ abandoned: false, queueMs: 5000, memberId: 'mem_a' });
});

test('closed while queueing: abandoned by the consumer, not by a supervisor who closes it [MN6]', () => {
  const queued = () => story().start(0).says(0, 'consumer').handover(10).move(10, 'queued', { group: 'grp_1' });
  expect(queued().move(20, 'closed', { by: 'consumer' }).figures().abandoned).toBe(true);
  expect(queued().move(20, 'closed', { by: 'agent' }).figures().abandoned).toBe(false);
});

test('a left message waits from the opening of the shop, not through the night [MN6]', () => {
  const figures = story().start(0).says(0, 'consumer').handover(10).move(10, 'waiting', { group: 'grp_1' }).says(20, 'consumer').move(30_000, 'queued').move(30_005, 'assigned').figures();
  expect(figures).toMatchObject({ queueMs: 5000, robotReceived: true, consumerMessages: 2 });
});

test('with the robot off, or one tap to a person before a word, the robot received nothing', () => {
  expect(story().start(0).says(1, 'consumer').handover(1, 'robot_off').move(1, 'queued', { group: 'grp_1' }).figures()).toMatchObject({ robotReceived: false, handedOver: true, askedAt: second(1) });
  expect(story().start(0).handover(1).move(1, 'queued', { group: 'grp_1' }).says(2, 'consumer').figures()).toMatchObject({ robotReceived: false, askedAt: second(2) });
});

test('a rating again replaces the one before; a closure keeps when it was assigned', () => {
  expect(served().says(30, 'agent').move(60, 'closed', { by: 'agent' }).rate(70, 2).rate(80, 5).figures()).toMatchObject({ rating: 5, closedAt: second(60), assignedAt: second(25) });
});

test('clocks that disagree make no negative time', () => {
  expect(served().says(24, 'agent').figures()).toMatchObject({ firstResponseMs: 0, responseMsSum: 0 });
});

test('a conversation whose beginning the log does not hold is passed over', () => {
  expect(applyEvents(new Map(), served().events.slice(1)).size).toBe(0);
});

/** Random but possible stories: every move is one that the table of moves allows. */
const steps = fc.array(fc.constantFrom('consumer', 'robot', 'person', 'request', 'assign', 'other', 'requeue', 'leave', 'close', 'reopen', 'rate'), { maxLength: 30 });
const told = (conversationId: string, words: readonly string[]): LoggedEvent[] => {
  const it = story(conversationId).start(0);
  let state: ConversationState = 'bot';
  words.forEach((word, i) => {
    const s = i * 3 + 1;
    if (word === 'consumer' && state !== 'closed') it.says(s, 'consumer');
    else if (word === 'robot' && state === 'bot') it.says(s, 'robot');
    else if (word === 'person' && state === 'assigned') it.says(s, 'agent', 'mem_a');
    else if (word === 'request' && state === 'bot') { it.handover(s).move(s, 'queued', { group: 'grp_1' }); state = 'queued'; }
    else if (word === 'assign' && (state === 'queued' || state === 'bot')) { it.move(s, 'assigned'); state = 'assigned'; }
    else if (word === 'other' && state === 'assigned') it.move(s, 'assigned', { assignee: 'mem_b' });
    else if (word === 'requeue' && state === 'assigned') { it.move(s, 'queued'); state = 'queued'; }
    else if (word === 'leave' && state === 'queued') { it.move(s, 'bot', { by: 'consumer' }); state = 'bot'; }
    else if (word === 'close' && state !== 'closed') { it.move(s, 'closed', { by: 'agent' }); state = 'closed'; }
    else if (word === 'reopen' && state === 'closed') { it.move(s, 'assigned'); state = 'assigned'; }
    else if (word === 'rate') it.rate(s, 1 + (i % 5));
  });
  return it.events;
};
const stories = fc.array(steps, { minLength: 1, maxLength: 4 }).map((all) => all.map((words, i) => told(`cnv_${i}`, words)));
const alone = (events: readonly LoggedEvent[][]): Map<string, Figures> => new Map(events.flatMap((one) => [...applyEvents(new Map(), one)]));
/** Without the position, which is another one in each mixture. */
const sorted = (figures: Map<string, Figures>): [string, Partial<Figures>][] => [...figures].map(([key, { appliedPosition, ...rest }]): [string, Partial<Figures>] => [key, rest]).sort(([a], [b]) => (a < b ? -1 : 1));

test('how conversations interleave does not matter, nor where batches are cut [MN2]', () => {
  fc.assert(fc.property(stories, fc.infiniteStream(fc.nat()), fc.nat({ max: 20 }), (events, chance, cut) => {
    const queues = events.map((one) => [...one]);
    const mixed: LoggedEvent[] = [];
    for (let open = queues.filter((q) => q.length > 0); open.length > 0; open = queues.filter((q) => q.length > 0)) {
      const next = open[(chance.next().value as number) % open.length]?.shift();
      if (next) mixed.push({ ...next, position: mixed.length + 1 });
    }
    const first = applyEvents(new Map(), mixed.slice(0, cut));
    expect(sorted(applyEvents(first, mixed.slice(cut)))).toEqual(sorted(alone(events)));
  }));
});

test('within a batch the order of writing counts, not the order of reading [MN2]', () => {
  fc.assert(fc.property(stories.chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events.flat(), { minLength: events.flat().length }))), ([events, shuffled]) => {
    expect(sorted(applyEvents(new Map(), shuffled))).toEqual(sorted(alone(events)));
  }));
});

test('whatever happens: no negative time, no open round that no person owes, each round answered once [MN4]', () => {
  fc.assert(fc.property(steps, (words) => {
    for (const figures of applyEvents(new Map(), told('cnv_1', words)).values()) {
      expect(Math.min(figures.responseMsSum, figures.queueMs ?? 0, figures.firstResponseMs ?? 0)).toBeGreaterThanOrEqual(0);
      expect(figures.responseCount).toBeLessThanOrEqual(figures.humanMessages);
      if (figures.roundSince) expect(figures.memberId).not.toBeNull();
      if (figures.closedAt) expect(figures.roundSince).toBeNull();
      if (figures.consumerMessages > 0) expect(figures.askedAt).not.toBeNull();
    }
  }));
});
