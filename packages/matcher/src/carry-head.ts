// A trained head's stored weights moved to other features and labels, and joined by labels learnt anew. Learns nothing (head-columns).
import type { Head } from './head.ts';

type Stored = Pick<Head, 'starts' | 'columns' | 'weights' | 'scales'>;

/**
 * The head with feature f where `featureFrom[f]` was and label k where `labelFrom[k]` was (-1: a feature without weights, a label without weights and bias). What no longer has a place is left behind.
 */
export function carryHead(head: Head, featureFrom: Int32Array, labelFrom: Int32Array): Head {
  const labelTo = new Int32Array(head.labels).fill(-1);
  labelFrom.forEach((from, k) => { if (from >= 0) labelTo[from] = k; });
  const starts = new Uint32Array(featureFrom.length + 1);
  const scales = new Float32Array(featureFrom.length);
  const columns = new Uint16Array(head.columns.length);
  const weights = new Int8Array(head.columns.length);
  let size = 0;
  for (let f = 0; f < featureFrom.length; f++) {
    const from = featureFrom[f]!;
    if (from >= 0) {
      scales[f] = head.scales[from]!;
      for (let i = head.starts[from]!; i < head.starts[from + 1]!; i++) {
        const label = labelTo[head.columns[i]!]!;
        if (label < 0) continue;
        columns[size] = label;
        weights[size++] = head.weights[i]!;
      }
    }
    starts[f + 1] = size;
  }
  return { labels: labelFrom.length, loss: head.loss, starts, scales, columns: columns.slice(0, size), weights: weights.slice(0, size), bias: Float32Array.from(labelFrom, (from) => (from < 0 ? 0 : head.bias[from]!)) };
}

/** The stored weights with those of the labels `learnt` (`fresh[n * learnt.length + k]` that of `features[n]` for the k-th of them), rounded anew where a scale must grow. */
export function joinColumns(head: Head, features: readonly number[], learnt: readonly number[], fresh: Float32Array, least: number): Stored {
  const count = learnt.length;
  const place = new Int32Array(head.scales.length).fill(-1);
  features.forEach((f, n) => { place[f] = n * count; });
  const starts = new Uint32Array(head.starts.length);
  const scales = head.scales.slice();
  const columns = new Uint16Array(head.columns.length + features.length * count);
  const weights = new Int8Array(columns.length);
  let size = 0;
  const keep = (label: number, weight: number): void => {
    if (Math.abs(weight) < least) return;
    columns[size] = label;
    weights[size++] = weight;
  };
  for (let f = 0; f < scales.length; f++) {
    const at = place[f]!;
    const [from, to] = [head.starts[f]!, head.starts[f + 1]!];
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(head.weights[i]!));
    largest *= scales[f]!;
    for (let k = 0; k < count && at >= 0; k++) largest = Math.max(largest, Math.abs(fresh[at + k]!));
    const scale = Math.max(largest / 127, scales[f]!);
    const shrink = scale === 0 ? 0 : scales[f]! / scale;
    for (let i = from; i < to; i++) keep(head.columns[i]!, Math.round(head.weights[i]! * shrink));
    for (let k = 0; k < count && at >= 0 && scale > 0; k++) keep(learnt[k]!, Math.round(fresh[at + k]! / scale));
    scales[f] = scale;
    starts[f + 1] = size;
  }
  return { starts, scales, columns: columns.slice(0, size), weights: weights.slice(0, size) };
}
