// Finds the requests of a text that holds several: 什么时候发货？能开发票吗. Decides nothing about them.
import { verdict } from './match.ts';
import type { Match, Thresholds } from './types.ts';

/** Where one sentence or message ends. Blanks and commas part clauses of one request as often as two of them. */
const ENDS = /[\n\r。！？!?;；]+|[.](?=\s|$)/u;
/** No more sentences than these are looked at, nor more requests taken for a consumer's: who writes more tells a story. */
const MOST = { sentences: 6, requests: 3 };

/** The sentences and messages of a text that may be requests of their own; none unless there are several, and not too many. */
export function sentencesIn(text: string): string[] {
  const sentences = text.split(ENDS).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
  return sentences.length < 2 || sentences.length > MOST.sentences ? [] : sentences;
}

/**
 * The readings of sentences that, each by itself as `read` reads it (null: it asks nothing), are sure enough to be answered at `limits`, about different questions, in the order asked; empty where there are fewer than two. The text as a
 * whole shows one of them at best: of 325 pairs of lines that were sure by themselves 249 were answered as one, and 323 were right as two.
 */
export function requestsIn<Read extends { found: Match }>(text: string, limits: Thresholds, read: (sentence: string) => Read | null): Read[] {
  const sure = sentencesIn(text).map(read).filter((one): one is Read => one !== null && verdict(one.found, limits) === 'answer');
  const asks = ({ found }: Read): string | undefined => found.candidates[0]?.questionId;
  const different = sure.filter((one, i) => sure.findIndex((other) => asks(other) === asks(one)) === i);
  return different.length < 2 || different.length > MOST.requests ? [] : different;
}
