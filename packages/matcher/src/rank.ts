// Scores the questions of a core for one text: classifier, nearest phrasing and centroid combined. No calibration, no guards.
import type { Core } from './core.ts';
import { logProbabilities } from './head.ts';
import { largest } from './largest.ts';
import { inputOf, lexicalOf, type Reading } from './reading.ts';
import { ROW_UNIT } from './rows.ts';
import { nearnessOf, type SenseNearness } from './sense-rows.ts';
import type { Vector } from './vocabulary.ts';

/** One label's standing; `row` is its nearest phrasing's row, or the label's first when none shares a feature; `few` the mean cosine of its three nearest. */
export type Scored = { label: number; score: number; logHead: number; cosine: number; few: number; centroid: number; row: number; sense: SenseNearness };

/**
 * Labels in order of score (best first), the share of the text's weight that the library knows and that the first label's
 * phrasings know (0..1), how much of the nearest phrasings' closeness belongs to the first label (0..1), and
 * the classifier's probability that the text asks what the library does not answer.
 */
export type Ranking = { scored: Scored[]; known: number; ownKnown: number; agreement: number; outside: number };

/** How the voices weigh; set on simulated shops and by cross-validation inside libraries, where fitting them by the number of phrasings, or for each library, brought no more. */
const RANK_WEIGHTS = { head: 1, cosine: 1.5, centroid: 0.5, senseNearest: 1, senseCentroid: 1.5, senseTopics: 1.5 };

/** Labels whose phrasings are compared one by one, best by the classifier first: as many as the row budget allows between these bounds. */
const CANDIDATES = { least: 5, most: 8, rows: 600 };

/** Nearest phrasings that vote on agreement; closeness counts cubed, so that far ones hardly vote. */
const VOTERS = 8;

const NOTHING: Ranking = { scored: [], known: 0, ownKnown: 0, agreement: 0, outside: 0 };

/** Scratch space between calls: the query spread over all features, all zero outside a call. */
const spread = { values: new Float32Array(0) };

function scatter(vector: Vector, features: number): Float32Array {
  if (spread.values.length < features) spread.values = new Float32Array(features);
  for (let i = 0; i < vector.ids.length; i++) spread.values[vector.ids[i]!] = vector.values[i]!;
  return spread.values;
}

/** The nearest phrasings over all candidates, kept sorted. */
type Voters = { cosines: Float64Array; labels: Int32Array };

function vote(voters: Voters, cosine: number, label: number): void {
  let at = VOTERS - 1;
  if (cosine <= voters.cosines[at]!) return;
  for (; at > 0 && voters.cosines[at - 1]! < cosine; at--) {
    voters.cosines[at] = voters.cosines[at - 1]!;
    voters.labels[at] = voters.labels[at - 1]!;
  }
  voters.cosines[at] = cosine;
  voters.labels[at] = label;
}

function agreementOn(voters: Voters, label: number): number {
  let own = 0;
  let all = 0;
  for (let i = 0; i < VOTERS; i++) {
    const weight = voters.cosines[i]! ** 3;
    all += weight;
    if (voters.labels[i] === label) own += weight;
  }
  return all === 0 ? 0 : own / all;
}

/** `length` turns products with the unit vector of the known part into cosines with the whole text. */
function scoreLabel(core: Core, label: number, logHead: number, reading: Reading, query: Float32Array, length: number, voters: Voters): Scored {
  const { starts, ids, values } = core.rows;
  const from = core.firstRow[label]!;
  const to = core.firstRow[label + 1]!;
  let sum = 0;
  let [best, second, third] = [0, 0, 0];
  let row = from;
  for (let r = from; r < to; r++) {
    const end = starts[r + 1]!;
    let dot = 0;
    for (let i = starts[r]!; i < end; i++) dot += query[ids[i]!]! * values[i]!;
    sum += dot;
    vote(voters, dot, label);
    if (dot > best) {
      [best, second, third] = [dot, best, second];
      row = r;
    } else if (dot > second) [second, third] = [dot, second];
    else if (dot > third) third = dot;
  }
  const unit = ROW_UNIT * length;
  const cosine = best * unit;
  const centroid = core.sumNorm[label] === 0 ? 0 : (sum * unit) / core.sumNorm[label]!;
  const sense = nearnessOf(core.senses, reading.sense, label, from, to);
  const bySense = RANK_WEIGHTS.senseNearest * sense.nearest + RANK_WEIGHTS.senseCentroid * sense.centroid + RANK_WEIGHTS.senseTopics * sense.topics;
  const score = RANK_WEIGHTS.head * logHead + RANK_WEIGHTS.cosine * cosine + RANK_WEIGHTS.centroid * centroid + bySense;
  return { label, score, sense, logHead, cosine, few: ((best + second + third) * unit) / Math.min(3, to - from), centroid, row };
}

/** Labels by falling log probability, as many as are worth comparing. */
function candidateLabels(core: Core, logs: Float32Array): number[] {
  let rows = 0;
  return largest(logs, CANDIDATES.most).filter((label, i) => {
    rows += core.firstRow[label + 1]! - core.firstRow[label]!;
    return i < CANDIDATES.least || rows <= CANDIDATES.rows;
  });
}

/** Share of the text's weight that occurs in a label's phrasings. Uses up the query: what was seen is zeroed. */
function shareKnownTo(core: Core, label: number, query: Float32Array): number {
  const { starts, ids } = core.rows;
  let seen = 0;
  for (let i = starts[core.firstRow[label]!]!; i < starts[core.firstRow[label + 1]!]!; i++) {
    const value = query[ids[i]!]!;
    seen += value * value;
    query[ids[i]!] = 0;
  }
  return seen;
}

/** Ranks the labels for a text; empty when neither library nor trade know any of it. `without` are labels that must not be considered. */
export function rank(core: Core, reading: Reading, without: readonly number[] = []): Ranking {
  const vector = lexicalOf(core.vocabulary, reading);
  if ((vector.ids.length === 0 && reading.sense.topics.length === 0) || core.labels === 0) return NOTHING;
  const logs = logProbabilities(core.head, inputOf(core.vocabulary, vector, reading.sense));
  const query = scatter(vector, core.vocabulary.hashes.length);
  const voters: Voters = { cosines: new Float64Array(VOTERS), labels: new Int32Array(VOTERS).fill(-1) };
  const length = Math.sqrt(vector.known);
  const labels = candidateLabels(core, logs.subarray(0, core.labels)).filter((label) => !without.includes(label));
  const scored = labels.map((label) => scoreLabel(core, label, logs[label]!, reading, query, length, voters));
  scored.sort((a, b) => b.score - a.score || a.label - b.label);
  const first = scored[0];
  const ownKnown = first === undefined ? 0 : shareKnownTo(core, first.label, query) * vector.known;
  for (const id of vector.ids) query[id] = 0;
  return first === undefined ? NOTHING : { scored, known: vector.known, ownKnown, agreement: agreementOn(voters, first.label), outside: core.head.labels > core.labels ? Math.exp(logs[core.labels]!) : 0 };
}
