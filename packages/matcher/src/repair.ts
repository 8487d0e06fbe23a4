// Words typed by ear or with a slip: pairs of characters that nobody writes are replaced by a known pair that sounds alike. Asked only where nothing else matches.
import { isHan } from './normalise.ts';
import { prepareText } from './segments.ts';
import { soundOf } from './sound.ts';
import type { Trade } from './trade.ts';

type Pair = { pair: number; count: number };

/** Known pairs of characters, and for each pair of sounds the pairs that are written so, the commonest first. */
type Pairs = { known: ReadonlySet<number>; bySound: ReadonlyMap<number, readonly Pair[]> };

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
  const bySound = new Map<number, Pair[]>();
  for (const [pair, count] of counts) {
    const sound = sounds.get(pair)!;
    const pairs = bySound.get(sound);
    if (pairs) pairs.push({ pair, count });
    else bySound.set(sound, [{ pair, count }]);
  }
  for (const pairs of bySound.values()) pairs.sort((a, b) => b.count - a.count);
  return { known: new Set(counts.keys()), bySound };
}

const ofTrade = new WeakMap<object, Pairs>();

function pairsOfTrade(trade: Trade): Pairs {
  const known = ofTrade.get(trade.background) ?? pairsOf(trade.background.map(({ text }) => prepareText(text).core));
  ofTrade.set(trade.background, known);
  return known;
}

/** What is written in a library and in the trade. */
export function spellingOf(trade: Trade, phrasings: readonly string[]): Spelling {
  return { own: pairsOf(phrasings.map((text) => prepareText(text).core)), trade: pairsOfTrade(trade) };
}

/** One of the two characters is the same: who types by ear gets one wrong, two are another word. */
const sharesOne = (a: number, b: number): boolean => a % 0x10000 === b % 0x10000 || Math.floor(a / 0x10000) === Math.floor(b / 0x10000);

/** The text with unknown pairs replaced by known ones that sound alike; undefined when there is nothing to replace. */
export function repair({ own, trade }: Spelling, text: string): string | undefined {
  let out = text;
  for (let i = 0; i + 1 < out.length; i++) {
    const typed = pairAt(out, i);
    if (!isPair(out, i) || own.known.has(typed) || trade.known.has(typed)) continue;
    const sound = soundAt(out, i);
    const fits = ({ pair }: Pair): boolean => sharesOne(pair, typed);
    const better = own.bySound.get(sound)?.find(fits) ?? trade.bySound.get(sound)?.find(fits);
    if (better) out = out.slice(0, i) + String.fromCharCode(Math.floor(better.pair / 0x10000), better.pair % 0x10000) + out.slice(i + 2);
  }
  return out === text ? undefined : out;
}
