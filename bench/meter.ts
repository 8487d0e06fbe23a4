// Sends numbered messages between the two sides of conversations and takes the time of each: acknowledged, delivered, in order, once. Bytes are searched, not parsed:
// the load must cost little. Not for when to send (paced-generator.ts).
import type { Pair } from './crowd.ts';
import type { Line } from './line.ts';

export interface Meter {
  /** Sends the next message in `pair`; `dueAt` (performance.now) is when it should have been sent. Returns its number, or −1 when there is no room for more. */
  send(pair: number, dueAt: number): number;
  /** Called when a message was acknowledged and has arrived. */
  onDone: (message: number, pair: number) => void;
  readonly sent: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly refused: number;
  /** Arrived more than once, or after a later one of the same sender. */
  readonly doubled: number;
  readonly misordered: number;
  /** What the server refused, by code. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Milliseconds from when each was due, sorted; those that never came are left out. */
  ackMs(): Float64Array;
  deliverMs(): Float64Array;
  /** How often the watchers' lines heard a message, and the times of a sample of that (at most a million), sorted. */
  readonly watched: number;
  watchMs(): Float64Array;
  /** Of messages due before `until` (performance.now) only. */
  countDue(until: number): { accepted: number; delivered: number };
  stop(): void;
}

/** Marks a text as ours: it begins with # and a number. */
const mark = Buffer.from(':"#');
const refMark = Buffer.from('"ref":');
const digit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** The number in decimal digits that begins at `at`; −1 where none does. */
export const numberAt = (bytes: Buffer, at: number): number => {
  if (!digit(bytes[at])) return -1;
  let value = 0;
  for (let i = at; digit(bytes[i]); i++) value = value * 10 + (bytes[i] as number) - 48;
  return value;
};

/** Calls `found` with the number of every text of ours in a `messages` frame. */
export const eachNumber = (payload: Buffer, found: (number: number) => void): void => {
  for (let at = payload.indexOf(mark); at >= 0; at = payload.indexOf(mark, at + mark.length)) {
    const number = numberAt(payload, at + mark.length);
    if (number >= 0) found(number);
  }
};

/** The `ref` of a frame, −1 without one. */
export const refIn = (payload: Buffer): number => { const at = payload.indexOf(refMark); return at < 0 ? -1 : numberAt(payload, at + refMark.length); };

/** Which frame it is, by its first letters: `{"type":"accepted"`. */
const letters = (payload: Buffer): string => String.fromCharCode(payload[9] ?? 0, payload[10] ?? 0, payload[11] ?? 0, payload[12] ?? 0, payload[13] ?? 0);

let runs = 0;
/** Numbers of all runs of this process follow on each other, so that a late frame of an earlier run is told apart. */
let nextNumber = 0;

/** Times of watchers that are kept. */
const mostWatchTimes = 1_000_000;

