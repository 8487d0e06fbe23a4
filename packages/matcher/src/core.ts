// The trained part of a model without its calibration: vocabulary, head and phrasing vectors. Built the same way for a shop and for the inner folds.
import type { Bag } from './features.ts';
import { type Head, trainHead } from './head.ts';
import { packRows, type Rows, sumNorms, type Usual, usualCloseness } from './rows.ts';
import { buildVocabulary, vectorise, type Vocabulary } from './vocabulary.ts';

/**
 * Rows lie label by label: label k owns rows from `firstRow[k]` to `firstRow[k + 1]`; `sumNorm[k]` the length of the sum of its rows,
 * `usual` how near a phrasing of the label is to the others of it.
 */
export type Core = { labels: number; vocabulary: Vocabulary; head: Head; rows: Rows; firstRow: Uint32Array; sumNorm: Float32Array; usual: Usual };

/** Step size, decay and rounds of the head; accuracy hardly moves between half and twice these. */
const HEAD = { rate: 2, l2: 0.0001, epochs: 15 };

/** Rounds over the library: many for a small one, fewer once there are thousands of phrasings. */
function epochsFor(rows: number): number {
  return Math.max(6, Math.min(HEAD.epochs, Math.round(60000 / rows)));
}

/** Trains on `bags[k]`, the phrasings of label k. */
export function trainCore(bags: readonly (readonly Bag[])[], seed: number): Core {
  const flat = bags.flat();
  const vocabulary = buildVocabulary(flat);
  const vectors = flat.map((bag) => vectorise(vocabulary, bag));
  const owner = Uint32Array.from(bags.flatMap((group, k) => group.map(() => k)));
  const firstRow = new Uint32Array(bags.length + 1);
  for (let k = 0; k < bags.length; k++) firstRow[k + 1] = firstRow[k]! + bags[k]!.length;
  const features = vocabulary.hashes.length;
  const head = trainHead(vectors, owner, bags.length, features, { seed, epochs: epochsFor(flat.length), rate: HEAD.rate, l2: HEAD.l2 });
  const rows = packRows(vectors);
  const sumNorm = sumNorms(rows, firstRow, features);
  return { labels: bags.length, vocabulary, head, rows, firstRow, sumNorm, usual: usualCloseness(rows, firstRow, sumNorm, features) };
}
