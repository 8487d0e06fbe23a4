// What a ranking says about whether its first candidate is right, as numbers for the calibrator. It judges nothing itself.
import type { Core } from './core.ts';
import type { Ranking, Scored } from './rank.ts';
import type { Sense } from './trade.ts';

/** Size of the evidence vector, constant term included. */
export const EVIDENCE = 28;

/** Evidence of a text of which nothing is known: all zero, the constant too. */
const NONE = new Float64Array(EVIDENCE);

/** The largest value among the other candidates. */
function rival(scored: readonly Scored[], of: (one: Scored) => number): number {
  let most = 0;
  for (let i = 1; i < scored.length; i++) most = Math.max(most, of(scored[i]!));
  return most;
}

/** What the trade says: nearness of three kinds, how far ahead of the others' by topics and by place, how much the trade knows, that nothing is asked, that it is sure of its topic, and that the text asks what the library does not answer (twice: as it is, and its logarithm), how well it knows the
 * label, and nearness by topics relative to what is usual in it. */
function senseEvidence(core: Core, ranking: Ranking, sense: Sense): number[] {
  const usual = core.senses.usual[ranking.scored[0]!.label]!;
  const { nearest, centroid, topics } = ranking.scored[0]!.sense;
  const ahead = Math.max(-0.5, topics - rival(ranking.scored, (one) => one.sense.topics));
  const nearer = Math.max(-0.5, nearest - rival(ranking.scored, (one) => one.sense.nearest));
  return [4 * nearest, 4 * centroid, 4 * topics, 4 * ahead, 4 * nearer, 4 * sense.known, 4 * sense.aside, 4 * (sense.shares[0] ?? 0), 4 * ranking.outside, Math.log(Math.max(1e-4, ranking.outside)) / 2, 4 * usual, 3 * Math.min(2, topics / usual)];
}

/**
 * The evidence for the first candidate, `length` being the text's in characters. Entries lie roughly within −5..5 and in
 * this order: constant · half logit of the classifier · score margin to the second · cosine · centroid · cosine gap to other
 * labels · share known · length · phrasings per label · labels · share known to the label's own phrasings · cosine and centroid
 * relative to what is usual in the label · agreement of the nearest phrasings · mean of the three nearest · whether the classifier alone agrees ·
 * the twelve of {@link senseEvidence}.
 */
export function evidenceOf(core: Core, ranking: Ranking, sense: Sense, length: number): Float64Array {
  const [first, second] = ranking.scored;
  if (first === undefined) return NONE;
  const topHead = Math.max(...ranking.scored.map(({ logHead }) => logHead));
  const p = Math.min(Math.exp(first.logHead), 0.9999);
  const logit = Math.log(p / (1 - p));
  return Float64Array.of(
    1,
    logit / 2,
    second === undefined ? 4 : Math.min(first.score - second.score, 6),
    4 * first.cosine,
    4 * first.centroid,
    4 * Math.max(-0.5, first.cosine - rival(ranking.scored, ({ cosine }) => cosine)),
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
    ...senseEvidence(core, ranking, sense),
  );
}
