// What a peer of the matcher is, and the words that all of them are given. No peer itself here.
import type { LabelledText } from '../read-lines.ts';

/** A topic with the peer's own score; higher is surer, and 0 means nothing found. */
export type Ranked = { topic: string; score: number };

/** Best first, at least three topics where the peer ranks so many; empty when it finds nothing. */
export type Ask = (text: string) => readonly Ranked[] | Promise<readonly Ranked[]>;

/** Something that can be trained on a library. `version` is that of the npm package it comes from; without it, it is written by us. */
export type Peer = { name: string; version?: string; train: (library: readonly LabelledText[], chinese: boolean) => Promise<Ask> };

/** A package of the peers' own: its version, and how to load it. */
export type Pack = { version: string; load: () => unknown };

/** NFKC, lower case, apostrophes gone, everything but letters and digits a blank. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/['’`]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Words of a plain text; each ideograph is one. */
export function wordsOf(text: string): string[] {
  return plain(text).replace(/\p{Script=Han}/gu, ' $& ').split(' ').filter((word) => word !== '');
}

/** The topics of a library in order of appearance. */
export function topicsOf(library: readonly LabelledText[]): string[] {
  return Array.from(new Set(library.map(({ label }) => label ?? '')));
}

/** The three best of scores that stand in the order of `topics`, those without score left out. */
export function bestThree(topics: readonly string[], scores: ArrayLike<number>): Ranked[] {
  const best: Ranked[] = [];
  for (let k = 0; k < topics.length; k++) {
    const score = scores[k]!;
    if (score <= 0 || (best.length === 3 && score <= best[2]!.score)) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.score < score) at--;
    best.splice(at, 0, { topic: topics[k]!, score });
    if (best.length > 3) best.pop();
  }
  return best;
}
