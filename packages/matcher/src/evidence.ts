// What a ranking says about whether its first candidate is right, as numbers for the calibrator. It judges nothing itself.
import type { Core } from './core.ts';
import type { Ranking } from './rank.ts';

/** Size of the evidence vector, constant term included. */
export const EVIDENCE = 16;

/**
 * Entries of which more must never lower the confidence. Without this bound a small library's fit bends where it has seen
 * nothing, and a large library's clearest matches are trusted least.
 */
export const NEVER_AGAINST: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15];

/** Evidence of a text of which nothing is known: all zero, the constant too. */
const NONE = new Float64Array(EVIDENCE);

/**
 * The evidence for the first candidate, `length` being the text's in characters. Entries lie roughly within −5..5 and in
 * this order: constant · half logit of the classifier · score margin to the second · cosine · centroid · cosine gap to other
 * labels · share known · length · phrasings per label · labels · share known to the label's own phrasings · cosine and centroid
 * relative to what is usual in the label · agreement of the nearest phrasings · mean of the three nearest · whether the classifier alone agrees.
 */
export function evidenceOf(core: Core, ranking: Ranking, length: number): Float64Array {
  const [first, second] = ranking.scored;
  if (first === undefined) return NONE;
  let others = 0;
  let topHead = -Infinity;
  for (const scored of ranking.scored) {
    if (scored !== first && scored.cosine > others) others = scored.cosine;
    if (scored.logHead > topHead) topHead = scored.logHead;
  }
  const p = Math.min(Math.exp(first.logHead), 0.9999);
  const logit = Math.log(p / (1 - p));
  return Float64Array.of(
    1,
    logit / 2,
    second === undefined ? 4 : Math.min(first.score - second.score, 6),
    4 * first.cosine,
    4 * first.centroid,
    4 * Math.max(-0.5, first.cosine - others),
    4 * ranking.known,
    Math.log(Math.max(1, length)) - 2,
    Math.log(Math.max(1, core.rows.starts.length - 1) / Math.max(1, core.labels)) - 2,
    Math.log(Math.max(1, core.labels)) - 4,
    4 * ranking.ownKnown,
    3 * Math.min(2, first.cosine / core.usual.cosine[first.label]!),
    3 * Math.min(2, first.centroid / core.usual.centroid[first.label]!),
    3 * ranking.agreement,
    4 * first.few,
    first.logHead === topHead ? 1 : 0,
  );
}
