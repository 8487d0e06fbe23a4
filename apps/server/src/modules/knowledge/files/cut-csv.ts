// Cuts csv text into records (RFC 4180), and goes on at the next line after one that cannot be read, so that every bad row can be told [KN4]. By hand, since
// csv-parse stays inside the quotes after an error and swallows the rows behind it.

export type CsvRecord = { row: number; cells: string[] } | { row: number; line: number; fault: 'text_after_quote' | 'quote_not_closed' };

type Cut = { end: number; cells: string[] } | { fault: 'text_after_quote' | 'quote_not_closed' };

const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r' || character === undefined;
/** Behind the line end that stands at `at`. */
const afterLineEnd = (text: string, at: number): number => at + (text.startsWith('\r\n', at) ? 2 : 1);
const nextLine = (text: string, from: number): number => {
  let at = from;
  while (!isLineEnd(text[at])) at++;
  return afterLineEnd(text, at);
};

/** The content of a cell that begins with a quote at `from`; `end` is behind the closing one. */
const quotedCell = (text: string, from: number): { cell: string; end: number } | undefined => {
  let cell = '';
  for (let at = from + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
};

const cutRecord = (text: string, from: number, separator: string): Cut => {
  const cells: string[] = [];
  for (let at = from; ;) {
    let end = at;
    if (text[at] === '"') {
      const quoted = quotedCell(text, at);
      if (!quoted) return { fault: 'quote_not_closed' };
      cells.push(quoted.cell);
      end = quoted.end;
      if (!isLineEnd(text[end]) && text[end] !== separator) return { fault: 'text_after_quote' };
    } else {
      while (!isLineEnd(text[end]) && text[end] !== separator) end++;
      cells.push(text.slice(at, end));
    }
    if (text[end] !== separator) return { cells, end: afterLineEnd(text, end) };
    at = end + 1;
  }
};

/** Records in order, numbered from 1; empty lines count, as they do in a spreadsheet. `line` is the line in the text where the bad record begins. */
export const cutCsv = function* (text: string, separator: string): Generator<CsvRecord> {
  let [at, row, line] = [0, 0, 1];
  while (at < text.length) {
    row++;
    const cut = cutRecord(text, at, separator);
    yield 'fault' in cut ? { row, line, fault: cut.fault } : { row, cells: cut.cells };
    const end = 'fault' in cut ? nextLine(text, at) : cut.end;
    for (let i = at; i < end;) { i = nextLine(text, i); line++; }
    at = end;
  }
};
