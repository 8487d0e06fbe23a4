// Phrasing vectors packed one after another, and what the phrasings of a label are to each other.
import type { Vector } from './vocabulary.ts';

/** Row r holds entries `starts[r]` to `starts[r + 1]`; values in units of {@link ROW_UNIT}. */
export type Rows = { starts: Uint32Array; ids: Uint32Array; values: Uint16Array };

/** Per label, how near a phrasing of it usually is to its nearest fellow (`cosine`) and to the centroid of its fellows (`centroid`). */
export type Usual = { cosine: Float32Array; centroid: Float32Array };

/** What one unit of a stored value is worth. */
export const ROW_UNIT = 1 / 65535;

/** Entries that a row keeps in a library of more than {@link MANY} rows: all of a Chinese line, the telling part of a long Latin one, which has 200. */
const ENTRIES = 80;
const MANY = 2000;

/** Phrasings of a label that are looked at for what is usual, and labels' worth of belief in the library's mean. */
const SAMPLED = 30;
const BELIEF = 4;

/** The heaviest {@link ENTRIES} entries of a vector, brought back to unit length. */
function heaviest(vector: Vector): Vector {
  if (vector.ids.length <= ENTRIES) return vector;
  const limit = vector.values.slice().sort()[vector.values.length - ENTRIES]!;
  const kept = Array.from(vector.ids.keys()).filter((i) => vector.values[i]! >= limit);
  const length = Math.sqrt(kept.reduce((sum, i) => sum + vector.values[i]! ** 2, 0));
  return { known: vector.known, ids: Uint32Array.from(kept, (i) => vector.ids[i]!), values: Float32Array.from(kept, (i) => vector.values[i]! / length) };
}

/** Packs vectors into rows; `among` is how many rows the library has in all. */
export function packRows(all: readonly Vector[], among = all.length): Rows {
  const vectors = among > MANY ? all.map(heaviest) : all;
  const starts = new Uint32Array(vectors.length + 1);
  for (let r = 0; r < vectors.length; r++) starts[r + 1] = starts[r]! + vectors[r]!.ids.length;
  const ids = new Uint32Array(starts[vectors.length]!);
  const values = new Uint16Array(ids.length);
  vectors.forEach((vector, r) => {
    ids.set(vector.ids, starts[r]!);
    for (let i = 0; i < vector.ids.length; i++) values[starts[r]! + i] = Math.round(vector.values[i]! * 65535);
  });
  return { starts, ids, values };
}

/** Length of the sum of each label's rows: a dot product with the sum divided by it is the cosine to the centroid. */
export function sumNorms(rows: Rows, firstRow: Uint32Array, features: number): Float32Array {
  const norms = new Float32Array(firstRow.length - 1);
  const sum = new Float32Array(features);
  for (let k = 0; k < norms.length; k++) {
    const from = rows.starts[firstRow[k]!]!;
    const to = rows.starts[firstRow[k + 1]!]!;
    for (let i = from; i < to; i++) sum[rows.ids[i]!] = sum[rows.ids[i]!]! + rows.values[i]! * ROW_UNIT;
    let square = 0;
    for (let i = from; i < to; i++) {
      square += sum[rows.ids[i]!]! ** 2;
      sum[rows.ids[i]!] = 0;
    }
    norms[k] = Math.sqrt(square);
  }
  return norms;
}

/** One row against its fellows from..to: nearest cosine and cosine to the centroid of the others. */
function amongFellows(rows: Rows, row: number, from: number, to: number, sumNorm: number, spread: Float32Array): { cosine: number; centroid: number } {
  const { starts, ids, values } = rows;
  for (let i = starts[row]!; i < starts[row + 1]!; i++) spread[ids[i]!] = values[i]! * ROW_UNIT;
  let cosine = 0;
  let sum = 0;
  for (let r = from; r < to; r++) {
    if (r === row) continue;
    let dot = 0;
    for (let i = starts[r]!; i < starts[r + 1]!; i++) dot += spread[ids[i]!]! * values[i]!;
    sum += dot * ROW_UNIT;
    cosine = Math.max(cosine, dot * ROW_UNIT);
  }
  for (let i = starts[row]!; i < starts[row + 1]!; i++) spread[ids[i]!] = 0;
  // |Σ others|² = |Σ all|² − 2 row·Σ others − |row|²
  return { cosine, centroid: sum / Math.sqrt(Math.max(sumNorm ** 2 - 2 * sum - 1, 1e-6)) };
}

/** A label's mean (NaN: too few phrasings to tell) drawn to the `overall` one, which counts as {@link BELIEF} rows. */
export function drawn(mean: number, rows: number, overall: number): number {
  return Math.max(0.05, Number.isNaN(mean) ? overall : (rows * mean + BELIEF * overall) / (rows + BELIEF));
}

/** Draws each label's mean (NaN: too few phrasings to tell) towards the mean over the labels. */
export function shrinkToMean(means: Float32Array, firstRow: Uint32Array): void {
  const told = means.filter((mean) => !Number.isNaN(mean));
  const overall = told.length === 0 ? 0.5 : told.reduce((a, b) => a + b, 0) / told.length;
  for (let k = 0; k < means.length; k++) means[k] = drawn(means[k]!, firstRow[k + 1]! - firstRow[k]!, overall);
}

/** What is usual in each label, by leaving its phrasings out one at a time. */
export function usualCloseness(rows: Rows, firstRow: Uint32Array, sumNorm: Float32Array, features: number): Usual {
  const labels = firstRow.length - 1;
  const usual: Usual = { cosine: new Float32Array(labels).fill(NaN), centroid: new Float32Array(labels).fill(NaN) };
  const spread = new Float32Array(features);
  for (let k = 0; k < labels; k++) {
    const from = firstRow[k]!;
    const to = firstRow[k + 1]!;
    if (to - from < 2) continue;
    const stride = Math.max(1, Math.floor((to - from) / SAMPLED));
    let [count, cosine, centroid] = [0, 0, 0];
    for (let r = from; r < to; r += stride) {
      const one = amongFellows(rows, r, from, to, sumNorm[k]!, spread);
      cosine += one.cosine;
      centroid += one.centroid;
      count++;
    }
    usual.cosine[k] = cosine / count;
    usual.centroid[k] = centroid / count;
  }
  shrinkToMean(usual.cosine, firstRow);
  shrinkToMean(usual.centroid, firstRow);
  return usual;
}