/** A meter over `pairs` with room for `most` messages. Consumer and agent take turns in each conversation; `watchers` only listen. */
export const createMeter = (pairs: readonly Pair[], most: number, watchers: readonly Line[] = []): Meter => {
  const run = `${Date.now().toString(36)}-${process.pid}-${++runs}`;
  const base = nextNumber;
  const due = new Float64Array(most);
  const [acked, arrived] = [new Float64Array(most).fill(Number.NaN), new Float64Array(most).fill(Number.NaN)];
  const pairOf = new Uint32Array(most);
  const fromAgent = new Uint8Array(most);
  const turns = new Uint8Array(pairs.length);
  const last = new Float64Array(pairs.length * 2).fill(-1);
  const refusals = new Map<string, number>();
  const count = { sent: 0, accepted: 0, delivered: 0, refused: 0, doubled: 0, misordered: 0, watched: 0 };
  const watchTimes: number[] = [];

  const finish = (index: number): void => { if (!Number.isNaN(acked[index]) && !Number.isNaN(arrived[index])) meter.onDone(index, pairOf[index] as number); };
  const onAccepted = (payload: Buffer): void => {
    const index = refIn(payload) - base;
    if (index < 0 || index >= count.sent || !Number.isNaN(acked[index])) return;
    acked[index] = performance.now();
    count.accepted += 1;
    finish(index);
  };
  const onRefused = (payload: Buffer): void => {
    if (refIn(payload) < base) return;
    count.refused += 1;
    const code = /"code":"(\w+)"/.exec(payload.toString())?.[1] ?? 'unknown';
    refusals.set(code, (refusals.get(code) ?? 0) + 1);
  };
  const onMessage = (number: number, byAgent: 0 | 1): void => {
    const index = number - base;
    // What one has sent oneself comes back as well; only the other side's counts as delivered.
    if (index < 0 || index >= count.sent || fromAgent[index] === byAgent) return;
    if (!Number.isNaN(arrived[index])) { count.doubled += 1; return; }
    const lane = (pairOf[index] as number) * 2 + byAgent;
    if (index < (last[lane] as number)) count.misordered += 1;
    last[lane] = index;
    arrived[index] = performance.now();
    count.delivered += 1;
    finish(index);
  };
  const hearAs = (byAgent: 0 | 1) => (payload: Buffer): void => {
    const kind = letters(payload);
    if (kind === 'accep') onAccepted(payload);
    else if (kind === 'messa') eachNumber(payload, (number) => onMessage(number, byAgent));
    else if (kind === 'refus') onRefused(payload);
  };
  const onWatched = (number: number): void => {
    const index = number - base;
    if (index < 0 || index >= count.sent) return;
    count.watched += 1;
    if (watchTimes.length < mostWatchTimes) watchTimes.push(performance.now() - (due[index] as number));
  };
  const lines = new Map<Line, 0 | 1>(pairs.flatMap(({ consumer, agent }) => [[consumer, 0], [agent, 1]] as const));
  for (const [line, byAgent] of lines) line.hear = hearAs(byAgent);
  for (const line of watchers) line.hear = (payload) => { if (letters(payload) === 'messa') eachNumber(payload, onWatched); };

  const since = (times: Float64Array): Float64Array => times.subarray(0, count.sent).map((at, i) => at - (due[i] as number)).filter((ms) => !Number.isNaN(ms)).sort();
  const meter: Meter = {
    onDone: () => undefined,
    send: (pair, dueAt) => {
      const index = count.sent;
      if (index >= most) return -1;
      const { id, consumer, agent } = pairs[pair] as Pair;
      count.sent += 1;
      nextNumber = base + count.sent;
      due[index] = dueAt;
      pairOf[index] = pair;
      const turn = (turns[pair] = (turns[pair] as number) ^ 1);
      fromAgent[index] = turn ^ 1;
      const number = base + index;
      // The size of a usual message: about 250 bytes as a frame.
      (turn === 1 ? consumer : agent).send(`{"type":"message.send","ref":${number},"conversationId":"${id}","clientId":"${run}-${number}","body":{"type":"text","text":"#${number} 亲，这件衣服什么时候发货，我后天要出门，麻烦尽快"}}`);
      return index;
    },
    get sent() { return count.sent; }, get accepted() { return count.accepted; }, get delivered() { return count.delivered; }, get refused() { return count.refused; },
    get doubled() { return count.doubled; }, get misordered() { return count.misordered; }, refusals,
    ackMs: () => since(acked), deliverMs: () => since(arrived), get watched() { return count.watched; }, watchMs: () => Float64Array.from(watchTimes).sort(),
    countDue: (until) => {
      const told = { accepted: 0, delivered: 0 };
      for (let i = 0; i < count.sent; i++) if ((due[i] as number) < until) { if ((acked[i] as number) <= until) told.accepted += 1; if ((arrived[i] as number) <= until) told.delivered += 1; }
      return told;
    },
    stop: () => { for (const line of [...lines.keys(), ...watchers]) line.hear = () => undefined; },
  };
  return meter;
};
