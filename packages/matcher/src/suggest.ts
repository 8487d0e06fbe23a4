// What a trainer should mend first in a library: phrasings of two questions that read alike, questions with too few of them, what the trade knows a question as. Not for texts that no question holds (group-texts).
import type { Core } from './core.ts';
import type { ShopModel } from './model.ts';
import { rank } from './rank.ts';
import { readText } from './reading.ts';
import { ROW_UNIT } from './rows.ts';
import { prepareText } from './segments.ts';

/** Two phrasings of two questions; `nearness` 0..1, 1 for the same words. */
export type Collision = { questionIds: [string, string]; phrasings: [string, string]; nearness: number };

/** A question with few phrasings; `phrasings` counts what the model was trained on, `neighbours` the questions of which it is hard to tell apart. */
export type ThinQuestion = { questionId: string; phrasings: number; neighbours: number };

/** The topic of the trade that a question is about and its share (0..1) of what the question's phrasings mean. */
export type NearestTopic = { topicId: string; sure: number };

/** Phrasings of one question that are looked at, and of the library: more would take seconds, and a trainer mends fifty at a time. */
const PER_QUESTION = 40;
const IN_ALL = 6000;

/** Questions besides its own that a phrasing is compared with, the likeliest first. */
const RIVALS = 3;

/** From this nearness on, pairs of phrasings are told; read off a demo library and the golden one. */
const TOO_NEAR = 0.72;

/** Two questions that overlap as a whole would fill the list alone. */
const PER_PAIR = 2;

/** Cosine of two rows' n-grams, 0..1; both are of unit length and ascending. */
function lexicalBetween({ rows: { starts, ids, values } }: Core, a: number, b: number): number {
  let [i, j, dot] = [starts[a]!, starts[b]!, 0];
  while (i < starts[a + 1]! && j < starts[b + 1]!) {
    if (ids[i] === ids[j]) dot += values[i++]! * values[j++]!;
    else if (ids[i]! < ids[j]!) i++;
    else j++;
  }
  return dot * ROW_UNIT * ROW_UNIT;
}

