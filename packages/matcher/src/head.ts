// A linear classifier over sparse unit vectors, trained with AdaGrad and stored in one byte a weight; knows no text.
import { type Loss, pullsInPlace } from './loss.ts';
import { seededRandom, shuffledIndices } from './random.ts';
import type { Vector } from './vocabulary.ts';

/** Feature f speaks for label `columns[i]` with `weights[i] * scales[f]`, i from `starts[f]` to `starts[f + 1]`: most weights of a trained head are as good as nothing, and are not kept. */
export type Head = { labels: number; loss: Loss; starts: Uint32Array; columns: Uint16Array; weights: Int8Array; scales: Float32Array; bias: Float32Array };

/** How the head is trained; epochs shrink as the library grows. */
export type HeadOptions = { seed: number; epochs: number; rate: number; l2: number; loss: Loss; /** Weights below this, of 127, are not kept. */ least: number };

/** Gradients below this do not move a label's weights: after the first rounds most labels are out of the question. */
export const SMALL_GRADIENT = 0.002;

type Training = { labels: number; weights: Float32Array; squares: Float32Array; bias: Float32Array; biasSquares: Float32Array; active: Uint16Array };

function logitsIn(training: Training, row: Vector, out: Float32Array): void {
  const { labels, weights } = training;
  out.set(training.bias);
  const { ids, values } = row;
  let i = 0;
  // Eight features a pass: what costs is loading and storing the sum.
  for (; i + 8 <= ids.length; i += 8) {
    const [a, b, c, d] = [ids[i]! * labels, ids[i + 1]! * labels, ids[i + 2]! * labels, ids[i + 3]! * labels];
    const [e, f, g, h] = [ids[i + 4]! * labels, ids[i + 5]! * labels, ids[i + 6]! * labels, ids[i + 7]! * labels];
    const [va, vb, vc, vd] = [values[i]!, values[i + 1]!, values[i + 2]!, values[i + 3]!];
    const [ve, vf, vg, vh] = [values[i + 4]!, values[i + 5]!, values[i + 6]!, values[i + 7]!];
    for (let k = 0; k < labels; k++) {
      out[k] = out[k]! + va * weights[a + k]! + vb * weights[b + k]! + vc * weights[c + k]! + vd * weights[d + k]!
        + ve * weights[e + k]! + vf * weights[f + k]! + vg * weights[g + k]! + vh * weights[h + k]!;
    }
  }
  for (; i < ids.length; i++) {
    const base = ids[i]! * labels;
    const value = values[i]!;
    for (let k = 0; k < labels; k++) out[k] = out[k]! + value * weights[base + k]!;
  }
}

function step(training: Training, row: Vector, gradient: Float32Array, rate: number, l2: number): void {
  const { labels, weights, squares, active } = training;
  let count = 0;
  for (let k = 0; k < labels; k++) {
    const g = gradient[k]!;
    if (Math.abs(g) < SMALL_GRADIENT) continue;
    active[count++] = k;
    training.biasSquares[k] = training.biasSquares[k]! + g * g;
    training.bias[k] = training.bias[k]! - (rate * g) / Math.sqrt(training.biasSquares[k]!);
  }
  for (let i = 0; i < row.ids.length; i++) {
    const base = row.ids[i]! * labels;
    const value = row.values[i]!;
    for (let a = 0; a < count; a++) {
      const k = active[a]!;
      const at = base + k;
      const g = gradient[k]! * value + l2 * weights[at]!;
      const square = squares[at]! + g * g;
      squares[at] = square;
      weights[at] = weights[at]! - (rate * g) / Math.sqrt(square);
    }
  }
}

/** One byte a weight, of those that say something. */
function pack(weights: Float32Array, labels: number, features: number, least: number): Pick<Head, 'starts' | 'columns' | 'weights' | 'scales'> {
  const starts = new Uint32Array(features + 1);
  const scales = new Float32Array(features);
  const columns: number[] = [];
  const kept: number[] = [];
  for (let id = 0; id < features; id++) {
    let largest = 0;
    for (let k = 0; k < labels; k++) largest = Math.max(largest, Math.abs(weights[id * labels + k]!));
    scales[id] = largest / 127;
    for (let k = 0; k < labels && largest > 0; k++) {
      const weight = Math.round((weights[id * labels + k]! / largest) * 127);
      if (Math.abs(weight) < least) continue;
      columns.push(k);
      kept.push(weight);
    }
    starts[id + 1] = columns.length;
  }
  return { starts, columns: Uint16Array.from(columns), weights: Int8Array.from(kept), scales };
}

/** Trains on `rows[i]` meaning `owner[i]`. AdaGrad's accumulators start at 1: nearer 0 costs 1 to 8 points of accuracy. */
export function trainHead(rows: readonly Vector[], owner: Uint32Array, labels: number, features: number, options: HeadOptions): Head {
  const training: Training = {
    labels,
    weights: new Float32Array(features * labels),
    squares: new Float32Array(features * labels).fill(1),
    bias: new Float32Array(labels),
    biasSquares: new Float32Array(labels).fill(1),
    active: new Uint16Array(labels),
  };
  const random = seededRandom(options.seed);
  const gradient = new Float32Array(labels);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const i of shuffledIndices(rows.length, random)) {
      logitsIn(training, rows[i]!, gradient);
      pullsInPlace(options.loss, gradient, owner[i]!);
      step(training, rows[i]!, gradient, options.rate, options.l2);
    }
  }
  return { labels, loss: options.loss, bias: training.bias, ...pack(training.weights, labels, features, options.least) };
}

/** Each label's logit for a vector, into `out`. */
export function logitsOf(head: Head, vector: Vector, out: Float32Array): void {
  out.set(head.bias);
  const { starts, columns, weights } = head;
  for (let i = 0; i < vector.ids.length; i++) {
    const id = vector.ids[i]!;
    const value = vector.values[i]! * head.scales[id]!;
    for (let j = starts[id]!; j < starts[id + 1]!; j++) out[columns[j]!] = out[columns[j]!]! + value * weights[j]!;
  }
}

/** Log probability of each label for a vector. */
export function logProbabilities(head: Head, vector: Vector): Float32Array {
  const { labels } = head;
  const out = new Float32Array(labels);
  logitsOf(head, vector, out);
  let top = -Infinity;
  for (const logit of out) if (logit > top) top = logit;
  let sum = 0;
  for (const logit of out) sum += Math.exp(logit - top);
  const norm = top + Math.log(sum);
  for (let k = 0; k < labels; k++) out[k] = out[k]! - norm;
  return out;
}
