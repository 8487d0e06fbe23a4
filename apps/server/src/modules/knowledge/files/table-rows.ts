// From a question to the rows of a sheet: one, and more where a cell would hold more than a spreadsheet takes. The other way is read-table.
import { columns, escapeText, guardCell, joinTexts, mediaLine, type Column } from './columns.ts';
import type { EntryAnswer, LibraryEntry } from './entry.ts';

/** Excel cuts a cell at 32,767 characters. */
const cellLimit = 30_000;

const chunks = (pieces: readonly string[], join: (pieces: readonly string[]) => string): string[] => {
  const cells: string[][] = [];
  let length = cellLimit;
  for (const piece of pieces) {
    if (length + piece.length + 8 > cellLimit) { cells.push([]); length = 0; }
    cells.at(-1)?.push(piece);
    length += piece.length + 8;
  }
  return cells.map(join);
};
const byLine = (pieces: readonly string[]): string => pieces.join('\n');

const natural = ['text', 'image', 'video', 'product'] as const;
/** The order of answers, where reading column by column would not bring it back. */
const orderOf = (answers: readonly EntryAnswer[]): string => {
  const types = answers.map((answer) => answer.type);
  const sorted = [...types].sort((a, b) => natural.indexOf(a) - natural.indexOf(b));
  return types.every((type, i) => type === sorted[i]) ? '' : types.join(',');
};

/** Cells in the order of `columns`; empty ones as ''. */
export const tableRows = (entry: LibraryEntry): string[][] => {
  const media = (type: 'image' | 'video'): string[] => entry.answers.flatMap((answer) => (answer.type === type && 'url' in answer ? [mediaLine(answer)] : []));
  const cells: Record<Column, string[]> = {
    question: [], category: [entry.category], mode: [entry.mode], hot: [entry.hot ? '是' : ''], order: [orderOf(entry.answers)],
    phrasings: chunks(entry.phrasings, byLine), negatives: chunks(entry.negatives, byLine), followUps: chunks(entry.followUps, byLine),
    answer: chunks(entry.answers.flatMap((answer) => (answer.type === 'text' ? [escapeText(answer.text)] : [])), joinTexts),
    images: chunks(media('image'), byLine), videos: chunks(media('video'), byLine),
    products: chunks(entry.answers.flatMap((answer) => (answer.type === 'product' ? [answer.productId] : [])), byLine),
  };
  const height = Math.max(1, ...columns.map((column) => cells[column].length));
  return Array.from({ length: height }, (_, i) => columns.map((column) => guardCell(column === 'question' ? entry.question : (cells[column][i] ?? ''))));
};
