// Lines as people send them: what asks something run together with what asks nothing (买键盘的那单 什么时候发货), so that the trade learns to hear past it. Pure.
import { seededRandom } from '../src/random.ts';
import type { Vector } from '../src/vocabulary.ts';

/** Both lines as one of unit length; an n-gram of both counts as in the one that it says more of. */
export function runTogether(line: Vector, beside: Vector): Vector {
  const most = new Map<number, number>();
  for (const { ids, values } of [line, beside]) ids.forEach((id, i) => most.set(id, Math.max(most.get(id) ?? 0, values[i]!)));
  const values = Float32Array.from(most.values());
  const scale = 1 / Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) || 1);
  return { ids: Uint32Array.from(most.keys()), values: values.map((value) => value * scale), known: line.known };
}

/** A line as it is seen this time: a `share` of those that ask something comes with one of those that ask nothing. */
export type Company = (line: number, random: () => number) => Vector;

/** `asksNothing[topic]` is 1 for topics of which nobody asks anything; line i is of topic `owner[i]`. */
export function companyOf(lines: readonly Vector[], owner: Uint32Array, asksNothing: Uint8Array, share: number): Company {
  const besides = lines.filter((_, i) => asksNothing[owner[i]!] === 1);
  return (line, random) => {
    const alone = lines[line]!;
    if (besides.length === 0 || asksNothing[owner[line]!] === 1 || random() >= share) return alone;
    return runTogether(alone, besides[Math.floor(random() * besides.length)]!);
  };
}

/** All lines alone and, after them, those that have company once more with it. */
export function withCompany(lines: readonly Vector[], owner: Uint32Array, company: Company, seed: number): { rows: Vector[]; owner: Uint32Array } {
  const random = seededRandom(seed);
  const seen = lines.map((_, i) => company(i, random));
  const together = Array.from(seen.keys()).filter((i) => seen[i] !== lines[i]);
  return { rows: [...lines, ...together.map((i) => seen[i]!)], owner: Uint32Array.from([...owner, ...together.map((i) => owner[i]!)]) };
}
