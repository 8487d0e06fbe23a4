// Reads the phrasings box, one a line: count, doubles, lines too long. Not for the server's own checks, which stand behind it.

/** What the box holds, cleaned, and what the trainer should look at. */
export interface PhrasingCheck {
  /** Trimmed, empty lines dropped, exact doubles dropped; this is what is saved. */
  phrasings: string[];
  /** Lines that say the same as an earlier line, as written. */
  doubles: string[];
  /** Lines longer than the server accepts. */
  tooLong: string[];
  /** Lines that stand on both sides of the same question. */
  onBothSides: string[];
  /** Lines that another question of the library holds too, with its title. */
  elsewhere: { text: string; title: string }[];
}

/** The longest phrasing the protocol accepts. */
export const phrasingLimit = 200;

/** Two lines are the same phrasing when they differ only in width, case, spaces and closing punctuation. */
export const sameKey = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s。.！!？?~，,]+/gu, '');

/**
 * Checks the lines of one side.
 * @param otherSide what the question holds as its negatives (or positives)
 * @param library key of sameKey → title, of the other questions' phrasings on the same side
 */
export function checkPhrasings(text: string, otherSide: readonly string[] = [], library: ReadonlyMap<string, string> = new Map()): PhrasingCheck {
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
    const title = library.get(key);
    if (title !== undefined) check.elsewhere.push({ text: line, title });
  }
  return check;
}
