// What may be asked of a shop and is not in its library: lines of the trade's topics that no question of it covers. Not for deciding.
import { type Reading, readText } from './reading.ts';
import { wholeLine } from './segments.ts';
import type { SenseRows } from './sense-rows.ts';
import type { Trade } from './trade.ts';

const read = new WeakMap<object, (Reading | undefined)[]>();

/** The n-th background line, read when first picked. */
function backgroundReading(trade: Trade, n: number): Reading {
  const known = read.get(trade.background) ?? [];
  read.set(trade.background, known);
  return (known[n] ??= readText(trade, wholeLine(trade.background[n]!.text)));
}

/** A topic that weighs this much in a question's profile (0..1) may be what the question answers. */
const COVERED = 0.3;

/** For each topic how much it weighs in the question that it weighs most in (0..1). */
export function coverageOf(senses: SenseRows, labels: number): Float32Array {
  const most = new Float32Array(senses.topics);
  for (let label = 0; label < labels; label++) for (let t = 0; t < senses.topics; t++) most[t] = Math.max(most[t]!, senses.profiles[label * senses.topics + t]! / 255);
  return most;
}

/** As many lines as the library has phrasings, between these bounds. */
const LEAST = 300;
const MOST = 1500;

/** Lines that the library of these rows does not answer: half of them of the topics nearest to it, the others spread over the rest. */
export function outsideOf(trade: Trade, senses: SenseRows, labels: number, rows: number): Reading[] {
  const covered = coverageOf(senses, labels);
  const coveredAt = (n: number): number => covered[trade.background[n]!.topic]!;
  const fitting = Array.from(trade.background.keys()).filter((n) => coveredAt(n) < COVERED).sort((a, b) => coveredAt(b) - coveredAt(a));
  const wanted = Math.min(fitting.length, Math.max(LEAST, Math.min(MOST, rows)));
  const near = fitting.slice(0, Math.floor(wanted / 2));
  const rest = fitting.slice(near.length);
  const others = wanted - near.length;
  return [...near, ...Array.from({ length: others }, (_, i) => rest[Math.floor((i * rest.length) / others)]!)].map((n) => backgroundReading(trade, n));
}
