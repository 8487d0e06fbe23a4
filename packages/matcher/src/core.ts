// The trained part of a model without its calibration: vocabulary, head and phrasing vectors. Built the same way for a shop and for the inner folds.
import { type Head, trainHead } from './head.ts';
import { inputOf, lexicalOf, type Reading, senseFeatures } from './reading.ts';
import { packRows, type Rows, sumNorms, type Usual, usualCloseness } from './rows.ts';
import type { Loss } from './loss.ts';
import { outsideOf } from './outside.ts';
import { packSenses, type SenseRows } from './sense-rows.ts';
import type { Trade } from './trade.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

/**
 * Rows lie label by label: label k owns rows from `firstRow[k]` to `firstRow[k + 1]`; `sumNorm[k]` the length of the sum of its rows,
 * `usual` how near a phrasing of the label is to the others of it.
 */
export type Core = { labels: number; vocabulary: Vocabulary; head: Head; rows: Rows; firstRow: Uint32Array; sumNorm: Float32Array; usual: Usual; senses: SenseRows };

/** Step size, decay and rounds of the head; accuracy hardly moves between half and twice these. */
export const HEAD = { rate: 2, l2: 0.0001, epochs: 15, least: 8 };

/** Rounds over the library: many for a small one, fewer once there are thousands of phrasings. */
export function epochsFor(rows: number): number {
  return Math.max(6, Math.min(HEAD.epochs, Math.round(60000 / rows)));
}

/** Trains on `readings[k]`, the phrasings of label k, all read with `trade`. `effort` 0..1 saves rounds where the core is not kept. */
export function trainCore(trade: Trade, readings: readonly (readonly Reading[])[], loss: Loss, seed: number, effort = 1): Core {
  const flat = readings.flat();
  const labels = readings.length;
  const vocabulary = buildVocabulary(flat.map(({ bag }) => bag));
  const vectors = flat.map((reading) => lexicalOf(vocabulary, reading));
  const firstRow = new Uint32Array(labels + 1);
  for (let k = 0; k < labels; k++) firstRow[k + 1] = firstRow[k]! + readings[k]!.length;
  const features = vocabulary.hashes.length;
  const senses = packSenses(flat.map(({ sense }) => sense), firstRow, trade.topicIds.length);
  const outside = outsideOf(trade, senses, labels, flat.length);
  const inputs = [...vectors.map((vector, r) => inputOf(vocabulary, vector, flat[r]!.sense)), ...outside.map((reading) => inputOf(vocabulary, lexicalOf(vocabulary, reading), reading.sense))];
  const owner = Uint32Array.from([...readings.flatMap((group, k) => group.map(() => k)), ...outside.map(() => labels)]);
  const head = trainHead(inputs, owner, labels + (outside.length > 0 ? 1 : 0), features + senseFeatures(trade), { seed, epochs: Math.max(4, Math.round(effort * epochsFor(inputs.length))), rate: HEAD.rate, l2: HEAD.l2, least: HEAD.least, loss });
  const rows = packRows(vectors);
  const sumNorm = sumNorms(rows, firstRow, features);
  return { labels, vocabulary, head, rows, firstRow, sumNorm, usual: usualCloseness(rows, firstRow, sumNorm, features), senses };
}
