// Trains the embedding of n-grams and the topics' places in it, together; pure. Not for the corpus nor for the file that comes of it.
import { seededRandom, shuffledIndices } from '../src/random.ts';
import type { Vector } from '../src/vocabulary.ts';

/** Step size, rounds, sharpness of the softmax over cosines, share of n-grams dropped from each line in each round. */
export type EmbeddingOptions = { dims: number; epochs: number; rate: number; scale: number; dropout: number; seed: number };

/** `table[id * dims + d]` places n-grams, `centres[topic * dims + d]` topics; logits are `scale · cosine + bias`. */
export type Embedding = { dims: number; topics: number; scale: number; table: Float32Array; centres: Float32Array; bias: Float32Array };

/** What AdaGrad has seen of each n-gram and each topic begins at this. */
const FIRST_SQUARE = 0.1;
/** Of a topic that is out of the question nothing is learnt. */
const SMALL_GRADIENT = 0.001;
/** The last round's step, of the first's. */
const LAST_STEP = 0.1;

type Training = Embedding & { seen: Float32Array; seenCentre: Float32Array; place: Float32Array; pull: Float32Array; shares: Float32Array };

function begin(topics: number, features: number, { dims, scale }: EmbeddingOptions, random: () => number): Training {
  const table = new Float32Array(features * dims);
  const centres = new Float32Array(topics * dims);
  for (let i = 0; i < table.length; i++) table[i] = ((random() - 0.5) * 2) / Math.sqrt(dims);
  for (let i = 0; i < centres.length; i++) centres[i] = ((random() - 0.5) * 2) / Math.sqrt(dims);
  return {
    dims, topics, scale, table, centres, bias: new Float32Array(topics), seen: new Float32Array(features).fill(FIRST_SQUARE), seenCentre: new Float32Array(topics).fill(FIRST_SQUARE),
    place: new Float32Array(dims), pull: new Float32Array(dims), shares: new Float32Array(topics),
  };
}

/** Places the line by the n-grams that were not dropped; returns the length before it was made one. */
function placeLine({ dims, table, place }: Training, row: Vector, used: readonly number[]): number {
  place.fill(0);
  for (const i of used) {
    const base = row.ids[i]! * dims;
    const value = row.values[i]!;
    for (let d = 0; d < dims; d++) place[d] = place[d]! + value * table[base + d]!;
  }
  let square = 0;
  for (let d = 0; d < dims; d++) square += place[d]! * place[d]!;
  const length = Math.sqrt(square) + 1e-9;
  for (let d = 0; d < dims; d++) place[d] = place[d]! / length;
  return length;
}

/** Odds of each topic for the line in place; returns their sum. */
function weighTopics({ dims, topics, scale, centres, bias, place, shares }: Training): number {
  let top = -Infinity;
  for (let k = 0; k < topics; k++) {
    let logit = 0;
    const base = k * dims;
    for (let d = 0; d < dims; d++) logit += place[d]! * centres[base + d]!;
    logit = logit * scale + bias[k]!;
    shares[k] = logit;
    if (logit > top) top = logit;
  }
  let sum = 0;
  for (let k = 0; k < topics; k++) sum += shares[k] = Math.exp(shares[k]! - top);
  return sum;
}

/** Moves the topics' centres, and gathers what the line's place should move by. */
function moveCentres({ dims, topics, scale, centres, bias, seenCentre, place, pull, shares }: Training, truth: number, sum: number, rate: number): void {
  pull.fill(0);
  for (let k = 0; k < topics; k++) {
    let gradient = shares[k]! / sum;
    if (k === truth) gradient -= 1;
    if (Math.abs(gradient) < SMALL_GRADIENT) continue;
    const base = k * dims;
    const scaled = gradient * scale;
    seenCentre[k] = seenCentre[k]! + gradient * gradient;
    const step = rate / Math.sqrt(seenCentre[k]!);
    for (let d = 0; d < dims; d++) {
      pull[d] = pull[d]! + scaled * centres[base + d]!;
      centres[base + d] = centres[base + d]! - step * gradient * place[d]!;
    }
    bias[k] = bias[k]! - 0.1 * step * gradient;
  }
}

/** Moves the line's n-grams, by what is left of the pull across its place: length does not count. */
function moveNgrams({ dims, table, seen, place, pull }: Training, row: Vector, used: readonly number[], length: number, rate: number): void {
  let along = 0;
  for (let d = 0; d < dims; d++) along += pull[d]! * place[d]!;
  let square = 0;
  for (let d = 0; d < dims; d++) {
    pull[d] = (pull[d]! - along * place[d]!) / length;
    square += pull[d]! * pull[d]!;
  }
  square /= dims;
  for (const i of used) {
    const id = row.ids[i]!;
    const value = row.values[i]!;
    seen[id] = seen[id]! + value * value * square;
    const step = (rate * value) / Math.sqrt(seen[id]!) / Math.sqrt(dims);
    const base = id * dims;
    for (let d = 0; d < dims; d++) table[base + d] = table[base + d]! - step * pull[d]!;
  }
}

/**
 * Trains on `rows[i]` belonging to topic `owner[i]`: softmax over the cosines to all topics, so that each line is drawn to its own and pushed from every near miss at once.
 * `tell` gets the mean loss after each round.
 */
export function trainEmbedding(rows: readonly Vector[], owner: Uint32Array, topics: number, features: number, options: EmbeddingOptions, tell: (epoch: number, loss: number) => void): Embedding {
  const random = seededRandom(options.seed);
  const training = begin(topics, features, options, random);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    let loss = 0;
    const rate = options.rate * (1 - (epoch / options.epochs) * (1 - LAST_STEP));
    for (const r of shuffledIndices(rows.length, random)) {
      const row = rows[r]!;
      const used: number[] = [];
      for (let i = 0; i < row.ids.length; i++) if (random() >= options.dropout) used.push(i);
      if (used.length === 0) continue;
      const length = placeLine(training, row, used);
      const sum = weighTopics(training);
      loss -= Math.log(training.shares[owner[r]!]! / sum);
      moveCentres(training, owner[r]!, sum, rate);
      moveNgrams(training, row, used, length, rate);
    }
    tell(epoch, loss / rows.length);
  }
  return training;
}
