// Writes a library as csv: UTF-8 with a mark, so that Excel reads the Chinese, CRLF at line ends. Cutting it up again is cut-csv.
import { columns, headerOf } from './columns.ts';
import { breathe, type LibraryEntry } from './entry.ts';
import { tableRows } from './table-rows.ts';

const quoted = (cell: string): string => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const lineOf = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

export const writeCsv = async (entries: readonly LibraryEntry[]): Promise<string> => {
  const lines = ['\uFEFF', lineOf(columns.map(headerOf))];
  for (const [i, entry] of entries.entries()) {
    if (i % 1000 === 999) await breathe();
    for (const cells of tableRows(entry)) lines.push(lineOf(cells));
  }
  return lines.join('');
};
