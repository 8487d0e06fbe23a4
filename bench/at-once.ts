// Runs many small tasks, a bounded number of them at once. Not for pacing (paced-generator.ts).

/** Calls `task` for 0 … count − 1, at most `width` under way; resolves with the results in order, rejects with the first failure. */
export const atOnce = async <T>(count: number, width: number, task: (index: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) { const index = next++; results[index] = await task(index); }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, work));
  return results;
};
