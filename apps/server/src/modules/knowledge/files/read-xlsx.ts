// Reads the first sheet of an xlsx workbook. By hand, since a reader that builds the whole workbook can be led by a small file (merged cells, ranges of
// validations, names) to fill the memory; here only the cells of one sheet are read, within a budget [KN10]. Writing is exceljs's (write-xlsx).
import { breathe, type FileRow } from './entry.ts';
import { readTable, type TableRow } from './read-table.ts';
import type { Problems } from './row-problem.ts';
import { BadZip, openZip, ZipTooLarge, type Zip } from './unzip.ts';
import { attribute, BadXml, xmlTokens } from './xml-tokens.ts';

const budget = 64 * 1024 * 1024;
/** A long shared text that a million cells point to costs nothing in the file, but all of them are read. */
const maxCharacters = 64 * 1024 * 1024;
/** Columns further right are not looked at. */
const maxColumns = 256;

/** `_x000D_` stands for a character that XML cannot hold, `_x005F_` for an underscore that would look like such. */
const decodeEscapes = (text: string): string => (text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);

const resolveTarget = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`);

const firstSheetPath = async (zip: Zip): Promise<string> => {
  const workbook = await zip.read('xl/workbook.xml');
  const relations = await zip.read('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) throw new BadZip('no workbook inside');
  let relation: string | undefined;
  for (const token of xmlTokens(workbook)) if (token.kind === 'open' && token.name === 'sheet') { relation = /\s[A-Za-z0-9]+:id\s*=\s*["']([^"']*)["']/.exec(token.attributes)?.[1]; break; }
  for (const token of xmlTokens(relations)) {
    if (token.kind === 'open' && token.name === 'Relationship' && attribute(token, 'Id') === relation) return resolveTarget(attribute(token, 'Target') ?? '');
  }
  throw new BadZip('no sheet inside');
};

/** The texts cells point to by number. Readings above characters (`rPh`) are not text. */
const sharedTexts = async (xml: string): Promise<string[]> => {
  const texts: string[] = [];
  let [text, inside, reading, count] = ['', false, 0, 0];
  for (const token of xmlTokens(xml)) {
    if (++count % 50_000 === 0) await breathe();
    if (token.kind === 'text') { if (inside && reading === 0) text += token.text; continue; }
    if (token.empty) { if (token.name === 'si') texts.push(''); continue; }
    if (token.name === 't') inside = token.kind === 'open';
    else if (token.name === 'rPh') reading += token.kind === 'open' ? 1 : -1;
    else if (token.name === 'si' && token.kind === 'close') { texts.push(decodeEscapes(text)); text = ''; }
  }
  return texts;
};

const columnName = (index: number): string => (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

/** `AB12` → 27; undefined without letters. */
const columnIndex = (reference: string | undefined): number | undefined => {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : undefined;
};

const plainNumber = (text: string): string => (/e/i.test(text) ? Number(text).toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 }) : text);

const cellText = (type: string, text: string, shared: readonly string[]): string => {
  if (type === 's') return shared[Number(text)] ?? '';
  if (type === 'b') return text === '1' ? '是' : '否';
  return type === 'n' ? plainNumber(text) : decodeEscapes(text);
};

const sheetRows = async function* (xml: string, shared: readonly string[], problems: Problems): AsyncGenerator<TableRow> {
  let [row, column, type, text] = [0, -1, 'n', ''];
  let [collecting, reading, count, characters] = [false, 0, 0, 0];
  let cells: (string | undefined)[] = [];
  for (const token of xmlTokens(xml)) {
    if (++count % 50_000 === 0) await breathe();
    if (token.kind === 'text') { if (collecting && reading === 0) text += token.text; continue; }
    const opens = token.kind === 'open';
    if (token.name === 'row' && opens) {
      const named = Number(attribute(token, 'r'));
      [row, column, cells] = [Number.isInteger(named) && named > 0 ? named : row + 1, -1, []];
    } else if (token.name === 'c' && opens) {
      [column, type, text] = [columnIndex(attribute(token, 'r')) ?? column + 1, attribute(token, 't') ?? 'n', ''];
    } else if (token.name === 'v' || token.name === 't') collecting = opens && !token.empty;
    else if (token.name === 'rPh') reading += opens ? 1 : -1;
    if (token.name === 'c' && (!opens || token.empty)) {
      if (type === 'e') problems.add(row, 'bad_cell', { field: columnName(column), value: text });
      else if (column < maxColumns && text !== '') {
        const content = cellText(type, text, shared);
        cells[column] = content;
        characters += content.length;
        if (characters > maxCharacters) throw new ZipTooLarge('cells');
      }
    }
    // `Array.from` fills the holes of a sparse row.
    if (token.name === 'row' && (!opens || token.empty)) yield { row, cells: Array.from(cells) };
  }
};

/** Rows are numbered as the sheet shows them. */
export const readXlsx = async (bytes: Uint8Array, problems: Problems): Promise<FileRow[]> => {
  try {
    const zip = openZip(bytes, budget);
    const sheet = await zip.read(await firstSheetPath(zip));
    if (sheet === undefined) throw new BadZip('the sheet is missing');
    // Some programs write the name with a capital.
    const shared = await sharedTexts((await zip.read(zip.names.find((name) => name.toLowerCase() === 'xl/sharedstrings.xml') ?? '')) ?? '');
    return await readTable(sheetRows(sheet, shared, problems), problems);
  } catch (error) {
    if (error instanceof ZipTooLarge) problems.add(0, 'workbook_too_large', { max: `${budget / 1024 / 1024} MB` });
    else if (error instanceof BadZip || error instanceof BadXml || error instanceof RangeError) problems.add(0, 'not_a_workbook', { value: error.message });
    else throw error;
    return [];
  }
};
