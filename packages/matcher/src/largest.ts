// The positions of the largest of many values. Not for sorting them all.

/** Positions of the `count` largest, best first; of equals the earlier first. */
export function largest(values: Float32Array, count: number): number[] {
  const top = new Int32Array(Math.min(count, values.length));
  let filled = 0;
  let least = -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (filled === top.length && value <= least) continue;
    let at = filled < top.length ? filled++ : filled - 1;
    for (; at > 0 && values[top[at - 1]!]! < value; at--) top[at] = top[at - 1]!;
    top[at] = k;
    least = values[top[filled - 1]!]!;
  }
  return Array.from(top.subarray(0, filled));
}
