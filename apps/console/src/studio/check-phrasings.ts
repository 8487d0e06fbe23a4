// Reads the phrasings box, one a line: count, doubles, lines too long. Not for the server's own checks, which stand behind it.

/** What the box holds, cleaned, and what the trainer should look at. */
export interface PhrasingCheck {
  /** Trimmed, empty lines dropped, exact doubles dropped; this is what is saved. */
  phrasings: string[];
  /** Lines that say the same as an earlier line, as written. */
  doubles: string[];
  /** Lines longer than the server accepts. */
  tooLong: string[];
  /** Lines that stand on both sides of the same question: the library holds no such line. */
  onBothSides: string[];
  /** Lines that another question holds: `exact`, and the library refuses them; or so alike that the robot cannot tell them apart. */
  elsewhere: { text: string; title: string; exact: boolean }[];
}

/** What other questions hold, by sameKey. */
export type HeldElsewhere = ReadonlyMap<string, { text: string; title: string }>;

/** The longest phrasing the protocol accepts. */
export const phrasingLimit = 200;

/** Two lines are the same phrasing when they differ only in width, case, spaces and closing punctuation. */
export const sameKey = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s。.！!？?~，,]+/gu, '');

/**
 * Checks the lines of one side.
 * @param otherSide what the question holds as its negatives (or positives)
 * @param library titles and phrasings of the other questions
 */
export function checkPhrasings(text: string, otherSide: readonly string[] = [], library: HeldElsewhere = new Map()): PhrasingCheck {
  const check: PhrasingCheck = { phrasings: [], doubles: [], tooLong: [], onBothSides: [], elsewhere: [] };
  const seen = new Set<string>();
  const exact = new Set<string>();
  const other = new Set(otherSide.map(sameKey));
  for (const line of text.split('\n').map((each) => each.trim()).filter(Boolean)) {
    const key = sameKey(line) || line;
    if (seen.has(key)) check.doubles.push(line);
    seen.add(key);
    if (exact.has(line)) continue;
    exact.add(line);
    check.phrasings.push(line);
    if (line.length > phrasingLimit) check.tooLong.push(line);
    if (other.has(key)) check.onBothSides.push(line);
    const held = library.get(key);
    if (held !== undefined) check.elsewhere.push({ text: line, title: held.title, exact: held.text === line });
  }
  return check;
}
