// Which words of a shop's products its questions are asked about: 芒果 of 攀枝花凯特芒果, where a question is called 芒果怎么保存. Pure.
import { normalise } from '@qindesk/matcher';

/** What names a product: its titles in every language, and its category. */
export interface NamedProduct { id: string; titles: readonly string[]; category: string }

const shortest = 2;
const longest = 6;
const han = /[\u4e00-\u9fff]/;
/** In English titles everywhere, and nobody's subject. */
const functionWords = new Set('and the for with from not new set pack are can how does what when where your our this that you any per all one two size free'.split(' '));

/** Runs of Chinese cut into all pieces of two to six characters; other words whole. */
const piecesOf = (text: string): string[] =>
  (text.match(/[\u4e00-\u9fff]+|[a-z][a-z0-9]*/gu) ?? []).flatMap((run) => {
    if (!han.test(run)) return run.length >= 3 && !functionWords.has(run) ? [run] : [];
    const pieces: string[] = [];
    for (let from = 0; from < run.length; from++) for (let length = shortest; length <= longest && from + length <= run.length; length++) pieces.push(run.slice(from, from + length));
    return pieces;
  });

/** In Chinese a word stands anywhere, elsewhere between blanks. */
const holds = (text: string, word: string): boolean => (han.test(word) ? text.includes(word) : ` ${text} `.includes(` ${word} `));

/** A word that stands in more of the questions than this is no product's. */
const commonShare = 0.1;
/** A larger library is read so far only. */
const titlesRead = 5000;

/** What a library's questions are called by, of its shop's products. */
export interface Subjects {
  /** The product's words, the one of most questions first; of two that say the same the longer. */
  wordsOf(product: NamedProduct): string[];
  /** Of all the shop's products, longest first. */
  all: readonly string[];
  /** The questions that are called by one of the words. */
  about(words: readonly string[]): ReadonlySet<string>;
  /** Those words of `among` (all, when not told) that a line names, longest first. */
  namedIn(line: string, among?: readonly string[]): string[];
}


/** Reads titles of questions against titles of products. */
export const subjectsOf = (questions: readonly { id: string; title: string }[], products: readonly NamedProduct[]): Subjects => {
  const titles = questions.slice(0, titlesRead).map(({ id, title }) => ({ id, text: normalise(title) }));
  const counts = new Map<string, number>();
  for (const { text } of titles) for (const piece of new Set(piecesOf(text))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const most = Math.max(3, commonShare * titles.length);
  const wordsOf = ({ titles: names, category }: NamedProduct): string[] => {
    const counted = [...new Set([category, ...names].flatMap((name) => piecesOf(normalise(name))))].map((word) => ({ word, count: counts.get(word) ?? 0 })).filter(({ count }) => count > 0 && count <= most);
    return counted.filter(({ word, count }) => !counted.some((other) => other.word !== word && other.word.includes(word) && other.count === count))
      .sort((a, b) => b.count - a.count || b.word.length - a.word.length).map(({ word }) => word);
  };
  const all = [...new Set(products.flatMap(wordsOf))].sort((a, b) => b.length - a.length);
  return {
    wordsOf, all,
    about: (words) => new Set(titles.filter(({ text }) => words.some((word) => holds(text, word))).map(({ id }) => id)),
    namedIn: (line, among = all) => { const text = normalise(line); return among.filter((word) => holds(text, word)); },
  };
};
