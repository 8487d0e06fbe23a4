// Tests of the live board's timing, by a clock that the test moves. What a board holds is told by the stories.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BoardView } from '@qindesk/protocol';
import { committedTopic, createInProcessBus, type Bus, type House, type Log, type LoggedEvent } from '../../platform/index.ts';
import { createLiveBoard, type BoardFrame } from './live-board.ts';

const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const scope = [{ shopIds: null, groupIds: null, until: null }];
const frame = (number: number): BoardFrame => ({ board: { number, agents: [{ id: 'mem_provider' }] } as unknown as BoardView, alarms: [] });
const event = (merchantId: string, payload: object = {}): LoggedEvent => ({ merchantId, type: 'message.sent', subjectId: 'cnv_1', payload, position: 1, at: new Date() });

let bus: Bus;
let reads: { merchantId: string; at: number }[];
let lastsMs: number;
let atOnce: number;
let mostAtOnce: number;
let house: House;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  bus = createInProcessBus(log);
  [reads, lastsMs, atOnce, mostAtOnce] = [[], 50, 0, 0];
  house = { bus, log, clock: { now: () => new Date(), ms: () => Date.now() } } as House;
});
afterEach(() => { vi.useRealTimers(); });

const createBoard = () => createLiveBoard(house, ({ merchantId }) => async () => {
  reads.push({ merchantId, at: Date.now() - 1_000_000 });
  mostAtOnce = Math.max(mostAtOnce, ++atOnce);
  await new Promise((resolve) => setTimeout(resolve, lastsMs));
  atOnce--;
  return frame(reads.length);
});
const tell = (...events: LoggedEvent[]) => bus.publish(committedTopic, events);
const times = (merchantId = 'org_1') => reads.filter((read) => read.merchantId === merchantId).map((read) => read.at);

test('a watched board is told at once, settles, and then ticks every five seconds', async () => {
  const told: number[] = [];
  const unwatch = createBoard().watch({ merchantId: 'org_1', shopId: null, scope, tell: () => told.push(Date.now() - 1_000_000) });
  await vi.advanceTimersByTimeAsync(12_000);
  expect(times()).toEqual([0, 1000, 6000, 11_000]);
  expect(told).toEqual([50, 1050, 6050, 11_050]);
  unwatch();
});

test('an event is seen at once, and a second later again for what the figures had yet to read [MN1]', async () => {
  const unwatch = createBoard().watch({ merchantId: 'org_1', shopId: null, scope, tell: () => {} });
  await vi.advanceTimersByTimeAsync(3000);
  tell(event('org_1'));
  await vi.advanceTimersByTimeAsync(4000);
  expect(times()).toEqual([0, 1000, 3000, 4000]);
  unwatch();
});

test('under a steady stream of events it is computed once a second, and never later than that [MN1] [MN10]', async () => {
  const unwatch = createBoard().watch({ merchantId: 'org_1', shopId: null, scope, tell: () => {} });
  for (let i = 0; i < 100; i++) { tell(event('org_1')); await vi.advanceTimersByTimeAsync(100); }
  const at = times();
  expect(at).toHaveLength(11);
  at.slice(1).forEach((time, i) => expect(time - (at[i] ?? 0)).toBe(1000));
  unwatch();
});

test('watchers of one floor share its computation; another scope has its own [MN10]', async () => {
  const board = createBoard();
  const told = [0, 0, 0];
  const count = (i: number) => () => { told[i] = (told[i] ?? 0) + 1; };
  const stops = [scope, [{ shopIds: null, groupIds: null, until: null }], [{ shopIds: new Set(['shp_1']), groupIds: null, until: null }]]
    .map((each, i) => board.watch({ merchantId: 'org_1', shopId: null, scope: each, tell: count(i) }));
  await vi.advanceTimersByTimeAsync(500);
  expect(times()).toHaveLength(2);
  expect(told).toEqual([1, 1, 1]);
  for (const stop of stops) stop();
});

test('one who comes later is told the board of now without another computation', async () => {
  const board = createBoard();
  const first = board.watch({ merchantId: 'org_1', shopId: null, scope, tell: () => {} });
  await vi.advanceTimersByTimeAsync(500);
  const told: unknown[] = [];
  const second = board.watch({ merchantId: 'org_1', shopId: null, scope, tell: (view) => told.push(view) });
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual([frame(1).board]);
  expect(times()).toHaveLength(1);
  first();
  second();
});

test('nothing is computed for another merchant’s events, nor once nobody watches [MN10]', async () => {
  const told: unknown[] = [];
  const unwatch = createBoard().watch({ merchantId: 'org_1', shopId: null, scope, tell: (view) => told.push(view) });
  await vi.advanceTimersByTimeAsync(2500);
  tell(event('org_2'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(times()).toEqual([0, 1000]);
  unwatch();
  tell(event('org_1'));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(times()).toEqual([0, 1000]);
  expect(told).toHaveLength(2);
});

test('a provider’s agent who changes state elsewhere shows on the floors where they serve [MN1]', async () => {
  const unwatch = createBoard().watch({ merchantId: 'org_1', shopId: null, scope, tell: () => {} });
  await vi.advanceTimersByTimeAsync(2500);
  tell(event('org_provider', { memberId: 'mem_provider', state: 'break' }));
  await vi.advanceTimersByTimeAsync(100);
  expect(times()).toEqual([0, 1000, 2500]);
  unwatch();
});

test('a slow computation is never doubled, and at most two floors are computed at once [MN10]', async () => {
  lastsMs = 1500;
  const board = createBoard();
  const stops = ['org_1', 'org_2', 'org_3'].map((merchantId) => board.watch({ merchantId, shopId: null, scope, tell: () => {} }));
  for (let i = 0; i < 60; i++) { tell(event('org_1'), event('org_2'), event('org_3')); await vi.advanceTimersByTimeAsync(100); }
  expect(mostAtOnce).toBe(2);
  for (const merchantId of ['org_1', 'org_2', 'org_3']) expect(times(merchantId).length).toBeGreaterThanOrEqual(2);
  for (const stop of stops) stop();
});

test('a computation that fails is tried again, and one listener that throws does not keep the others waiting', async () => {
  let tries = 0;
  const board = createLiveBoard(house, () => async () => { if (++tries === 1) throw new Error('database away'); return frame(tries); });
  const told: unknown[] = [];
  const stops = [board.watch({ merchantId: 'org_1', shopId: null, scope, tell: () => { throw new Error('socket gone'); } }), board.watch({ merchantId: 'org_1', shopId: null, scope, tell: (view) => told.push(view) })];
  await vi.advanceTimersByTimeAsync(1500);
  expect(told).toEqual([frame(2).board]);
  for (const stop of stops) stop();
});
