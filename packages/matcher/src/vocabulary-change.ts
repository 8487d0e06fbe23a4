// A library's vocabulary after some of its texts have gone and others have come, as if it had been built anew; and the packed rows that stay, weighed anew. Knows no labels.
import type { Bag } from './features.ts';
import type { Rows } from './rows.ts';
import { dfOf, idfOf, restoreVocabulary, type Vocabulary } from './vocabulary.ts';

/** `movedTo[id]` is where feature `id` of the old vocabulary is now, -1 where no text has it any more; `cameFrom` the same the other way round. */
export type VocabularyChange = { vocabulary: Vocabulary; movedTo: Int32Array; cameFrom: Int32Array };

/** By how many texts more or fewer each feature is had. */
function countsOf(added: readonly Bag[], lost: readonly Bag[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const bag of added) for (const hash of bag.hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  for (const bag of lost) for (const hash of bag.hashes) counts.set(hash, (counts.get(hash) ?? 0) - 1);
  return counts;
}

/** `before` was built of `texts` texts. The result is that of buildVocabulary over what there is now, to the bit. */
export function changeVocabulary(before: Vocabulary, texts: number, added: readonly Bag[], lost: readonly Bag[]): VocabularyChange {
  const counts = countsOf(added, lost);
  const now = texts + added.length - lost.length;
  const fresh = Uint32Array.from(added.flatMap(({ hashes }) => Array.from(hashes))).sort();
  const size = before.hashes.length;
  const hashes = new Uint32Array(size + fresh.length);
  const idf = new Float32Array(hashes.length);
  const cameFrom = new Int32Array(hashes.length);
  const movedTo = new Int32Array(size).fill(-1);
  const idfs = new Map<number, number>();
  let to = 0;
  for (let i = 0, j = 0; i < size || j < fresh.length; ) {
    const hash = i < size && (j >= fresh.length || before.hashes[i]! <= fresh[j]!) ? before.hashes[i]! : fresh[j]!;
    const from = before.hashes[i] === hash ? i++ : -1;
    while (fresh[j] === hash) j++;
    const df = (from < 0 ? 0 : dfOf(texts, before.idf[from]!)) + (counts.get(hash) ?? 0);
    if (df <= 0) continue;
    if (from >= 0) movedTo[from] = to;
    cameFrom[to] = from;
    hashes[to] = hash;
    let weight = idfs.get(df);
    if (weight === undefined) idfs.set(df, (weight = idfOf(now, df)));
    idf[to++] = weight;
  }
  return { vocabulary: restoreVocabulary(hashes.slice(0, to), idf.slice(0, to), idfOf(now, 0)), movedTo, cameFrom: cameFrom.slice(0, to) };
}

/** Row r is row `rowFrom[r]` of the old ones with the weights that its features have now, of unit length; where that is -1, the next of `fresh`. */
export function carryRows(rows: Rows, rowFrom: Int32Array, fresh: Rows, before: Vocabulary, { vocabulary, movedTo }: VocabularyChange): Rows {
  const ratio = Float32Array.from(movedTo, (to, id) => (to < 0 ? 0 : vocabulary.idf[to]! / before.idf[id]!));
  const starts = new Uint32Array(rowFrom.length + 1);
  let next = 0;
  rowFrom.forEach((from, r) => { starts[r + 1] = starts[r]! + (from < 0 ? fresh.starts[++next]! - fresh.starts[next - 1]! : rows.starts[from + 1]! - rows.starts[from]!); });
  const carried: Rows = { starts, ids: new Uint32Array(starts[rowFrom.length]!), values: new Uint16Array(starts[rowFrom.length]!) };
  next = 0;
  for (let r = 0; r < rowFrom.length; r++) {
    const from = rowFrom[r]!;
    if (from < 0) {
      carried.ids.set(fresh.ids.subarray(fresh.starts[next], fresh.starts[next + 1]), starts[r]);
      carried.values.set(fresh.values.subarray(fresh.starts[next], fresh.starts[next + 1]), starts[r]);
      next++;
      continue;
    }
    const [first, end] = [rows.starts[from]!, rows.starts[from + 1]!];
    let square = 0;
    for (let i = first; i < end; i++) square += (rows.values[i]! * ratio[rows.ids[i]!]!) ** 2;
    const scale = square === 0 ? 0 : 65535 / Math.sqrt(square);
    for (let i = first, at = starts[r]!; i < end; i++, at++) {
      carried.ids[at] = movedTo[rows.ids[i]!]!;
      carried.values[at] = Math.round(rows.values[i]! * ratio[rows.ids[i]!]! * scale);
    }
  }
  return carried;
}
