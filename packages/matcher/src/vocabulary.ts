// The features that a library knows, with their TF-IDF weights; turns a bag into a unit vector. No classifier here.
import type { Bag } from './features.ts';

/**
 * `hashes` ascending, a feature's id is its position; `idf` per feature; `table` open addressing over the hashes holding id + 1
 * (size a power of two, 0 = free); `unknownIdf` what an unseen feature weighs.
 */
export type Vocabulary = { hashes: Uint32Array; idf: Float32Array; table: Uint32Array; unknownIdf: number };

/** A text as the library sees it: unit length over the known features. `known` (0..1): share of squared weight that is known. */
export type Vector = { ids: Uint32Array; values: Float32Array; known: number };

/** Weight of each kind of feature (index = FeatureKind) before L2 normalisation, set on clinc150's val and by cross-validation inside libraries. */
export const KIND_WEIGHTS = [1.4, 1, 0.4, 1, 0.8, 0.6, 1.6, 1.3];

/** Power of the idf: below 1, since in a few hundred phrasings rarity is mostly chance. */
const IDF_POWER = 0.6;

function buildTable(hashes: Uint32Array): Uint32Array {
  let size = 16;
  while (size < hashes.length * 2) size *= 2;
  const table = new Uint32Array(size);
  for (let id = 0; id < hashes.length; id++) {
    let at = hashes[id]! & (size - 1);
    while (table[at] !== 0) at = (at + 1) & (size - 1);
    table[at] = id + 1;
  }
  return table;
}

function findId(vocabulary: Vocabulary, hash: number): number {
  const mask = vocabulary.table.length - 1;
  let at = hash & mask;
  for (;;) {
    const entry = vocabulary.table[at]!;
    if (entry === 0) return -1;
    if (vocabulary.hashes[entry - 1] === hash) return entry - 1;
    at = (at + 1) & mask;
  }
}

/** Vocabulary from its stored halves (the table is rebuilt, not stored). */
export function restoreVocabulary(hashes: Uint32Array, idf: Float32Array, unknownIdf: number): Vocabulary {
  return { hashes, idf, table: buildTable(hashes), unknownIdf };
}

/** Smooth idf of a feature that `df` of `texts` texts have: `(ln((1 + texts) / (1 + df)) + 1) ^ power`, scikit-learn's but for the power. */
export function idfOf(texts: number, df: number): number {
  return (Math.log((1 + texts) / (1 + df)) + 1) ** IDF_POWER;
}

/** The `df` of an idf, exact up to some hundred thousand texts. */
export function dfOf(texts: number, idf: number): number {
  return Math.round((1 + texts) / Math.exp(idf ** (1 / IDF_POWER) - 1)) - 1;
}

/** Every feature of the bags. */
export function buildVocabulary(bags: readonly Bag[]): Vocabulary {
  const counts = new Map<number, number>();
  for (const bag of bags) for (const hash of bag.hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const hashes = Uint32Array.from(counts.keys()).sort();
  const idf = new Float32Array(hashes.length);
  for (let id = 0; id < hashes.length; id++) idf[id] = idfOf(bags.length, counts.get(hashes[id]!)!);
  return restoreVocabulary(hashes, idf, idfOf(bags.length, 0));
}

/** Unit TF-IDF vector (sublinear term frequency `1 + ln tf`) of a bag. */
export function vectorise(vocabulary: Vocabulary, bag: Bag): Vector {
  const ids = new Uint32Array(bag.hashes.length);
  const values = new Float32Array(bag.hashes.length);
  let size = 0;
  let known = 0;
  let all = 0;
  for (let i = 0; i < bag.hashes.length; i++) {
    const hash = bag.hashes[i]!;
    const id = findId(vocabulary, hash);
    const idf = id < 0 ? vocabulary.unknownIdf : vocabulary.idf[id]!;
    const value = (1 + Math.log(bag.counts[i]!)) * idf * KIND_WEIGHTS[hash >>> 29]!;
    all += value * value;
    if (id < 0) continue;
    known += value * value;
    ids[size] = id;
    values[size++] = value;
  }
  const scale = known === 0 ? 0 : 1 / Math.sqrt(known);
  for (let i = 0; i < size; i++) values[i] = values[i]! * scale;
  return { ids: ids.subarray(0, size), values: values.subarray(0, size), known: all === 0 ? 0 : known / all };
}
