// Much work on the process's one thread, so that messages do not wait for it. Not for work that waits for the database.

/** After so long others have their turn. */
const turnMs = 5;

/** Resolves when everybody else has had their turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does `work` for one item after another, with a breath after each turn. Rejects with the first failure. */
export const inTurns = async <Item, Result>(items: readonly Item[], work: (item: Item) => Result | Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  let since = performance.now();
  for (const item of items) {
    results.push(await work(item));
    if (performance.now() - since > turnMs) { await breathe(); since = performance.now(); }
  }
  return results;
};
