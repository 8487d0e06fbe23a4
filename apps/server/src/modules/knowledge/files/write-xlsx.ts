// Writes a library as an xlsx workbook of one sheet, row by row.
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { columns, headerOf, type Column } from './columns.ts';
import { breathe, type LibraryEntry } from './entry.ts';
import { tableRows } from './table-rows.ts';

const widths: Partial<Record<Column, number>> = { question: 32, phrasings: 44, negatives: 24, answer: 60, images: 30, videos: 24, followUps: 28 };

/** A spreadsheet reads `_x0041_` as `A`: the underscore of such a text is written as its own escape. */
const escapeCell = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

export const writeXlsx = async (entries: readonly LibraryEntry[]): Promise<Uint8Array> => {
  const stream = new PassThrough();
  const whole = buffer(stream);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet('素材库', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map((column) => ({ header: headerOf(column), width: widths[column] ?? 14, style: { alignment: { wrapText: true, vertical: 'top' } } }));
  sheet.getRow(1).font = { bold: true };
  for (const [i, entry] of entries.entries()) {
    if (i % 500 === 499) await breathe();
    for (const cells of tableRows(entry)) sheet.addRow(cells.map((cell) => (cell === '' ? null : escapeCell(cell)))).commit();
  }
  sheet.commit();
  await workbook.commit();
  return whole;
};
