// Knowledge of the trade, the same for every shop: where a text lies among what consumers ask. Reads the trained weights; not for training them (train/).
import { type Net, NO_NET } from './calibrator.ts';
import type { Bag } from './features.ts';
import { largest } from './largest.ts';
import { restoreVocabulary, vectorise, type Vocabulary } from './vocabulary.ts';

/** The sparse classifier over topics: feature f votes with `weights[i] * scales[f]` for `topics[i]`, i from `starts[f]` to `starts[f + 1]`. */
export type TopicVotes = { starts: Uint32Array; topics: Uint16Array; weights: Int8Array; scales: Float32Array; bias: Float32Array };

/**
 * The trained weights, shared by all shops of a process; treat as opaque. `table[f * dims + d] * scales[f]` places feature f in the embedding,
 * `centres[t * dims + d] * centreScale` topic t; `sharpness` turns cosines into logits.
 */
export type Trade = {
  topicIds: string[]; topicTitles: string[]; vocabulary: Vocabulary; dims: number; table: Int8Array; scales: Float32Array; centres: Int8Array; centreScale: number; sharpness: number; votes: TopicVotes;
  /** 1 for topics of which nobody asks anything (`none.*`, `chat.*`). */
  aside: Uint8Array;
  /** A few lines of each topic: what may be asked of a shop that does not keep the topic. */
  background: { topic: number; text: string }[];
  /** How sure a shop may be of a candidate, learnt from many shops. */
  net: Net;
};

/** What the trade knows of a text: its place (unit length; all zero when nothing is known), the likeliest topics with their probabilities, the share of its weight that is known (0..1), and `aside`, the probability that it asks nothing a shop's library answers. */
export type Sense = { vector: Float32Array; topics: Uint16Array; shares: Float32Array; known: number; aside: number };

/** Topics that a sense lists, and those the embedding is asked about. */
const LISTED = 16;
const ASKED = 24;
/** A topic below this probability is not listed. */
const LEAST_SHARE = 0.004;

/** The trade that knows nothing: a model trained with it is a model of the shop's words alone. */
export const NO_TRADE: Trade = {
  topicIds: [], topicTitles: [], vocabulary: restoreVocabulary(new Uint32Array(0), new Float32Array(0), 1), dims: 0, table: new Int8Array(0), scales: new Float32Array(0), centres: new Int8Array(0), centreScale: 1, sharpness: 1,
  votes: { starts: new Uint32Array(1), topics: new Uint16Array(0), weights: new Int8Array(0), scales: new Float32Array(0), bias: new Float32Array(0) }, aside: new Uint8Array(0), background: [], net: NO_NET,
};

/** Topics of which nobody asks anything. */
export const asideOf = (topicIds: readonly string[]): Uint8Array => Uint8Array.from(topicIds, (id) => (/^(none|chat)\./.test(id) ? 1 : 0));

function place(trade: Trade, ids: Uint32Array, values: Float32Array): Float32Array {
  const { dims, table, scales } = trade;
  const vector = new Float32Array(dims);
  for (let i = 0; i < ids.length; i++) {
    const base = ids[i]! * dims;
    const weight = values[i]! * scales[ids[i]!]!;
    for (let d = 0; d < dims; d++) vector[d] = vector[d]! + weight * table[base + d]!;
  }
  let square = 0;
  for (let d = 0; d < dims; d++) square += vector[d]! * vector[d]!;
  if (square > 0) {
    const scale = 1 / Math.sqrt(square);
    for (let d = 0; d < dims; d++) vector[d] = vector[d]! * scale;
  }
  return vector;
}

function votesFor(trade: Trade, ids: Uint32Array, values: Float32Array): Float32Array {
  const { starts, topics, weights, scales, bias } = trade.votes;
  const logits = Float32Array.from(bias);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    const value = values[i]! * scales[id]!;
    for (let j = starts[id]!; j < starts[id + 1]!; j++) logits[topics[j]!] = logits[topics[j]!]! + value * weights[j]!;
  }
  return logits;
}

/** Reads a bag with the trade's knowledge. The two voices, votes and embedding, count the same. */
export function senseOf(trade: Trade, bag: Bag): Sense {
  const { ids, values, known } = vectorise(trade.vocabulary, bag);
  const vector = place(trade, ids, values);
  if (ids.length === 0) return { vector, topics: new Uint16Array(0), shares: new Float32Array(0), known, aside: 0 };
  const logits = votesFor(trade, ids, values);
  const asked = largest(logits, ASKED);
  const places = asked.map((topic) => {
    let dot = 0;
    const base = topic * trade.dims;
    for (let d = 0; d < trade.dims; d++) dot += vector[d]! * trade.centres[base + d]!;
    return dot * trade.centreScale * trade.sharpness;
  });
  const joined = asked.map((topic, i) => (logits[topic]! + places[i]!) / 2);
  const top = Math.max(...joined);
  const odds = joined.map((logit) => Math.exp(logit - top));
  const sum = odds.reduce((a, b) => a + b, 0);
  const aside = asked.reduce((share, topic, i) => share + (trade.aside[topic] === 1 ? odds[i]! / sum : 0), 0);
  const listed = asked.map((topic, i) => ({ topic, share: odds[i]! / sum })).filter(({ share }) => share >= LEAST_SHARE).sort((a, b) => b.share - a.share).slice(0, LISTED);
  return { vector, topics: Uint16Array.from(listed, ({ topic }) => topic), shares: Float32Array.from(listed, ({ share }) => share), known, aside };
}
