// Unit tests of resume: whatever the line does, each message is delivered once and in order [CM6].
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MessageView, ServerFrame } from '@qindesk/protocol';
import { refusalView } from '@qindesk/protocol/errors';
import { createLine } from './line.ts';
import { RefusedError } from './refused-error.ts';
import { createResume } from './resume.ts';
import { createScriptedServer, message, welcome } from './scripted-server.ts';

const id = 'cnv_a';
type Backfill = Extract<ServerFrame, { type: 'backfill' }>;
const backfill = (messages: MessageView[], complete = true, ref: number | null = null): Backfill => ({ type: 'backfill', ref, conversationId: id, messages, complete });
const live = (...seqs: number[]): ServerFrame => ({ type: 'messages', messages: seqs.map((seq) => message(id, seq)) });

const setUp = (ask: (conversationId: string, afterSeq: number, watch: boolean) => Promise<Backfill | null>) => {
  const delivered: number[] = [];
  const lost: string[] = [];
  const asked = vi.fn(ask);
  const resume = createResume({
    ask: asked, onMessages: (_, messages) => delivered.push(...messages.map((one) => one.seq)), onLost: (conversationId) => lost.push(conversationId), random: () => 1,
  });
  return { resume, delivered, lost, asked };
};
const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('resume [CM6]', () => {
  test('drops what it has, holds what is early, asks once for the hole', async () => {
    const { resume, delivered, asked } = setUp(async (_, afterSeq) => backfill([3, 4, 5].filter((seq) => seq > afterSeq).map((seq) => message(id, seq))));
    resume.take(welcome);
    resume.follow(id, { afterSeq: 2 });
    await flush();
    asked.mockClear();
    expect(delivered).toEqual([3, 4, 5]);
    resume.take(live(5, 4));
    expect(asked).not.toHaveBeenCalled();
    resume.take(live(8));
    resume.take(live(9));
    expect(delivered).toEqual([3, 4, 5]);
    expect(asked.mock.calls).toEqual([[id, 5, false]]);
    resume.take(live(6, 7));
    expect(delivered).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  test('after a break the hello carries the points, and the answers of the server are waited for', async () => {
    const { resume, delivered, asked } = setUp(async () => backfill([]));
    resume.follow(id, { afterSeq: 2 });
    expect(resume.points()).toEqual([{ conversationId: id, afterSeq: 2 }]);
    resume.take(welcome);
    resume.take(live(5));
    resume.take(backfill([3, 4].map((seq) => message(id, seq))));
    await flush();
    expect(delivered).toEqual([3, 4, 5]);
    expect(asked).not.toHaveBeenCalled();
  });

  test('goes on while the backfill is not complete', async () => {
    const { resume, delivered, asked } = setUp(async (_, afterSeq) => backfill([message(id, afterSeq + 1)], afterSeq === 4));
    resume.follow(id);
    resume.points();
    resume.take(welcome);
    resume.take(backfill([1, 2].map((seq) => message(id, seq)), false));
    await flush();
    expect(delivered).toEqual([1, 2, 3, 4, 5]);
    expect(asked.mock.calls.map((call) => call[1])).toEqual([2, 3, 4]);
  });

  test('asks for itself when the answer to the hello does not come', async () => {
    const { resume, delivered } = setUp(async () => backfill([message(id, 1)]));
    resume.follow(id);
    resume.points();
    resume.take(welcome);
    await vi.advanceTimersByTimeAsync(5000);
    expect(delivered).toEqual([1]);
  });

  test('asks again, with patience, while a hole stays or the server is busy', async () => {
    let calls = 0;
    const { resume, delivered, asked } = setUp(async () => {
      calls += 1;
      if (calls === 1) throw new RefusedError(refusalView('overloaded'));
      return backfill(calls < 4 ? [] : [message(id, 1)]);
    });
    resume.take(welcome);
    resume.follow(id);
    resume.take(live(2));
    await flush();
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(300 + 600 + 1200);
    expect(asked).toHaveBeenCalledTimes(4);
    expect(delivered).toEqual([1, 2]);
  });

  test('a view that counts more than was delivered shows a lost last message', async () => {
    const { resume, delivered, asked } = setUp(async (_, afterSeq) => backfill(afterSeq === 1 ? [message(id, 2)] : []));
    resume.take(welcome);
    resume.follow(id, { afterSeq: 1 });
    await flush();
    asked.mockClear();
    const changed = { type: 'conversation.changed', conversation: { id, lastSeq: 3 } } as unknown as ServerFrame;
    resume.take(changed);
    expect(asked).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(delivered).toEqual([2]);
  });

  test('stops following what may not be seen any more', async () => {
    const { resume, lost } = setUp(async () => {
      throw new RefusedError(refusalView('not_found'));
    });
    resume.take(welcome);
    resume.follow(id);
    await flush();
    expect(lost).toEqual([id]);
    expect(resume.lastSeq(id)).toBeNull();
  });

  test('watches again after every break, and never through the hello', async () => {
    const { resume, asked } = setUp(async () => backfill([]));
    resume.take(welcome);
    resume.follow(id, { watch: true });
    await flush();
    resume.disconnected();
    expect(resume.points()).toEqual([]);
    resume.take(welcome);
    await flush();
    expect(asked.mock.calls.map((call) => call[2])).toEqual([true, true]);
  });

  test('leaves messages of others to the caller', () => {
    const { resume } = setUp(async () => backfill([]));
    resume.take(welcome);
    resume.follow(id);
    const mixed: ServerFrame = { type: 'messages', messages: [message(id, 1), message('cnv_b', 7)] };
    expect(resume.take(mixed)).toEqual({ type: 'messages', messages: [message('cnv_b', 7)] });
    expect(resume.take(live(2))).toBeNull();
  });
});

/** What may happen to a line between two messages. */
type Event = { kind: 'say'; fate: 'sent' | 'lost' | 'twice' | 'late' } | { kind: 'late ones arrive' } | { kind: 'cut' } | { kind: 'away' } | { kind: 'time'; ms: number };
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), fate: fc.constantFrom('sent', 'lost', 'twice', 'late') }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'late ones arrive' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cut' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'away' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(0, 50, 400, 6000) }) },
);

