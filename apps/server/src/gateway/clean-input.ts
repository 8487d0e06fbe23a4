// Takes out of what came in what PostgreSQL cannot hold: NUL, and halves of surrogate pairs. Not for checking shapes (packages/protocol).
const cannotBeHeld = /[\u0000\p{Surrogate}]/u;

const cleanText = (text: string): string => (cannotBeHeld.test(text) ? text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\uFFFD') : text);

/** The same value with all its texts clean; lists and objects are changed in place. Values only: no input of ours has keys of the sender's own. */
export const cleanInput = <T>(value: T): T => {
  if (typeof value === 'string') return cleanText(value) as T;
  // A list of what is left to do instead of recursion: nesting may be deep.
  const rest: unknown[] = [value];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const holder = next as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      const inner = holder[key];
      if (typeof inner === 'string') holder[key] = cleanText(inner);
      else if (typeof inner === 'object' && inner !== null) rest.push(inner);
    }
  }
  return value;
};
