// Which rows a library's changed questions are learnt beside: all of a small one, of a large one those that could be taken for them and a sample of the rest. Learns nothing.
import { largest } from './largest.ts';
import type { Rows } from './rows.ts';

/** Up to this many rows all are taken; beyond, as many of the nearest and as many spread evenly over the rest as here. */
const REPLAY = { all: 2000, nearest: 800, spread: 700 };

/** How near each row comes to what the changed labels' rows have in common, in no unit. */
function nearnessTo({ starts, ids, values }: Rows, firstRow: Uint32Array, changed: readonly number[], features: number): Float32Array {
  const sum = new Float32Array(features);
  for (const label of changed) {
    const share = 1 / (firstRow[label + 1]! - firstRow[label]!);
    for (let i = starts[firstRow[label]!]!; i < starts[firstRow[label + 1]!]!; i++) sum[ids[i]!] = sum[ids[i]!]! + share * values[i]!;
  }
  const nearness = new Float32Array(starts.length - 1);
  for (let r = 0; r < nearness.length; r++) {
    let dot = 0;
    for (let i = starts[r]!; i < starts[r + 1]!; i++) dot += sum[ids[i]!]! * values[i]!;
    nearness[r] = dot;
  }
  return nearness;
}

/** The rows in order; those of the `changed` labels are among them. */
export function rowsToReplay(rows: Rows, firstRow: Uint32Array, changed: readonly number[], features: number): number[] {
  const count = rows.starts.length - 1;
  if (count <= REPLAY.all) return Array.from({ length: count }, (_, row) => row);
  const taken = new Set(changed.flatMap((label) => Array.from({ length: firstRow[label + 1]! - firstRow[label]! }, (_, i) => firstRow[label]! + i)));
  const nearness = nearnessTo(rows, firstRow, changed, features);
  for (const row of taken) nearness[row] = -1;
  for (const row of largest(nearness, REPLAY.nearest)) taken.add(row);
  for (let i = 0; i < REPLAY.spread; i++) taken.add(Math.floor((i * count) / REPLAY.spread));
  return [...taken].sort((a, b) => a - b);
}
