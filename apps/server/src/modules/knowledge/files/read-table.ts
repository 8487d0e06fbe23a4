// From the rows of a sheet to questions: finds the columns by their header, joins rows that continue a question. Not for how rows are cut out of a file.
import { cleanLine, cleanLines, cleanText } from '../clean-text.ts';
import { columnOf, readMediaLine, splitTexts, unguardCell, type Column } from './columns.ts';
import { libraryFileLimits, type EntryAnswer, type FileRow } from './entry.ts';
import type { Problems } from './row-problem.ts';

export interface TableRow { row: number; cells: readonly (string | undefined)[] }

type Cells = Partial<Record<Column, string>>;
interface Gathered { row: number; question: string; first: Cells; lists: Record<'phrasings' | 'negatives' | 'answer' | 'images' | 'videos' | 'products' | 'followUps', string[]> }

const listColumns = ['phrasings', 'negatives', 'answer', 'images', 'videos', 'products', 'followUps'] as const;
const singleColumns = ['category', 'mode', 'hot', 'order'] as const;

/** Repeats of a phrasing say nothing; a picture may be sent twice. */
const piecesOf = (column: (typeof listColumns)[number], cell: string): string[] =>
  column === 'answer' ? splitTexts(cell)
    : column === 'images' || column === 'videos' || column === 'products' ? cell.split('\n').map(cleanLine).filter((line) => line !== '')
      : cleanLines(cell.split('\n'));

const cellsOf = (header: readonly (Column | undefined)[], row: TableRow): Cells => {
  const cells: Cells = {};
  header.forEach((column, i) => {
    const text = column && unguardCell(cleanText(row.cells[i] ?? ''));
    // Two columns of one name continue each other.
    if (column && text) cells[column] = cells[column] ? `${cells[column]}\n${text}` : text;
  });
  return cells;
};

const gather = (into: Gathered, cells: Cells): void => {
  for (const column of listColumns) {
    const cell = cells[column];
    // One by one: a spread of thousands into push can exceed the stack.
    if (cell) for (const piece of piecesOf(column, cell)) into.lists[column].push(piece);
  }
};

/** The row goes on with the question above it: the same title, and nothing that says otherwise. */
const continues = (above: Gathered | undefined, question: string, cells: Cells): above is Gathered =>
  above !== undefined && question !== '' && above.question === question && singleColumns.every((column) => !cells[column] || cells[column] === above.first[column]);

const yes = new Set(['是', '热门', 'yes', 'y', 'true', '1', 'hot']);
const no = new Set(['', '否', 'no', 'n', 'false', '0']);
const modes = new Map([['关闭', 'off'], ['停用', 'off'], ['自动', 'auto'], ['机器人', 'auto'], ['辅助', 'assist'], ['推荐', 'assist'], ['全部', 'both'], ['都用', 'both']]);

const inOrder = (answers: EntryAnswer[], order: string, row: number, problems: Problems): EntryAnswer[] => {
  const wanted = order.split(/[,，\s]+/).filter((type) => type !== '');
  if (wanted.length === 0) return answers;
  const ordered = wanted.map((type) => { const at = answers.findIndex((answer) => answer.type === type); return at < 0 ? undefined : answers.splice(at, 1)[0]; });
  if (answers.length > 0 || ordered.includes(undefined)) problems.add(row, 'bad_order');
  return ordered.filter((answer) => answer !== undefined);
};

const fileRowOf = ({ row, question, first, lists }: Gathered, has: ReadonlySet<Column>, problems: Problems): FileRow => {
  const found: FileRow = { row, question };
  if (has.has('category')) found.category = first.category ?? '';
  if (has.has('mode')) { const mode = (first.mode ?? 'both').toLowerCase(); found.mode = modes.get(mode) ?? mode; }
  if (has.has('hot')) {
    const hot = (first.hot ?? '').toLowerCase();
    if (!yes.has(hot) && !no.has(hot)) problems.add(row, 'unknown_hot', { value: hot });
    found.hot = yes.has(hot);
  }
  if (has.has('phrasings')) found.phrasings = lists.phrasings;
  if (has.has('negatives')) found.negatives = lists.negatives;
  if (has.has('followUps')) found.followUps = lists.followUps;
  if (has.has('answer') || has.has('images') || has.has('videos') || has.has('products')) {
    found.answers = inOrder([
      ...lists.answer.map((text): EntryAnswer => ({ type: 'text', text })), ...lists.images.map((line) => readMediaLine('image', line)),
      ...lists.videos.map((line) => readMediaLine('video', line)), ...lists.products.map((productId): EntryAnswer => ({ type: 'product', productId })),
    ], first.order ?? '', row, problems);
  }
  return found;
};

/** Reads all rows; rows that hold nothing in our columns are passed over. */
export const readTable = async (rows: AsyncIterable<TableRow>, problems: Problems): Promise<FileRow[]> => {
  let header: (Column | undefined)[] | undefined;
  let count = 0;
  const gathered: Gathered[] = [];
  for await (const row of rows) {
    if (row.cells.every((cell) => !cell?.trim())) continue;
    if (!header) {
      header = row.cells.map((cell) => columnOf(cell ?? ''));
      if (!header.includes('question')) { problems.add(row.row, 'no_question_column'); return []; }
      continue;
    }
    const cells = cellsOf(header, row);
    if (Object.keys(cells).length === 0) continue;
    if (++count > libraryFileLimits.rows) { problems.add(0, 'too_many_rows', { max: libraryFileLimits.rows }); return []; }
    const question = cleanLine(cells.question ?? '');
    const above = gathered.at(-1);
    const target: Gathered = continues(above, question, cells) ? above
      : { row: row.row, question, first: cells, lists: { phrasings: [], negatives: [], answer: [], images: [], videos: [], products: [], followUps: [] } };
    if (target !== above) gathered.push(target);
    gather(target, cells);
  }
  const has = new Set((header ?? []).filter((column) => column !== undefined));
  return gathered.map((one) => fileRowOf(one, has, problems));
};
