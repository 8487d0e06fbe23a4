// Tables for people, on a terminal where a Chinese character takes two places.

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u;

/** Places a text takes. */
export const widthOf = (text: string): number => [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

/** Exactly `width` places: cut with `…`, or filled with spaces. */
export const fit = (text: string, width: number): string => {
  const line = text.replace(/\s+/g, ' ');
  if (widthOf(line) <= width) return line + ' '.repeat(width - widthOf(line));
  let cut = '';
  for (const character of line) {
    if (widthOf(cut) + widthOf(character) > width - 1) break;
    cut += character;
  }
  return `${cut}…${' '.repeat(width - 1 - widthOf(cut))}`;
};

/** Standard output, so that a test can listen. */
export const say = (line: string): void => { process.stdout.write(`${line}\n`); };
/** Standard error: progress and remarks, kept out of what a pipe reads. */
export const remark = (line: string): void => { process.stderr.write(`${line}\n`); };
