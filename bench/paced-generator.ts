// When messages are sent: at a fixed rate whatever comes back (open loop), or as fast as answers come (closed loop). Latencies count from when a message was due, so that a
// server that stalls is not spared the messages it kept waiting. Not for counting them (meter.ts).
import type { Pair } from './crowd.ts';
import type { Line } from './line.ts';
import { createMeter, type Meter } from './meter.ts';
import { percentileOf, round1 } from './figures.ts';

/** How many messages are due `elapsedMs` after the start at `perS` a second; the first is due at once. */
export const dueAfter = (elapsedMs: number, perS: number): number => Math.floor((elapsedMs * perS) / 1000) + 1;

export interface Load {
  sent: number; accepted: number; delivered: number; refused: number; refusals: Record<string, number>; doubled: number; misordered: number;
  /** Seconds in which messages were due, and those until the last had settled. */
  seconds: number; settledS: number;
  /** Messages a second that were acknowledged and delivered while messages were due. */
  perS: number;
  ackP50Ms: number; ackP99Ms: number; ackMaxMs: number; deliverP50Ms: number; deliverP99Ms: number; deliverMaxMs: number;
  /** Heard by those who only watch. */
  watched: number; watchP50Ms: number; watchP99Ms: number;
  /** How late the generator itself was at worst: with more than a few ms it was short of processor. */
  sendLateP99Ms: number; sendLateMaxMs: number;
}

/** What is under way at the end may take this long. */
const settleWithinMs = 30_000;

const settle = async (meter: Meter, watchers = 0): Promise<void> => {
  const settled = (): boolean => meter.accepted + meter.refused >= meter.sent && meter.delivered >= meter.accepted && meter.watched >= meter.accepted * watchers;
  for (let waited = 0; waited < settleWithinMs && !settled(); waited += 20) await new Promise((done) => setTimeout(done, 20));
};

const loadOf = (meter: Meter, from: number, until: number, late: readonly number[]): Load => {
  const [ack, deliver, lateMs] = [meter.ackMs(), meter.deliverMs(), Float64Array.from(late).sort()];
  const inTime = meter.countDue(until);
  const seconds = (until - from) / 1000;
  return {
    sent: meter.sent, accepted: meter.accepted, delivered: meter.delivered, refused: meter.refused, refusals: Object.fromEntries(meter.refusals), doubled: meter.doubled, misordered: meter.misordered,
    seconds: round1(seconds), settledS: round1((performance.now() - from) / 1000), perS: Math.round(Math.min(inTime.accepted, inTime.delivered) / seconds),
    ackP50Ms: round1(percentileOf(ack, 50)), ackP99Ms: round1(percentileOf(ack, 99)), ackMaxMs: round1(percentileOf(ack, 100)),
    deliverP50Ms: round1(percentileOf(deliver, 50)), deliverP99Ms: round1(percentileOf(deliver, 99)), deliverMaxMs: round1(percentileOf(deliver, 100)),
    watched: meter.watched, watchP50Ms: round1(percentileOf(meter.watchMs(), 50)), watchP99Ms: round1(percentileOf(meter.watchMs(), 99)),
    sendLateP99Ms: round1(percentileOf(lateMs, 99)), sendLateMaxMs: round1(percentileOf(lateMs, 100)),
  };
};

/** Open loop: `perS` messages a second over all pairs in turn for `ms`, or until it is `over`; then waits up to 30 s for what is under way. */
export const offer = async (pairs: readonly Pair[], perS: number, ms: number, over = (): boolean => false): Promise<Load> => {
  const most = dueAfter(ms, perS) - 1;
  const meter = createMeter(pairs, most);
  const late: number[] = [];
  const from = performance.now();
  await new Promise<void>((done) => {
    const tick = (): void => {
      const now = performance.now();
      const due = Math.min(most, dueAfter(now - from, perS));
      if (meter.sent < due) late.push(now - (from + (meter.sent * 1000) / perS));
      while (meter.sent < due) meter.send(meter.sent % pairs.length, from + (meter.sent * 1000) / perS);
      if (meter.sent < most && !over()) setTimeout(tick, 1); else done();
    };
    tick();
  });
  // The last one's share of the time is part of it.
  const until = from + (meter.sent * 1000) / perS;
  await new Promise((done) => setTimeout(done, Math.max(0, until - performance.now())));
  await settle(meter);
  meter.stop();
  return loadOf(meter, from, until, late);
};

/** Messages a second for which a closed loop makes room. */
const atMostPerS = 60_000;

/** Closed loop: `window` messages a conversation are under way all the time for `ms`: the highest rate, not a fair latency. `watchers` only listen, to every conversation. */
export const saturate = async (pairs: readonly Pair[], window: number, ms: number, watchers: readonly Line[] = []): Promise<Load> => {
  const meter = createMeter(pairs, Math.ceil((ms / 1000) * atMostPerS), watchers);
  const from = performance.now();
  const until = from + ms;
  meter.onDone = (_message, pair) => { const now = performance.now(); if (now < until) meter.send(pair, now); };
  for (let i = 0; i < pairs.length * window; i++) meter.send(i % pairs.length, performance.now());
  await new Promise((done) => setTimeout(done, ms));
  await settle(meter, watchers.length);
  meter.stop();
  return loadOf(meter, from, until, []);
};
