// The columns of a library sheet: their names in both languages, and what a cell holds. Shared by csv and xlsx, reading and writing.
import { cleanText } from '../clean-text.ts';
import type { EntryAnswer } from './entry.ts';

export const columnNames = {
  question: ['问题', 'question', '标题', 'title'],
  category: ['分类', 'category', '类目'],
  mode: ['模式', 'mode'],
  phrasings: ['问法', 'phrasings', 'phrasing', '相似问'],
  negatives: ['反例', 'negatives', 'negative'],
  answer: ['答案', 'answer', 'answers', '回复'],
  images: ['图片', 'images', 'image'],
  videos: ['视频', 'videos', 'video'],
  products: ['商品', 'products', 'product'],
  order: ['答案顺序', 'answer-order'],
  followUps: ['关联问', 'follow-ups', 'followups', 'follow-up'],
  hot: ['热门', 'hot'],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof columnNames;
export const columns = Object.keys(columnNames) as Column[];

/** `问题 question`: what an export writes above a column. */
export const headerOf = (column: Column): string => `${columnNames[column][0]} ${columnNames[column][1]}`;

const byName = new Map(columns.flatMap((column) => columnNames[column].map((name): [string, Column] => [name, column])));

/** The column of a header cell, in either language, both or in brackets; undefined for a column that is not ours. */
export const columnOf = (header: string): Column | undefined => {
  const names = header.normalize('NFKC').toLowerCase().split(/[\s/|()（）,，:：*]+/).filter((name) => name !== '');
  const whole = byName.get(names.join('-'));
  if (whole) return whole;
  for (const name of names) { const column = byName.get(name.replaceAll('_', '-')); if (column) return column; }
  return undefined;
};

/**
 * A spreadsheet runs a cell that begins with one of these as a formula [KN6]. Such a cell is written with an apostrophe in front, and one apostrophe is taken
 * off when it is read; cells that begin with apostrophes before such a sign get one more, so that every text comes back as it was.
 */
const risky = /^'*[=+\-@\t\r]/;
export const guardCell = (text: string): string => (risky.test(text) ? `'${text}` : text);
export const unguardCell = (text: string): string => (text.startsWith("'") && risky.test(text) ? text.slice(1) : text);

/** Between two text answers of one cell. A text's own line of that look gets a backslash in front. */
const separator = '---';
const looksLikeSeparator = /^\\*---$/;
export const escapeText = (text: string): string => text.split('\n').map((line) => (looksLikeSeparator.test(line) ? `\\${line}` : line)).join('\n');
export const joinTexts = (escaped: readonly string[]): string => escaped.join(`\n${separator}\n`);
export const splitTexts = (cell: string): string[] => {
  const texts: string[][] = [[]];
  for (const line of cleanText(cell).split('\n')) {
    if (line === separator) texts.push([]);
    else texts.at(-1)?.push(looksLikeSeparator.test(line) ? line.slice(1) : line);
  }
  return texts.map((lines) => cleanText(lines.join('\n'))).filter((text) => text !== '');
};

/** A picture or video a line: its address, and after a space what it shows. */
export const mediaLine = (answer: { url: string; alt: string }): string => (answer.alt === '' ? answer.url : `${answer.url} ${answer.alt}`);
export const readMediaLine = (type: 'image' | 'video', line: string): EntryAnswer => {
  const space = line.indexOf(' ');
  return space < 0 ? { type, url: line, alt: '' } : { type, url: line.slice(0, space), alt: line.slice(space + 1) };
};
