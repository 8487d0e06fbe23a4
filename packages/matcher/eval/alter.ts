// Altered forms of test questions: a slip of the finger, a wrong homophone, traditional script. Seeded, pure; it measures nothing.
import { Converter } from 'opencc-js/cn2t';
import { seededRandom } from '../src/random.ts';
import { commonCharacters, homophonesOf } from './homophones.ts';
import type { LabelledText } from './read-lines.ts';

/** In what a question may be altered; the last two are for Chinese sets only. */
export const FORMS = ['typo', 'homophone', 'traditional'] as const;
export type Form = (typeof FORMS)[number];

/** The same questions in the same order, altered. A line with nothing to alter stays as it is. */
export type Altered = Partial<Record<Form, LabelledText[]>>;

/** Numbers in [0, 1). */
type Random = () => number;

const HAN = /\p{Script=Han}/u;
const LETTER = /\p{L}/u;
const LATIN = Array.from('abcdefghijklmnopqrstuvwxyz');
/** Draws before a text is given up as it is: `aa` swapped with itself and the like. */
const TRIES = 20;

const drawn = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** Whether most of the lines hold Chinese. */
export function isChinese(lines: readonly LabelledText[]): boolean {
  return lines.filter(({ text }) => HAN.test(text)).length * 2 > lines.length;
}

type Edit = (units: readonly string[], at: number, random: Random, kind: RegExp) => string[];

const EDITS: readonly Edit[] = [
  /* dropped */ (units, at, _random, kind) => (units.filter((unit) => kind.test(unit)).length > 1 ? [...units.slice(0, at), ...units.slice(at + 1)] : [...units]),
  /* doubled */ (units, at) => [...units.slice(0, at + 1), ...units.slice(at)],
  /* swapped */ (units, at, _random, kind) => (kind.test(units[at + 1] ?? '') ? [...units.slice(0, at), units[at + 1]!, units[at]!, ...units.slice(at + 2)] : [...units]),
  /* another */ (units, at, random, kind) => [...units.slice(0, at), drawn(random, kind === HAN ? commonCharacters : LATIN), ...units.slice(at + 1)],
];

/** One random edit: a character dropped, doubled, swapped with its neighbour or replaced by another common one; ideographs in a text that has any, else letters. */
export function withTypo(text: string, random: Random): string {
  const units = Array.from(text);
  const kind = HAN.test(text) ? HAN : LETTER;
  const places = [...units.keys()].filter((i) => kind.test(units[i]!));
  if (places.length === 0) return text;
  for (let tries = 0; tries < TRIES; tries++) {
    const edited = drawn(random, EDITS)(units, drawn(random, places), random, kind).join('');
    if (edited !== text) return edited;
  }
  return text;
}

/** One or two characters (with equal chance) replaced by another common character of the same syllable, tones aside. */
export function withHomophones(text: string, random: Random): string {
  const units = Array.from(text);
  const places = [...units.keys()].filter((i) => homophonesOf(units[i]!).length > 0);
  const wanted = Math.min(places.length, random() < 0.5 ? 1 : 2);
  for (let done = 0; done < wanted; done++) {
    const [at] = places.splice(Math.floor(random() * places.length), 1);
    units[at!] = drawn(random, homophonesOf(units[at!]!));
  }
  return units.join('');
}

/** FNV-1a, so that a line's alteration hangs on the line alone and not on those before it. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** All altered forms of the lines; the same lines and seed give the same forms. */
export function alter(lines: readonly LabelledText[], seed: number): Altered {
  const each = (change: (text: string, random: Random) => string): LabelledText[] => lines.map(({ text, label }) => ({ text: change(text, seededRandom(hashOf(`${seed} ${text}`))), label }));
  const typo = each(withTypo);
  if (!isChinese(lines)) return { typo };
  const inTraditional = Converter({ from: 'cn', to: 't' });
  return { typo, homophone: each(withHomophones), traditional: each((text) => inTraditional(text)) };
}
