// TF-IDF as the textbooks have it, for the plain references: no concept, no weight of ours. Not the matcher's own vocabulary.
import type { Vector } from '../../src/vocabulary.ts';
import { plain } from './peer.ts';

/** Ids and smooth idf `ln((1 + n) / (1 + df)) + 1` of the n-grams of a library. */
export type Grams = { ids: ReadonlyMap<string, number>; idf: Float32Array };

/** Character 1–3-grams of runs of ideographs; words and their character 2–5-grams, edges marked by a blank, of other scripts. */
export function gramsOf(text: string): string[] {
  const grams: string[] = [];
  for (const [run] of plain(text).matchAll(/\p{Script=Han}+|[^\p{Script=Han} ]+/gu)) {
    const han = /\p{Script=Han}/u.test(run);
    if (!han) grams.push(run);
    const units = Array.from(han ? run : ` ${run} `);
    const [least, most] = han ? [1, 3] : [2, 5];
    for (let size = least; size <= most; size++) for (let i = 0; i + size <= units.length; i++) grams.push(units.slice(i, i + size).join(''));
  }
  return grams;
}

/** Learns the n-grams of the texts. */
export function learnGrams(texts: readonly string[]): Grams {
  const counts = new Map<string, number>();
  for (const text of texts) for (const gram of new Set(gramsOf(text))) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return { ids: new Map(Array.from(counts.keys(), (gram, id) => [gram, id])), idf: Float32Array.from(counts.values(), (count) => Math.log((1 + texts.length) / (1 + count)) + 1) };
}

/** Unit vector of a text (sublinear term frequency `1 + ln tf`); what the library does not have is left out. */
export function vectorOf(grams: Grams, text: string): Vector {
  const counts = new Map<number, number>();
  const all = gramsOf(text);
  let found = 0;
  for (const gram of all) {
    const id = grams.ids.get(gram);
    if (id === undefined) continue;
    found++;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const ids = Uint32Array.from(counts.keys());
  const values = Float32Array.from(counts, ([id, count]) => (1 + Math.log(count)) * grams.idf[id]!);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return { ids, values: values.map((value) => value / length), known: all.length === 0 ? 0 : found / all.length };
}
