// Turns a prepared text into hashed n-gram counts; knows no library and no weights.
import { conceptsIn } from './concepts.ts';
import { isDigit, isHan, isLetter } from './normalise.ts';

/**
 * Hashed features of a text in ascending order with their counts. The upper three bits of a hash say its kind
 * ({@link FeatureKind}); the lower 29 are the hash (60,000 features collide about three times).
 */
export type Bag = { hashes: Uint32Array; counts: Uint8Array };

/** Kinds of feature, so that the vocabulary can weight them apart. */
export const FeatureKind = { char1: 0, char2: 1, char3: 2, word: 3, wordPair: 4, wordPart: 5, concept: 6, conceptPair: 7 } as const;

/** Most features that one text may have; MAX_LENGTH units of Latin give about four each. */
const CAPACITY = 4096;
const scratch = new Uint32Array(CAPACITY);
let filled = 0;

function add(kind: number, hash: number): void {
  if (filled >= CAPACITY) return;
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = (mixed ^ (mixed >>> 16)) & 0x1fffffff;
  scratch[filled++] = ((kind << 29) | (mixed === 0 ? 1 : mixed)) >>> 0;
}

/** FNV-1a over code units [from, to). */
function hashSlice(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function addHanRun(text: string, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    add(FeatureKind.char1, hashSlice(text, i, i + 1));
    if (i + 2 <= to) add(FeatureKind.char2, hashSlice(text, i, i + 2));
    if (i + 3 <= to) add(FeatureKind.char3, hashSlice(text, i, i + 3));
  }
}

/** Concepts of a run, and the pairs of neighbours among them: 怎么 + 退款 means as much as the words of either. */
function addConcepts(text: string, from: number, to: number): void {
  let previous = -1;
  for (const concept of conceptsIn(text, from, to)) {
    add(FeatureKind.concept, Math.imul(concept + 1, 0x9e3779b1));
    if (previous >= 0) add(FeatureKind.conceptPair, Math.imul(previous * 1009 + concept + 1, 0x9e3779b1));
    previous = concept;
  }
}

/** Character 2–5-grams of one word with a boundary mark on each side, as in scikit-learn's `char_wb`. */
function addWordParts(word: string): void {
  const padded = ` ${word} `;
  for (let size = 2; size <= 5; size++) {
    for (let i = 0; i + size <= padded.length; i++) add(FeatureKind.wordPart, hashSlice(padded, i, i + size));
  }
}

function addWord(text: string, from: number, to: number, previous: string): string {
  const word = text.slice(from, to);
  add(FeatureKind.word, hashSlice(text, from, to));
  const pair = `${previous} ${word}`;
  if (previous !== '') add(FeatureKind.wordPair, hashSlice(pair, 0, pair.length));
  addWordParts(word);
  return word;
}

function isWordCode(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 0x2e;
}

function collect(text: string): void {
  let previous = '';
  let i = 0;
  while (i < text.length) {
    const from = i;
    if (isHan(text.charCodeAt(i))) {
      while (i < text.length && isHan(text.charCodeAt(i))) i++;
      addHanRun(text, from, i);
      addConcepts(text, from, i);
      previous = '';
    } else if (isWordCode(text.charCodeAt(i))) {
      while (i < text.length && isWordCode(text.charCodeAt(i))) i++;
      previous = addWord(text, from, i, previous);
    } else i++;
  }
}

/** Counts the features of a normalised text. */
export function bagOf(text: string): Bag {
  filled = 0;
  collect(text);
  const sorted = scratch.subarray(0, filled).sort();
  const hashes = new Uint32Array(filled);
  const counts = new Uint8Array(filled);
  let size = 0;
  for (let i = 0; i < filled; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) {
      counts[size - 1] = Math.min(255, counts[size - 1]! + 1);
    } else {
      hashes[size] = sorted[i]!;
      counts[size++] = 1;
    }
  }
  return { hashes: hashes.slice(0, size), counts: counts.slice(0, size) };
}
