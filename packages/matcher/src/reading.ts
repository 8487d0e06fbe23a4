// A text as the matcher reads it: its n-grams, and what the trade knows of it. No shop's library here.
import { type Bag, bagOf } from './features.ts';
import { type Sense, senseOf, type Trade } from './trade.ts';
import { type Vector, vectorise, type Vocabulary } from './vocabulary.ts';

/** Both halves of one normalised text. */
export type Reading = { bag: Bag; sense: Sense };

/** Reads a normalised text. */
export function readText(trade: Trade, text: string): Reading {
  const bag = bagOf(text);
  return { bag, sense: senseOf(trade, bag) };
}

/** How much the two kinds of the trade's knowledge weigh in a shop's classifier, beside n-grams of unit length. */
export const SENSE_WEIGHTS = { vector: 0.6, topics: 0.6 };

/** Features that the classifier has beyond the library's own: one for each dimension and each topic. */
export function senseFeatures(trade: Trade): number {
  return trade.dims + trade.topicIds.length;
}

/** The classifier's input: the library's n-grams (ids below its vocabulary's size), then dimensions, then topics (root of their share, so that small ones are heard). */
export function inputOf(vocabulary: Vocabulary, lexical: Vector, sense: Sense): Vector {
  const dims = sense.vector.length;
  const from = vocabulary.hashes.length;
  const ids = new Uint32Array(lexical.ids.length + dims + sense.topics.length);
  const values = new Float32Array(ids.length);
  ids.set(lexical.ids);
  values.set(lexical.values);
  let at = lexical.ids.length;
  for (let d = 0; d < dims; d++) {
    ids[at] = from + d;
    values[at++] = SENSE_WEIGHTS.vector * sense.vector[d]!;
  }
  for (let i = 0; i < sense.topics.length; i++) {
    ids[at] = from + dims + sense.topics[i]!;
    values[at++] = SENSE_WEIGHTS.topics * Math.sqrt(sense.shares[i]!);
  }
  return { ids, values, known: lexical.known };
}

/** A reading's n-grams as a library weighs them. */
export function lexicalOf(vocabulary: Vocabulary, reading: Reading): Vector {
  return vectorise(vocabulary, reading.bag);
}
