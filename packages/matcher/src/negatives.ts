// Negative phrasings as a model keeps them. Not for what they exclude (match).
import { bagOf } from './features.ts';
import { packRows, type Rows } from './rows.ts';
import { prepareText } from './segments.ts';
import { vectorise, type Vocabulary } from './vocabulary.ts';

/** `owner[r]` is the label that text r does not mean. */
export type Negatives = { owner: Uint32Array; texts: string[]; rows: Rows };

/** Reads and packs them; only their words count. */
export function packNegatives(vocabulary: Vocabulary, texts: string[], owner: Uint32Array): Negatives {
  return { texts, owner, rows: packRows(texts.map((text) => vectorise(vocabulary, bagOf(prepareText(text).core)))) };
}
