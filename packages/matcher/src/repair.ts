// Words typed by ear or with a slip: pairs of characters that nobody writes are replaced by a known pair that sounds alike. Asked only where nothing else matches.
import { isHan } from './normalise.ts';
import { prepareText } from './segments.ts';
import { soundOf } from './sound.ts';
import type { Trade } from './trade.ts';

/** Known pairs of characters, and for each pair of sounds the pairs that are written so, the commonest first. */
export type Spelling = { known: ReadonlySet<number>; bySound: ReadonlyMap<number, readonly { pair: number; count: number }[]> };

const pairAt = (text: string, i: number): number => text.charCodeAt(i) * 0x10000 + text.charCodeAt(i + 1);
const soundAt = (text: string, i: number): number => soundOf(text.charCodeAt(i)) * 0x10000 + soundOf(text.charCodeAt(i + 1));
const isPair = (text: string, i: number): boolean => isHan(text.charCodeAt(i)) && isHan(text.charCodeAt(i + 1));

/** A library's own words count for more than the trade's. */
const OWN = 5;

function countPairs(counts: Map<number, { count: number; sound: number }>, text: string, weight: number): void {
  for (let i = 0; i + 1 < text.length; i++) {
    if (!isPair(text, i)) continue;
    const pair = pairAt(text, i);
    const known = counts.get(pair);
    if (known) known.count += weight;
    else counts.set(pair, { count: weight, sound: soundAt(text, i) });
  }
}

const ofTrade = new WeakMap<object, ReadonlyMap<number, { count: number; sound: number }>>();

function pairsOfTrade(trade: Trade): ReadonlyMap<number, { count: number; sound: number }> {
  const ready = ofTrade.get(trade.background);
  if (ready) return ready;
  const counts = new Map<number, { count: number; sound: number }>();
  for (const { text } of trade.background) countPairs(counts, prepareText(text).core, 1);
  ofTrade.set(trade.background, counts);
  return counts;
}

/** What is written in a library and in the trade. */
export function spellingOf(trade: Trade, phrasings: readonly string[]): Spelling {
  const counts = new Map(Array.from(pairsOfTrade(trade), ([pair, one]) => [pair, { ...one }]));
  for (const text of phrasings) countPairs(counts, prepareText(text).core, OWN);
  const bySound = new Map<number, { pair: number; count: number }[]>();
  for (const [pair, { count, sound }] of counts) {
    const pairs = bySound.get(sound);
    if (pairs) pairs.push({ pair, count });
    else bySound.set(sound, [{ pair, count }]);
  }
  for (const pairs of bySound.values()) pairs.sort((a, b) => b.count - a.count);
  return { known: new Set(counts.keys()), bySound };
}

/** One of the two characters is the same: who types by ear gets one wrong, two are another word. */
const sharesOne = (a: number, b: number): boolean => a % 0x10000 === b % 0x10000 || Math.floor(a / 0x10000) === Math.floor(b / 0x10000);

/** The text with unknown pairs replaced by known ones that sound alike; undefined when there is nothing to replace. */
export function repair(spelling: Spelling, text: string): string | undefined {
  let out = text;
  for (let i = 0; i + 1 < out.length; i++) {
    if (!isPair(out, i) || spelling.known.has(pairAt(out, i))) continue;
    const typed = pairAt(out, i);
    const better = spelling.bySound.get(soundAt(out, i))?.find(({ pair }) => sharesOne(pair, typed));
    if (better) out = out.slice(0, i) + String.fromCharCode(Math.floor(better.pair / 0x10000), better.pair % 0x10000) + out.slice(i + 2);
  }
  return out === text ? undefined : out;
}
