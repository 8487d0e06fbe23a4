// Phrasings that a question could take over from lines of its topic: new to the library, unlike each other, and nobody else's. Where the lines come from is the caller's business.
import type { ShopModel } from './model.ts';
import { rank } from './rank.ts';
import { type Reading, readText } from './reading.ts';
import { prepareText } from './segments.ts';

/** Longer lines tell a story of their own; Latin script needs three times the room. */
const LONGEST = { han: 40, latin: 120 };

/** A line is left out when a phrasing of another question is this near to it by words or by sense (cosines, 0..1). */
const TOO_NEAR = { lexical: 0.5, sense: 0.85 };

/** How much being unlike what was taken already counts beside being like the question. */
const VARIETY = 0.7;

type Line = { text: string; reading: Reading; like: number };

/** What a line is to the question; undefined when the robot would take it for another's, or might. */
function fitOf(model: ShopModel, label: number, text: string): Line | undefined {
  const { normalised, core } = prepareText(text);
  if (core === '' || text.length > (/\p{Script=Han}/u.test(text) ? LONGEST.han : LONGEST.latin) || [normalised, core].some((key) => model.exact.has(key) || model.banned.has(key))) return undefined;
  const reading = readText(model.trade, core);
  const [first, ...others] = rank(model.core, reading).scored;
  if (first === undefined || first.label !== label) return undefined;
  if (others.some(({ cosine, sense }) => cosine >= TOO_NEAR.lexical || (sense.nearest >= TOO_NEAR.sense && sense.nearest >= first.sense.nearest))) return undefined;
  return { text, reading, like: first.sense.centroid };
}

function between(a: Reading, b: Reading): number {
  let dot = 0;
  for (let d = 0; d < a.sense.vector.length; d++) dot += a.sense.vector[d]! * b.sense.vector[d]!;
  return dot;
}

/**
 * At most `most` of `lines` for a question, the likest first and then each as unlike the taken ones as it is like the question. None of them is in the library or
 * a negative phrasing of it, and each is read as this question before any other. Empty for a question that the model does not have.
 */
export function pickPhrasings(model: ShopModel, questionId: string, lines: readonly string[], most = 12): string[] {
  const label = model.questionIds.indexOf(questionId);
  if (label < 0) return [];
  const left = lines.flatMap((text) => fitOf(model, label, text) ?? []);
  const nearest = left.map(() => 0);
  const taken: string[] = [];
  while (taken.length < most && left.length > 0) {
    const worth = (i: number): number => left[i]!.like - VARIETY * nearest[i]!;
    const best = left.reduce((at, _, i) => (worth(i) > worth(at) ? i : at), 0);
    const [line] = left.splice(best, 1);
    nearest.splice(best, 1);
    taken.push(line!.text);
    left.forEach((other, i) => { nearest[i] = Math.max(nearest[i]!, between(other.reading, line!.reading)); });
  }
  return taken;
}
