// Trains the embedding of n-grams and the topics' places in it, together; pure. Not for the corpus nor for the file that comes of it.
import { seededRandom, shuffledIndices } from '../src/random.ts';
import type { Vector } from '../src/vocabulary.ts';

/** Step size, rounds, sharpness of the softmax over cosines, share of n-grams dropped from each line in each round. */
export type EmbeddingOptions = { dims: number; epochs: number; rate: number; scale: number; dropout: number; seed: number; smoothing?: number };

/** `table[id * dims + d]` places n-grams, `centres[topic * dims + d]` topics; logits are `scale · cosine + bias`. */
export type Embedding = { dims: number; topics: number; scale: number; table: Float32Array; centres: Float32Array; bias: Float32Array };

export function sense(model: Embedding, row: Vector): { vector: Float32Array; posterior: Float32Array } {
  const { dims, topics } = model;
  const v = new Float32Array(dims);
  for (let i = 0; i < row.ids.length; i++) {
    const base = row.ids[i]! * dims; const x = row.values[i]!;
    for (let d = 0; d < dims; d++) v[d] = v[d]! + x * model.table[base + d]!;
  }
  let n = 0; for (let d = 0; d < dims; d++) n += v[d]! ** 2;
  n = Math.sqrt(n) || 1;
  for (let d = 0; d < dims; d++) v[d] = v[d]! / n;
  const p = new Float32Array(topics);
  let top = -Infinity;
  for (let k = 0; k < topics; k++) {
    let s = 0; const base = k * dims;
    for (let d = 0; d < dims; d++) s += v[d]! * model.centres[base + d]!;
    p[k] = s * model.scale + model.bias[k]!;
    if (p[k]! > top) top = p[k]!;
  }
  let sum = 0; for (let k = 0; k < topics; k++) sum += p[k] = Math.exp(p[k]! - top);
  for (let k = 0; k < topics; k++) p[k] = p[k]! / sum;
  return { vector: v, posterior: p };
}

export function trainEmbedding(rows: readonly Vector[], owner: Uint32Array, topics: number, features: number, options: EmbeddingOptions, tell: (epoch: number, loss: number) => void, expose: (m: Embedding) => void): Embedding {
  const { dims, scale, dropout } = options;
  const random = seededRandom(options.seed);
  const table = new Float32Array(features * dims); const centres = new Float32Array(topics * dims); const bias = new Float32Array(topics);
  for (let i = 0; i < table.length; i++) table[i] = (random() - 0.5) * 2 / Math.sqrt(dims);
  for (let i = 0; i < centres.length; i++) centres[i] = (random() - 0.5) * 2 / Math.sqrt(dims);
  const model: Embedding = { dims, topics, scale, table, centres, bias };
  expose(model);
  const tg = new Float32Array(features).fill(0.1); const cg = new Float32Array(topics).fill(0.1);
  const v = new Float32Array(dims), dv = new Float32Array(dims), p = new Float32Array(topics);
  const smoothing = options.smoothing ?? 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    let loss = 0;
    const rate = options.rate * (1 - epoch / options.epochs * 0.9);
    for (const r of shuffledIndices(rows.length, random)) {
      const row = rows[r]!; const t = owner[r]!;
      v.fill(0);
      const used: number[] = [];
      for (let i = 0; i < row.ids.length; i++) {
        if (random() < dropout) continue;
        used.push(i);
        const base = row.ids[i]! * dims; const x = row.values[i]!;
        for (let d = 0; d < dims; d++) v[d] = v[d]! + x * table[base + d]!;
      }
      if (used.length === 0) continue;
      let n = 0; for (let d = 0; d < dims; d++) n += v[d]! * v[d]!;
      n = Math.sqrt(n) + 1e-9;
      for (let d = 0; d < dims; d++) v[d] = v[d]! / n;
      let top = -Infinity;
      for (let k = 0; k < topics; k++) {
        let s = 0; const base = k * dims;
        for (let d = 0; d < dims; d++) s += v[d]! * centres[base + d]!;
        s = s * scale + bias[k]!; p[k] = s; if (s > top) top = s;
      }
      let sum = 0; for (let k = 0; k < topics; k++) sum += p[k] = Math.exp(p[k]! - top);
      dv.fill(0);
      loss -= Math.log(p[t]! / sum);
      for (let k = 0; k < topics; k++) {
        let g = p[k]! / sum;
        if (k === t) g -= 1 - smoothing; 
        if (Math.abs(g) < 0.001) continue;
        const base = k * dims; const gs = g * scale;
        cg[k] = cg[k]! + g * g;
        const step = rate / Math.sqrt(cg[k]!);
        for (let d = 0; d < dims; d++) { dv[d] = dv[d]! + gs * centres[base + d]!; centres[base + d] = centres[base + d]! - step * g * v[d]!; }
        bias[k] = bias[k]! - 0.1 * step * g;
      }
      let dot = 0; for (let d = 0; d < dims; d++) dot += dv[d]! * v[d]!;
      let gn = 0;
      for (let d = 0; d < dims; d++) { dv[d] = (dv[d]! - dot * v[d]!) / n; gn += dv[d]! * dv[d]!; }
      gn /= dims;
      for (const i of used) {
        const id = row.ids[i]!; const x = row.values[i]!;
        tg[id] = tg[id]! + x * x * gn;
        const step = rate * x / Math.sqrt(tg[id]!) / Math.sqrt(dims);
        const base = id * dims;
        for (let d = 0; d < dims; d++) table[base + d] = table[base + d]! - step * dv[d]!;
      }
    }
    tell(epoch, loss / rows.length);
  }
  return model;
}
