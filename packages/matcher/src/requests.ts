// Finds the requests of a text that holds several: 什么时候发货？能开发票吗. Decides nothing about them.
import { match, verdict } from './match.ts';
import type { ShopModel } from './model.ts';
import type { Match, Thresholds } from './types.ts';

/** Where one sentence or message ends. Blanks and commas part clauses of one request as often as two of them. */
const ENDS = /[\n\r。！？!?;；]+/u;
/** No more sentences than these are looked at, nor more requests taken for a consumer's: who writes more tells a story. */
const MOST = { sentences: 6, requests: 3 };

/**
 * The matches of sentences that, each read by itself, are sure enough to be answered at `limits`, about different questions, in the order asked; empty where there are fewer than two. The text as a whole
 * shows one of them at best: of 325 pairs of lines that were sure by themselves 249 were answered as one, and 323 were right as two.
 */
export function requestsIn(model: ShopModel, text: string, limits: Thresholds): Match[] {
  const sentences = text.split(ENDS).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
  if (sentences.length < 2 || sentences.length > MOST.sentences) return [];
  const sure = sentences.map((sentence) => match(model, sentence)).filter((found) => verdict(found, limits) === 'answer');
  const different = sure.filter((found, i) => sure.findIndex((other) => other.candidates[0]!.questionId === found.candidates[0]!.questionId) === i);
  return different.length < 2 || different.length > MOST.requests ? [] : different;
}
