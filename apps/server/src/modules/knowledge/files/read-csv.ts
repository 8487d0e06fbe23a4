// Reads a library of csv. Separator: comma, tab or semicolon, whichever gives the header its columns.
import { columnOf } from './columns.ts';
import { cutCsv } from './cut-csv.ts';
import { decodeText } from './decode-text.ts';
import { breathe, type FileRow } from './entry.ts';
import { readTable, type TableRow } from './read-table.ts';
import type { Problems } from './row-problem.ts';

const separatorOf = (text: string): string => {
  const head = text.slice(0, 4000).split(/\r?\n|\r/).find((line) => line.trim() !== '') ?? '';
  const known = (separator: string): number => head.split(separator).filter((name) => columnOf(name.replaceAll('"', '')) !== undefined).length;
  return [',', '\t', ';'].reduce((best, separator) => (known(separator) > known(best) ? separator : best), ',');
};

const reasons = {
  quote_not_closed: '引号没有闭合 (a quote is not closed)',
  text_after_quote: '引号后面有多余的字符 (text after a closing quote)',
};

const goodRows = async function* (text: string, problems: Problems): AsyncGenerator<TableRow> {
  for (const record of cutCsv(text, separatorOf(text))) {
    if (record.row % 2000 === 0) await breathe();
    if ('fault' in record) problems.add(record.row, 'malformed_line', { line: record.line, value: reasons[record.fault] });
    else yield record;
  }
};

/** Rows are numbered as a spreadsheet shows them: the header is 1, a row whose cells hold several lines is one. */
export const readCsv = async (bytes: Uint8Array, problems: Problems): Promise<FileRow[]> => {
  const text = decodeText(bytes);
  if (text === null) { problems.add(0, 'wrong_encoding'); return []; }
  return readTable(goodRows(text, problems), problems);
};
