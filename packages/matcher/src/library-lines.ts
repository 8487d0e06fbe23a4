// A question's phrasings as they are trained on: without repeats and without what has no words. Not for what is made of them.
import { type Bag, bagOf } from './features.ts';
import { prepareText } from './segments.ts';

/** A phrasing as written, in the one written form, what remains of it without greetings, and its n-grams. */
export type Line = { text: string; normalised: string; core: string; bag: Bag };

/** In the order given; of phrasings that leave the same, the first. */
export function linesOf(phrasings: readonly string[]): Line[] {
  const lines: Line[] = [];
  const seen = new Set<string>();
  for (const text of phrasings) {
    const { normalised, core } = prepareText(text);
    if (seen.has(core)) continue;
    const bag = bagOf(core);
    if (bag.hashes.length === 0) continue;
    seen.add(core);
    lines.push({ text, normalised, core, bag });
  }
  return lines;
}
