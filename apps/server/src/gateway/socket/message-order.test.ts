// The order in which a process tells the messages of a conversation, however they reach it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import type { Message } from '../../modules/conversation/index.ts';
import { createMessageOrder } from './message-order.ts';

const message = (seq: number, conversationId = 'cnv_1'): Message => ({ merchantId: 'org_1', conversationId, seq, id: `msg_${seq}`, author: { kind: 'consumer', id: 'csm_1', name: '' }, clientId: `c${seq}`, body: { type: 'text', text: `${seq}` }, at: new Date(0) });
const numbers = (messages: readonly Message[]): number[] => messages.map((one) => one.seq);

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it('holds back what comes before its predecessor, and passes both on when that comes', () => {
  const order = createMessageOrder(() => { throw new Error('nothing is late'); }, () => null);
  expect(numbers(order.take([message(4)]))).toEqual([4]);
  expect(numbers(order.take([message(7), message(6)]))).toEqual([]);
  expect(numbers(order.take([message(5)]))).toEqual([5, 6, 7]);
  vi.runAllTimers();
});

it('passes over what was told already: the same message by two ways is told once', () => {
  const order = createMessageOrder(() => undefined, () => null);
  expect(numbers(order.take([message(1), message(2), message(1), message(2)]))).toEqual([1, 2]);
  expect(order.has('cnv_1', 2)).toBe(true);
  expect(order.has('cnv_1', 3)).toBe(false);
  expect(order.has('cnv_2', 1)).toBe(false);
});

it('waits for a while, then tells without what did not come', () => {
  const late: number[] = [];
  const order = createMessageOrder((messages) => late.push(...numbers(messages)), () => null);
  order.take([message(1), message(4), message(3)]);
  vi.advanceTimersByTime(599);
  expect(late).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(late).toEqual([3, 4]);
  expect(numbers(order.take([message(5)]))).toEqual([5]);
  expect([order.has('cnv_1', 2), order.has('cnv_1', 3)]).toEqual([false, true]);
});

it('tells what comes after it was given up, late rather than never, and once', () => {
  const order = createMessageOrder(() => undefined, () => null);
  order.take([message(5), message(8)]);
  vi.advanceTimersByTime(700);
  expect(numbers(order.take([message(7), message(7), message(6), message(9)]))).toEqual([7, 6, 9]);
  expect(numbers(order.take([message(4), message(4)]))).toEqual([4]);
  expect([order.has('cnv_1', 4), order.has('cnv_1', 3)]).toEqual([true, false]);
});

it('begins behind what the watchers knew: the first to come waits for those stored before it', () => {
  const late: number[] = [];
  const order = createMessageOrder((messages) => late.push(...numbers(messages)), (id) => (id === 'cnv_1' ? 3 : null));
  expect(numbers(order.take([message(2), message(6), message(5)]))).toEqual([2]);
  expect(numbers(order.take([message(4)]))).toEqual([4, 5, 6]);
  // What was stored before they began is told all the same, once.
  expect(numbers(order.take([message(3), message(3)]))).toEqual([3]);
  vi.runAllTimers();
  expect(late).toEqual([]);
  expect(numbers(order.take([message(8, 'cnv_2')]))).toEqual([8]);
});

it('keeps conversations apart and forgets those that nobody watches', () => {
  const order = createMessageOrder(() => { throw new Error('forgotten'); }, () => null);
  expect(numbers(order.take([message(1, 'cnv_1'), message(9, 'cnv_2'), message(11, 'cnv_2')]))).toEqual([1, 9]);
  order.forget('cnv_2');
  vi.runAllTimers();
  expect(numbers(order.take([message(30, 'cnv_2'), message(2, 'cnv_1')]))).toEqual([30, 2]);
});

it('tells each number from the first one on exactly once, upwards unless it was given up, in whatever order and how often they come', () => {
  fc.assert(fc.property(fc.array(fc.record({ seq: fc.integer({ min: 1, max: 12 }), pause: fc.boolean() })), (arrivals) => {
    const told: number[] = [];
    const order = createMessageOrder((messages) => told.push(...numbers(messages)), () => null);
    let gaveUp = false;
    for (const { seq, pause } of arrivals) { told.push(...numbers(order.take([message(seq)]))); if (pause) { gaveUp = true; vi.advanceTimersByTime(700); } }
    vi.advanceTimersByTime(700);
    const [first = 0] = told;
    const fromFirst = told.filter((seq) => seq >= first);
    expect([...fromFirst].sort((a, b) => a - b)).toEqual([...new Set(arrivals.map(({ seq }) => seq).filter((seq) => seq >= first))].sort((a, b) => a - b));
    if (!gaveUp) expect(fromFirst).toEqual([...fromFirst].sort((a, b) => a - b));
  }));
});
