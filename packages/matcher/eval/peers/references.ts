// Two plain references that need no package: nearest phrasing and softmax regression, both over textbook TF-IDF. Nothing tuned for a library.
import { logProbabilities, trainHead } from '../../src/head.ts';
import type { Vector } from '../../src/vocabulary.ts';
import { bestThree, type Peer, topicsOf } from './peer.ts';
import { learnGrams, vectorOf } from './tf-idf.ts';

/** For feature f the phrasings that have it, `rows[i]` with weight `values[i]`, i from `starts[f]` to `starts[f + 1]`. */
type Inverted = { starts: Uint32Array; rows: Uint32Array; values: Float32Array };

function invert(vectors: readonly Vector[], features: number): Inverted {
  const starts = new Uint32Array(features + 1);
  for (const { ids } of vectors) for (const id of ids) starts[id + 1] = starts[id + 1]! + 1;
  for (let f = 0; f < features; f++) starts[f + 1] = starts[f + 1]! + starts[f]!;
  const next = starts.slice();
  const rows = new Uint32Array(starts[features]!);
  const values = new Float32Array(rows.length);
  vectors.forEach((vector, row) => {
    vector.ids.forEach((id, i) => {
      rows[next[id]!] = row;
      values[next[id]!] = vector.values[i]!;
      next[id] = next[id]! + 1;
    });
  });
  return { starts, rows, values };
}

function addCosines(cosines: Float32Array, { starts, rows, values }: Inverted, query: Vector): void {
  for (let i = 0; i < query.ids.length; i++) {
    const weight = query.values[i]!;
    const end = starts[query.ids[i]! + 1]!;
    for (let j = starts[query.ids[i]!]!; j < end; j++) cosines[rows[j]!] = cosines[rows[j]!]! + weight * values[j]!;
  }
}

/** Cosine to the nearest phrasing of a topic, over an inverted index. */
export const nearestPhrasing: Peer = {
  name: 'nearestPhrasing',
  train: (library) => {
    const topics = topicsOf(library);
    const grams = learnGrams(library.map(({ text }) => text));
    const inverted = invert(library.map(({ text }) => vectorOf(grams, text)), grams.idf.length);
    const owner = library.map(({ label }) => topics.indexOf(label ?? ''));
    return Promise.resolve((text) => {
      const cosines = new Float32Array(library.length);
      addCosines(cosines, inverted, vectorOf(grams, text));
      const best = new Float32Array(topics.length);
      for (let row = 0; row < owner.length; row++) if (cosines[row]! > best[owner[row]!]!) best[owner[row]!] = cosines[row]!;
      return bestThree(topics, best);
    });
  },
};

/** Softmax regression by AdaGrad; the score is the probability. */
export const softmaxRegression: Peer = {
  name: 'softmaxRegression',
  train: (library) => {
    const topics = topicsOf(library);
    const grams = learnGrams(library.map(({ text }) => text));
    const owner = Uint32Array.from(library, ({ label }) => topics.indexOf(label ?? ''));
    const head = trainHead(library.map(({ text }) => vectorOf(grams, text)), owner, topics.length, grams.idf.length, { seed: 1, epochs: 15, rate: 2, l2: 0.0001, loss: 'softmax', least: 1 });
    return Promise.resolve((text) => bestThree(topics, logProbabilities(head, vectorOf(grams, text)).map(Math.exp)));
  },
};