/** Cosine of two vectors of a table of bytes, 0..1; `a` and `b` count vectors. */
function senseBetween(table: Int8Array, dims: number, a: number, b: number): number {
  let [dot, left, right] = [0, 0, 0];
  for (let d = 0; d < dims; d++) {
    const [x, y] = [table[a * dims + d]!, table[b * dims + d]!];
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  return dot <= 0 ? 0 : dot / Math.sqrt(left * right);
}

/** How near two phrasings are, 0..1: words and sense count the same; a trade that knows nothing leaves the words. */
function nearnessOfRows(core: Core, a: number, b: number): number {
  const lexical = lexicalBetween(core, a, b);
  return core.senses.dims === 0 ? lexical : (lexical + senseBetween(core.senses.vectors, core.senses.dims, a, b)) / 2;
}

/** Rows that are looked at, spread evenly over each question's. */
function sampledRows({ core }: ShopModel): { label: number; row: number }[] {
  const each = Math.max(1, Math.min(PER_QUESTION, Math.floor(IN_ALL / Math.max(1, core.labels))));
  const sampled: { label: number; row: number }[] = [];
  for (let label = 0; label < core.labels && sampled.length < IN_ALL; label++) {
    const from = core.firstRow[label]!;
    const count = core.firstRow[label + 1]! - from;
    const taken = Math.min(count, each);
    for (let i = 0; i < taken; i++) sampled.push({ label, row: from + Math.floor((i * count) / taken) });
  }
  return sampled;
}

type Pair = { rows: [number, number]; labels: [number, number]; nearness: number };

/** The nearest phrasing of each of the questions that a phrasing would be taken for if its own were not there. */
function rivalsOf(model: ShopModel, label: number, row: number): Pair[] {
  const { core } = model;
  const reading = readText(model.trade, prepareText(model.phrasings[row]!).core);
  return rank(core, reading, [label]).scored.slice(0, RIVALS).map((scored) => {
    let nearest = { row: scored.row, nearness: 0 };
    for (let other = core.firstRow[scored.label]!; other < core.firstRow[scored.label + 1]!; other++) {
      const nearness = nearnessOfRows(core, row, other);
      if (nearness > nearest.nearness) nearest = { row: other, nearness };
    }
    return label < scored.label
      ? { rows: [row, nearest.row], labels: [label, scored.label], nearness: nearest.nearness }
      : { rows: [nearest.row, row], labels: [scored.label, label], nearness: nearest.nearness };
  });
}

/**
 * Pairs of phrasings of two different questions that the robot can hardly tell apart, nearest first, at most `most`, at most two of the same two questions.
 * Of a library of more than 6,000 phrasings an even sample is looked at.
 */
export function findCollisions(model: ShopModel, most = 50): Collision[] {
  const pairs = new Map<string, Pair>();
  for (const { label, row } of sampledRows(model)) {
    for (const pair of rivalsOf(model, label, row)) if (pair.nearness >= TOO_NEAR) pairs.set(pair.rows.join(), pair);
  }
  const told = new Map<string, number>();
  return [...pairs.values()]
    .sort((a, b) => b.nearness - a.nearness || a.rows[0] - b.rows[0] || a.rows[1] - b.rows[1])
    .filter(({ labels }) => {
      const seen = (told.get(labels.join()) ?? 0) + 1;
      told.set(labels.join(), seen);
      return seen <= PER_PAIR;
    })
    .slice(0, most)
    .map(({ rows, labels, nearness }) => ({
      questionIds: [model.questionIds[labels[0]]!, model.questionIds[labels[1]]!],
      phrasings: [model.phrasings[rows[0]]!, model.phrasings[rows[1]]!],
      nearness: Math.min(1, nearness),
    }));
}

/** From this cosine of their centroids on, two questions are neighbours. */
const NEIGHBOUR = 0.6;
/** Questions among which neighbours are counted; in a larger library an even sample, counted up. */
const NEIGHBOURHOOD = 1000;

function neighboursOf({ senses, labels }: Core, label: number): number {
  const step = Math.max(1, labels / NEIGHBOURHOOD);
  let count = 0;
  for (let at = 0; at < labels; at += step) {
    const other = Math.floor(at);
    if (other !== label && senseBetween(senses.centroids, senses.dims, label, other) >= NEIGHBOUR) count++;
  }
  return Math.round(count * step);
}

/** Questions of fewer than `enough` phrasings (a title that was trained on counts as one), those with the most neighbours first, then the thinnest; at most `most`. */
export function findThinQuestions(model: ShopModel, enough = 5, most = 100): ThinQuestion[] {
  const { firstRow, labels } = model.core;
  const thin: { label: number; phrasings: number }[] = [];
  for (let label = 0; label < labels; label++) {
    const phrasings = firstRow[label + 1]! - firstRow[label]!;
    if (phrasings < enough) thin.push({ label, phrasings });
  }
  return thin.slice(0, NEIGHBOURHOOD)
    .map(({ label, phrasings }) => ({ questionId: model.questionIds[label]!, phrasings, neighbours: neighboursOf(model.core, label) }))
    .sort((a, b) => b.neighbours - a.neighbours || a.phrasings - b.phrasings)
    .slice(0, most);
}

/** The topic that weighs most in a question's phrasings; undefined for a question that the model does not have, or of which the trade knows nothing. Topics of which nobody asks anything never count. */
export function nearestTopicOf(model: ShopModel, questionId: string): NearestTopic | undefined {
  const label = model.questionIds.indexOf(questionId);
  const { topics, profiles } = model.core.senses;
  let best = -1;
  for (let t = 0; label >= 0 && t < topics; t++) {
    if (model.trade.aside[t] === 0 && profiles[label * topics + t]! > (best < 0 ? 0 : profiles[label * topics + best]!)) best = t;
  }
  // A profile holds the roots of the shares.
  return best < 0 ? undefined : { topicId: model.trade.topicIds[best]!, sure: Math.min(1, (profiles[label * topics + best]! / 255) ** 2) };
}
