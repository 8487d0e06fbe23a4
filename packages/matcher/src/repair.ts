// Words typed by ear or with a slip: pairs of characters that nobody writes are replaced by a known pair that sounds alike. Asked only where nothing else matches.
import { isHan } from './normalise.ts';
import { wholeLine } from './segments.ts';
import { soundOf } from './sound.ts';
import type { Trade } from './trade.ts';

/** Pairs that are written (`known`, ascending), and the same by sound: `pairs[i]` sounds like `sounds[i]`, sounds ascending, of one sound the commonest first. */
type Pairs = { known: Float64Array; sounds: Float64Array; pairs: Float64Array };

/** A library's own pairs, and the trade's, which all shops share. */
export type Spelling = { own: Pairs; trade: Pairs };

const pairAt = (text: string, i: number): number => text.charCodeAt(i) * 0x10000 + text.charCodeAt(i + 1);
const soundAt = (text: string, i: number): number => soundOf(text.charCodeAt(i)) * 0x10000 + soundOf(text.charCodeAt(i + 1));
const isPair = (text: string, i: number): boolean => isHan(text.charCodeAt(i)) && isHan(text.charCodeAt(i + 1));

function pairsOf(texts: readonly string[]): Pairs {
  const counts = new Map<number, number>();
  const sounds = new Map<number, number>();
  for (const text of texts) {
    for (let i = 0; i + 1 < text.length; i++) {
      if (!isPair(text, i)) continue;
      counts.set(pairAt(text, i), (counts.get(pairAt(text, i)) ?? 0) + 1);
      sounds.set(pairAt(text, i), soundAt(text, i));
    }
  }
  const order = [...counts.keys()].sort((a, b) => sounds.get(a)! - sounds.get(b)! || counts.get(b)! - counts.get(a)! || a - b);
  return { known: Float64Array.from(counts.keys()).sort(), sounds: Float64Array.from(order, (pair) => sounds.get(pair)!), pairs: Float64Array.from(order) };
}

/** Where a value stands, or would, in ascending values. */
function lowerBound(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isKnown = ({ known }: Pairs, pair: number): boolean => known[lowerBound(known, pair)] === pair;

/** The commonest pair of a sound that shares a character with what was typed. */
function soundsLike({ sounds, pairs }: Pairs, sound: number, typed: number): number | undefined {
  for (let i = lowerBound(sounds, sound); sounds[i] === sound; i++) if (sharesOne(pairs[i]!, typed)) return pairs[i];
  return undefined;
}

const ofTrade = new WeakMap<object, Pairs>();

function pairsOfTrade(trade: Trade): Pairs {
  const known = ofTrade.get(trade.background) ?? pairsOf(trade.background.map(({ text }) => wholeLine(text)));
  ofTrade.set(trade.background, known);
  return known;
}

/** What is written in a library (its phrasings' cores) and in the trade. */
export function spellingOf(trade: Trade, cores: readonly string[]): Spelling {
  return { own: pairsOf(cores), trade: pairsOfTrade(trade) };
}

/** One of the two characters is the same: who types by ear gets one wrong, two are another word. */
const sharesOne = (a: number, b: number): boolean => a % 0x10000 === b % 0x10000 || Math.floor(a / 0x10000) === Math.floor(b / 0x10000);

/** The text with unknown pairs replaced by known ones that sound alike; undefined when there is nothing to replace. */
export function repair({ own, trade }: Spelling, text: string): string | undefined {
  let out = text;
  for (let i = 0; i + 1 < out.length; i++) {
    const typed = pairAt(out, i);
    if (!isPair(out, i) || isKnown(own, typed) || isKnown(trade, typed)) continue;
    const sound = soundAt(out, i);
    const better = soundsLike(own, sound, typed) ?? soundsLike(trade, sound, typed);
    if (better !== undefined) out = out.slice(0, i) + String.fromCharCode(Math.floor(better / 0x10000), better % 0x10000) + out.slice(i + 2);
  }
  return out === text ? undefined : out;
}
