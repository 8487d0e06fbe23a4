// What the trade knows of each phrasing of a library, packed; and how near a text comes to a label by it. No words here.
import { drawn, shrinkToMean } from './rows.ts';
import type { Sense } from './trade.ts';

/**
 * `vectors[r * dims + d] / 127` is row r's place; `centroids` the same for labels (unit length); `profiles[label * topics + t] / 255` the root of
 * the mean share of topic t among the label's phrasings, of unit length over t; `usual` how near by topics a phrasing of the label is to the others of
 * it (0..1): near 1 where the trade knows what the label is about, low where it guesses.
 */
export type SenseRows = { dims: number; topics: number; vectors: Int8Array; centroids: Int8Array; profiles: Uint8Array; usual: Float32Array };

const UNIT = 1 / 127;

function unit(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? values : values.map((value) => value / length);
}

/** How near by topics a phrasing is to its fellows, on average; NaN without fellows. `shares` is the sum over all of them. */
function amongFellows(senses: readonly Sense[], shares: Float32Array): number {
  if (senses.length < 2) return NaN;
  let sum = 0;
  for (const sense of senses) {
    sense.topics.forEach((topic, i) => { sum += Math.sqrt((sense.shares[i]! * Math.max(0, shares[topic]! - sense.shares[i]!)) / (senses.length - 1)); });
  }
  return sum / senses.length;
}

/** Fills in a label's centroid, profile and, undrawn, what is usual in it. */
function packLabel(packed: SenseRows, label: number, senses: readonly Sense[]): void {
  const sum = new Float32Array(packed.dims);
  const shares = new Float32Array(packed.topics);
  for (const sense of senses) {
    for (let d = 0; d < packed.dims; d++) sum[d] = sum[d]! + sense.vector[d]!;
    sense.topics.forEach((topic, i) => { shares[topic] = shares[topic]! + sense.shares[i]!; });
  }
  packed.usual[label] = amongFellows(senses, shares);
  packed.centroids.set(Int8Array.from(unit(sum), (value) => Math.round(value * 127)), label * packed.dims);
  packed.profiles.set(Uint8Array.from(unit(shares.map(Math.sqrt)), (value) => Math.round(value * 255)), label * packed.topics);
}

function emptySenses(dims: number, topics: number, rows: number, labels: number): SenseRows {
  return { dims, topics, vectors: new Int8Array(rows * dims), centroids: new Int8Array(labels * dims), profiles: new Uint8Array(labels * topics), usual: new Float32Array(labels).fill(NaN) };
}

const bytesOf = ({ vector }: Sense): Int8Array => Int8Array.from(vector, (value) => Math.round(value * 127));

/** Packs the senses of rows that lie label by label. */
export function packSenses(senses: readonly Sense[], firstRow: Uint32Array, topics: number): SenseRows {
  const labels = firstRow.length - 1;
  const packed = emptySenses(senses[0]?.vector.length ?? 0, topics, senses.length, labels);
  senses.forEach((sense, r) => packed.vectors.set(bytesOf(sense), r * packed.dims));
  for (let label = 0; label < labels; label++) packLabel(packed, label, senses.slice(firstRow[label], firstRow[label + 1]));
  shrinkToMean(packed.usual, firstRow);
  return packed;
}

/**
 * The same with what is known already: rows and labels come from where `rowFrom` and `labelFrom` say, but for the `changed` labels, whose senses are read (`senseOf`, by row). What is usual
 * in those is drawn to the mean of what was: the others' own is not known any more, nor changes by much.
 */
export function carrySenses(before: SenseRows, firstRow: Uint32Array, from: { rowFrom: Int32Array; labelFrom: Int32Array; changed: readonly number[] }, senseAt: (row: number) => Sense): SenseRows {
  const { dims, topics } = before;
  const labels = firstRow.length - 1;
  const packed = emptySenses(dims, topics, from.rowFrom.length, labels);
  from.rowFrom.forEach((old, r) => packed.vectors.set(old < 0 ? bytesOf(senseAt(r)) : before.vectors.subarray(old * dims, (old + 1) * dims), r * dims));
  from.labelFrom.forEach((old, label) => {
    if (old < 0) return;
    packed.centroids.set(before.centroids.subarray(old * dims, (old + 1) * dims), label * dims);
    packed.profiles.set(before.profiles.subarray(old * topics, (old + 1) * topics), label * topics);
    packed.usual[label] = before.usual[old]!;
  });
  const known = before.usual.length === 0 ? 0.5 : before.usual.reduce((a, b) => a + b, 0) / before.usual.length;
  for (const label of from.changed) {
    const rows = Array.from({ length: firstRow[label + 1]! - firstRow[label]! }, (_, i) => firstRow[label]! + i);
    packLabel(packed, label, rows.map(senseAt));
    packed.usual[label] = drawn(packed.usual[label]!, rows.length, known);
  }
  return packed;
}

/** Nearness 0..1 (cosines of places below 0 count 0): to the nearest phrasing, to the label's centroid, and of the topics to the label's. */
export type SenseNearness = { nearest: number; centroid: number; topics: number };

function dotAt(place: Float32Array, table: Int8Array, base: number): number {
  let dot = 0;
  for (let d = 0; d < place.length; d++) dot += place[d]! * table[base + d]!;
  return dot * UNIT;
}

/** How near a sense comes to the label that owns rows from..to. */
export function nearnessOf(rows: SenseRows, sense: Sense, label: number, from: number, to: number): SenseNearness {
  if (rows.dims === 0) return { nearest: 0, centroid: 0, topics: 0 };
  let nearest = 0;
  for (let r = from; r < to; r++) {
    const cosine = dotAt(sense.vector, rows.vectors, r * rows.dims);
    if (cosine > nearest) nearest = cosine;
  }
  let topics = 0;
  for (let i = 0; i < sense.topics.length; i++) topics += Math.sqrt(sense.shares[i]!) * rows.profiles[label * rows.topics + sense.topics[i]!]!;
  return { nearest, centroid: Math.max(0, dotAt(sense.vector, rows.centroids, label * rows.dims)), topics: topics / 255 };
}
