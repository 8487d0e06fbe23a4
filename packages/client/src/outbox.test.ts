// Unit tests of the outbox: kept until accepted, in order, once [CM2].
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { refusalView } from '@qindesk/protocol/errors';
import { createLine } from './line.ts';
import { createOutbox, type OutboxEntry, type OutboxOptions } from './outbox.ts';
import { localOutboxStorage, memoryOutboxStorage, type KeyValueStore } from './outbox-storage.ts';
import { RefusedError } from './refused-error.ts';
import { createScriptedServer, welcome } from './scripted-server.ts';

const text = (words: string) => ({ type: 'text' as const, text: words });
const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const accepted = (conversationId: string, entry: OutboxEntry, seq = 1) => ({ type: 'accepted' as const, ref: 0, conversationId, clientId: entry.clientId, messageId: 'msg_1', seq, at: '' });
const words = (entry: OutboxEntry): string => (entry.body.type === 'text' ? entry.body.text : '');

const mapStore = (): KeyValueStore => {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
};

const setUp = (send: OutboxOptions['send'], more: Partial<OutboxOptions> = {}) => {
  const sent: string[] = [];
  const outbox = createOutbox({
    send: (conversationId, entry) => {
      sent.push(`${conversationId}:${words(entry)}`);
      return send(conversationId, entry);
    },
    random: () => 1, ...more,
  });
  return { outbox, sent };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the outbox', () => {
  test('keeps what was written offline and sends it in order, one at a time for each conversation', async () => {
    const answers: (() => void)[] = [];
    const { outbox, sent } = setUp((conversationId, entry) => new Promise((resolve) => answers.push(() => resolve(accepted(conversationId, entry)))));
    for (const one of ['1', '2']) for (const id of ['a', 'b']) outbox.enqueue(id, text(one));
    expect(sent).toEqual([]);
    outbox.setOnline(true);
    await flush();
    expect(sent).toEqual(['a:1', 'b:1']);
    answers[0]?.();
    await flush();
    expect(sent).toEqual(['a:1', 'b:1', 'a:2']);
    expect(outbox.entries.map(words)).toEqual(['1', '2', '2']);
  });

  test('sends again under the same client id after a break [CM2]', async () => {
    const ids: string[] = [];
    let broken = true;
    const { outbox } = setUp(async (conversationId, entry) => {
      ids.push(entry.clientId);
      if (broken) throw new RefusedError(refusalView('unavailable'));
      return accepted(conversationId, entry);
    });
    outbox.enqueue('a', text('1'));
    outbox.setOnline(true);
    outbox.setOnline(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ids).toHaveLength(1);
    broken = false;
    outbox.setOnline(true);
    await flush();
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(2);
    expect(outbox.entries).toEqual([]);
  });

  test('waits as long as a retryable refusal asks, and nothing overtakes', async () => {
    let refusals = 2;
    const { outbox, sent } = setUp(async (conversationId, entry) => {
      refusals -= 1;
      if (refusals >= 0) throw new RefusedError(refusalView('rate_limited', { retryAfterMs: 1000 }));
      return accepted(conversationId, entry);
    });
    outbox.setOnline(true);
    outbox.enqueue('a', text('1'));
    outbox.enqueue('a', text('2'));
    await vi.advanceTimersByTimeAsync(1400);
    expect(sent).toEqual(['a:1']);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toEqual(['a:1', 'a:1']);
    await vi.advanceTimersByTimeAsync(2100);
    expect(sent).toEqual(['a:1', 'a:1', 'a:1', 'a:2']);
  });

  test('a final refusal marks the message, the next ones go on, the person retries or drops', async () => {
    let closed = true;
    const { outbox, sent } = setUp(async (conversationId, entry) => {
      if (words(entry) !== '3' && closed) throw new RefusedError(refusalView('conversation_closed'));
      return accepted(conversationId, entry);
    });
    outbox.setOnline(true);
    const first = outbox.enqueue('a', text('1'));
    const second = outbox.enqueue('a', text('2'));
    outbox.enqueue('a', text('3'));
    await flush();
    expect(outbox.entries.map((entry) => entry.failed?.code)).toEqual(['conversation_closed', 'conversation_closed']);
    closed = false;
    outbox.drop(first);
    outbox.retry(second, 'b');
    await flush();
    expect(sent.at(-1)).toBe('b:2');
    expect(outbox.entries).toEqual([]);
  });

  test('finds the conversation once for all that were written before there was one', async () => {
    const address = vi.fn(async () => 'cnv_new');
    const { outbox, sent } = setUp(async (conversationId, entry) => accepted(conversationId, entry), { address });
    outbox.enqueue(null, text('1'));
    outbox.enqueue(null, text('2'));
    outbox.setOnline(true);
    await flush();
    expect(address).toHaveBeenCalledTimes(1);
    expect(sent).toEqual(['cnv_new:1', 'cnv_new:2']);
  });

  test('a message seen in the conversation has arrived, though the answer got lost', async () => {
    const { outbox } = setUp(() => new Promise(() => undefined));
    outbox.setOnline(true);
    outbox.confirm(outbox.enqueue('a', text('1')));
    expect(outbox.entries).toEqual([]);
  });

  test('survives the page, and two tabs do not overwrite each other', () => {
    const store = mapStore();
    const tab = () => setUp(() => new Promise(() => undefined), { storage: localOutboxStorage('apparel', store) }).outbox;
    const [one, other] = [tab(), tab()];
    one.enqueue('a', text('1'));
    other.enqueue('a', text('2'));
    setUp(() => new Promise(() => undefined), { storage: localOutboxStorage('fresh', store) }).outbox.enqueue('b', text('3'));
    expect(tab().entries.map(words).sort()).toEqual(['1', '2']);
  });

  test('goes on without a store that is full or forbidden', () => {
    const forbidden = { ...mapStore(), setItem: () => { throw new Error('quota'); }, key: () => { throw new Error('denied'); }, length: 1 };
    const { outbox } = setUp(() => new Promise(() => undefined), { storage: localOutboxStorage('s', forbidden) });
    outbox.enqueue('a', text('1'));
    expect(outbox.entries).toHaveLength(1);
  });
});

