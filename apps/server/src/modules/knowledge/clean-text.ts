// Text as the library keeps it: what PostgreSQL and a workbook's XML cannot hold is taken out, line ends are one kind. Not for matching (packages/matcher).

/** C0 controls but tab and newline, and the two non-characters: XML 1.0 cannot carry them, so a workbook could not bring them back. */
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
/** Half a pair, left by a cut in the middle of an emoji: neither UTF-8 nor jsonb can hold it. */
const halfPair = /\p{Surrogate}/gu;

/** Text of several lines: trimmed, newlines as `\n`. */
export const cleanText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(unprintable, '').replace(halfPair, '\uFFFD').trim();

/** Text of one line: a title, a phrasing. Every run of white space is one space. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** The lines, cleaned, without empty ones and repeats, in their order. */
export const cleanLines = (lines: readonly string[]): string[] => [...new Set(lines.map(cleanLine))].filter((line) => line !== '');
