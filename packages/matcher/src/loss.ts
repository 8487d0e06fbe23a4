// What a classifier is punished for while it learns. Knows no features and no text.

/** `softmax`: that it finds the right label unlikely. `margin`: that a label's own answer, yes or no, is not clear enough. */
export type Loss = 'softmax' | 'margin';

/** Phrasings a question has, on average, from which on clear answers serve better than shares: with 60 they bring a point of what is named rightly, with 40 nothing, with 10 they cost half a point (banking77 and clinc150 cut down). */
const MANY = 50;

/** The loss for a library of so many phrasings and questions. */
export const lossFor = (phrasings: number, questions: number): Loss => (phrasings >= MANY * questions ? 'margin' : 'softmax');

/** A label's answer is clear from this logit on: as far apart as softmax puts likely labels, so that probabilities mean the same. */
const CLEAR = 4;

/** Turns logits into probabilities, in place. */
export function softmaxInPlace(logits: Float32Array): void {
  let top = -Infinity;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += logits[k] = Math.exp(logits[k]! - top);
  for (let k = 0; k < logits.length; k++) logits[k] = logits[k]! / sum;
}

/** By how much one label's logit should fall: the slope of the squared hinge of logit / {@link CLEAR}, one label against the rest. */
export function pullOfMargin(logit: number, isTruth: boolean): number {
  const short = 1 - (isTruth ? logit : -logit) / CLEAR;
  return short <= 0 ? 0 : isTruth ? -short : short;
}

/** Turns logits, in place, into what each should fall by, where `truth` is right. */
export function pullsInPlace(loss: Loss, logits: Float32Array, truth: number): void {
  if (loss === 'softmax') {
    softmaxInPlace(logits);
    logits[truth] = logits[truth]! - 1;
  } else for (let k = 0; k < logits.length; k++) logits[k] = pullOfMargin(logits[k]!, k === truth);
}
