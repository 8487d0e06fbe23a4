// Learns a few labels of a trained head anew while the others stay as they are: what a small change of a library asks for. Knows no text.
import { joinColumns } from './carry-head.ts';
import { type Head, type HeadOptions, logitsOf, SMALL_GRADIENT } from './head.ts';
import { type Loss, pullOfMargin } from './loss.ts';
import { seededRandom, shuffledIndices } from './random.ts';
import type { Vector } from './vocabulary.ts';

/** A row with its features' places among those that are learnt, and the log of the sum of exp(logit) over the labels that stay. */
type Row = { at: Uint32Array; values: Float32Array; stays: number; /** Position of the row's label among those learnt, -1 for one that stays. */ own: number };

type Columns = { count: number; weights: Float32Array; squares: Float32Array; bias: Float32Array; biasSquares: Float32Array };

function prepareRows(head: Head, rows: readonly Vector[], owner: Uint32Array, learnt: readonly number[]): { ready: Row[]; features: number[] } {
  const places = new Int32Array(head.scales.length).fill(-1);
  const features: number[] = [];
  const position = new Map(learnt.map((label, i) => [label, i]));
  const logits = new Float32Array(head.labels);
  const ready = rows.map((row, r): Row => {
    logitsOf(head, row, logits);
    let top = -Infinity;
    for (let k = 0; k < head.labels; k++) if (logits[k]! > top && !position.has(k)) top = logits[k]!;
    let sum = 0;
    for (let k = 0; k < head.labels; k++) if (!position.has(k)) sum += Math.exp(logits[k]! - top);
    const at = row.ids.map((id) => {
      if (places[id]! < 0) places[id] = features.push(id) - 1;
      return places[id]! * learnt.length;
    });
    return { at, values: row.values, stays: sum === 0 ? -Infinity : top + Math.log(sum), own: position.get(owner[r]!) ?? -1 };
  });
  return { ready, features };
}

/** The learnt labels' logits for a row. */
function logitsIn({ count, weights, bias }: Columns, { at, values }: Row, out: Float32Array): void {
  out.set(bias);
  for (let i = 0; i < at.length; i++) {
    const [base, value] = [at[i]!, values[i]!];
    for (let k = 0; k < count; k++) out[k] = out[k]! + value * weights[base + k]!;
  }
}

/** Turns them, in place, into what each should fall by; in a softmax the labels that stay have their part. */
function pullsAmong(loss: Loss, out: Float32Array, { stays, own }: Row): void {
  const count = out.length;
  if (loss === 'margin') {
    for (let k = 0; k < count; k++) out[k] = pullOfMargin(out[k]!, k === own);
    return;
  }
  let top = stays;
  for (let k = 0; k < count; k++) if (out[k]! > top) top = out[k]!;
  let sum = Math.exp(stays - top);
  for (let k = 0; k < count; k++) sum += out[k] = Math.exp(out[k]! - top);
  for (let k = 0; k < count; k++) out[k] = out[k]! / sum;
  if (own >= 0) out[own] = out[own]! - 1;
}

function step(columns: Columns, { at, values }: Row, gradient: Float32Array, rate: number, l2: number): void {
  const { count, weights, squares, bias, biasSquares } = columns;
  for (let k = 0; k < count; k++) {
    const pull = gradient[k]!;
    if (Math.abs(pull) < SMALL_GRADIENT) continue;
    biasSquares[k] = biasSquares[k]! + pull * pull;
    bias[k] = bias[k]! - (rate * pull) / Math.sqrt(biasSquares[k]!);
    for (let i = 0; i < at.length; i++) {
      const place = at[i]! + k;
      const g = pull * values[i]! + l2 * weights[place]!;
      const square = squares[place]! + g * g;
      squares[place] = square;
      weights[place] = weights[place]! - (rate * g) / Math.sqrt(square);
    }
  }
}

/**
 * The head with the labels `learnt` trained from nothing on `rows[i]` meaning `owner[i]`; `head` must have no weights for them. The same rule as in trainHead, the loss that of `head`, but that the others do not move: their part of
 * every row's softmax is one number.
 */
export function learnColumns(head: Head, rows: readonly Vector[], owner: Uint32Array, learnt: readonly number[], options: Omit<HeadOptions, 'loss'>): Head {
  const { ready, features } = prepareRows(head, rows, owner, learnt);
  const count = learnt.length;
  const columns: Columns = { count, weights: new Float32Array(features.length * count), squares: new Float32Array(features.length * count).fill(1), bias: new Float32Array(count), biasSquares: new Float32Array(count).fill(1) };
  const random = seededRandom(options.seed);
  const gradient = new Float32Array(count);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const i of shuffledIndices(ready.length, random)) {
      const row = ready[i]!;
      logitsIn(columns, row, gradient);
      pullsAmong(head.loss, gradient, row);
      step(columns, row, gradient, options.rate, options.l2);
    }
  }
  const bias = head.bias.slice();
  learnt.forEach((label, k) => { bias[label] = columns.bias[k]!; });
  return { labels: head.labels, loss: head.loss, bias, ...joinColumns(head, features, learnt, columns.weights, options.least) };
}