type Event = { kind: 'write' } | { kind: 'cut' } | { kind: 'reload' } | { kind: 'time'; ms: number };
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'write' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cut' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reload' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(0, 100, 1000, 16_000) }) },
);
/** What the server does with one send. */
const fate = fc.constantFrom('accept', 'accept', 'store, then cut', 'cut', 'silence', 'store silently', 'busy');

test('any mix of cuts, lost answers, busy servers and reloads stores every message once and in order [CM2] [CM3]', async () => {
  await fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.array(fate, { maxLength: 40 }), async (events, drawn) => {
    const fates = [...drawn];
    const stored: { clientId: string; text: string }[] = [];
    const written: string[] = [];
    const storage = memoryOutboxStorage();
    const server = createScriptedServer((frame, end) => {
      if (frame.type === 'hello') end.send(welcome);
      else if (frame.type === 'ping') end.send({ type: 'pong', now: '' });
      else if (frame.type === 'conversation.start') end.send({ type: 'done', ref: frame.ref ?? 0 });
      else if (frame.type === 'message.send') {
        const next = fates.shift() ?? 'accept';
        const clientId = String(frame.clientId);
        if (next === 'busy') end.send({ type: 'refused', ref: frame.ref ?? 0, refusal: refusalView('overloaded') });
        if (next === 'cut') end.cut();
        if (next === 'cut' || next === 'silence' || next === 'busy') return;
        if (!stored.some((one) => one.clientId === clientId)) stored.push({ clientId, text: (frame.body as { text: string }).text });
        const seq = stored.findIndex((one) => one.clientId === clientId) + 1;
        if (next === 'accept') end.send({ type: 'accepted', ref: frame.ref ?? 0, conversationId: String(frame.conversationId), clientId, messageId: `msg_${seq}`, seq, at: '' });
        if (next === 'store, then cut') end.cut();
      }
    });
    const open = () => {
      const line = createLine({
        url: 'ws://shop/socket', identity: () => ({ as: 'consumer' }), openSocket: server.openSocket, random: () => 0.5, storage, onMessages: () => undefined,
        address: async () => {
          await line.request({ type: 'conversation.start' });
          return 'cnv_a';
        },
      });
      line.start();
      return line;
    };
    let line = open();
    for (const one of events) {
      if (one.kind === 'write') {
        written.push(String(written.length));
        line.outbox.enqueue(null, text(written.at(-1) ?? ''));
      } else if (one.kind === 'cut') server.last.cut();
      else if (one.kind === 'time') await vi.advanceTimersByTimeAsync(one.ms);
      else {
        line.stop();
        line = open();
      }
    }
    await vi.advanceTimersByTimeAsync(3_600_000);
    const left = line.outbox.entries;
    line.stop();
    expect(left).toEqual([]);
    expect(stored.map((one) => one.text)).toEqual(written);
  }), { numRuns: 200 });
}, 60_000);