test('any mix of lost, doubled, late and cut-off messages is delivered once and in order [CM6]', async () => {
  await fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), fc.boolean(), async (events, pageSize, answersHello) => {
    const log: MessageView[] = [];
    const late: ServerFrame[] = [];
    const delivered: number[] = [];
    let reachable = true;
    const page = (afterSeq: number, ref: number | null): Backfill => {
      const messages = log.filter((one) => one.seq > afterSeq).slice(0, pageSize);
      return backfill(messages, (messages.at(-1)?.seq ?? afterSeq) >= log.length, ref);
    };
    const server = createScriptedServer((frame, end) => {
      if (frame.type === 'hello') {
        end.send(welcome);
        for (const point of answersHello ? frame.resume ?? [] : []) end.send(page(point.afterSeq, null));
      } else if (frame.type === 'conversation.resume') end.send(page(frame.afterSeq ?? 0, frame.ref ?? null));
      else if (frame.type === 'ping') end.send({ type: 'pong', now: '' });
    }, () => reachable);
    const line = createLine({
      url: 'ws://shop/socket', identity: () => ({ as: 'consumer' }), openSocket: server.openSocket, random: () => 0.5,
      onMessages: (_, messages) => delivered.push(...messages.map((one) => one.seq)),
    });
    const say = (fate: 'sent' | 'lost' | 'twice' | 'late'): void => {
      const frame = live(log.length + 1);
      log.push(message(id, log.length + 1));
      if (fate === 'late') late.push(frame);
      else for (let copy = 0; copy < { sent: 1, lost: 0, twice: 2 }[fate]; copy += 1) server.last.send(frame);
    };
    line.start();
    line.follow(id);
    for (const one of events) {
      if (one.kind === 'say') say(one.fate);
      else if (one.kind === 'late ones arrive') for (const frame of late.splice(0).reverse()) server.last.send(frame);
      else if (one.kind === 'time') await vi.advanceTimersByTimeAsync(one.ms);
      else {
        reachable = one.kind === 'cut';
        server.last.cut();
      }
    }
    reachable = true;
    await vi.advanceTimersByTimeAsync(40_000);
    say('sent');
    await vi.advanceTimersByTimeAsync(40_000);
    line.stop();
    expect(delivered).toEqual(log.map((one) => one.seq));
  }), { numRuns: 300 });
}, 60_000);
