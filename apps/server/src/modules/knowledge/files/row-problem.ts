// What can be wrong with a row of a library file: a closed list, in words that a person can act on. Row 0 means the file as a whole.

const kinds = {
  empty_question: ['问题不能为空', 'The question is empty'],
  too_long: ['“{field}”太长，最多 {max} 字', '"{field}" is too long: at most {max} characters'],
  too_many: ['“{field}”太多，最多 {max} 条', '"{field}" has too many entries: at most {max}'],
  unknown_mode: ['不认识的模式“{value}”，应为 off、auto、assist 或 both', 'Unknown mode "{value}": write off, auto, assist or both'],
  unknown_hot: ['“热门”只能填 是 或 否，现在是“{value}”', '"hot" is yes or no, not "{value}"'],
  duplicate_question: ['问题“{value}”与第 {other} 行重复', 'The question "{value}" is also in row {other}'],
  phrasing_elsewhere: ['“{value}”已属于问题“{question}”{where}', '"{value}" belongs to the question "{question}"{whereEn}'],
  phrasing_and_negative: ['“{value}”既是问法又是反例', '"{value}" is both a phrasing and a negative'],
  unknown_follow_up: ['没有名为“{value}”的关联问', 'No question is called "{value}", so it cannot follow up'],
  bad_url: ['“{value}”不是可用的图片或视频地址，应以 https:// 或 /files/ 开头', '"{value}" is not a usable address of a picture or video: it begins with https:// or /files/'],
  unknown_product: ['店铺里没有商品“{value}”', 'The shop has no product "{value}"'],
  no_answer: ['没有答案；请填写答案，或把模式设为 off', 'There is no answer. Write one, or set the mode to off'],
  bad_answer: ['第 {value} 个答案的格式不对', 'Answer {value} is not in the expected form'],
  bad_order: ['“答案顺序”与答案不符', '"answer order" does not fit the answers'],
  bad_field: ['“{field}”的格式不对', '"{field}" is not in the expected form'],
  bad_cell: ['“{field}”这一格是错误值 {value}', 'The cell "{field}" holds the error {value}'],
  malformed_line: ['第 {line} 行无法读取：{value}', 'Line {line} cannot be read: {value}'],
  no_question_column: ['没有“问题”这一列，表头应含 问题/question', 'There is no column for the question. Name it 问题 or question in the first row'],
  wrong_encoding: ['文件编码无法识别，请另存为 UTF-8', 'The encoding of the file is not known. Save it as UTF-8'],
  not_a_workbook: ['这不是可读取的 xlsx 工作簿：{value}', 'This is not an xlsx workbook that can be read: {value}'],
  workbook_too_large: ['工作簿展开后太大（最多 {max}），请拆分或改用 CSV', 'The workbook is too large when unpacked (at most {max}). Split it, or use CSV'],
  too_many_rows: ['行数太多，最多 {max} 行', 'Too many rows: at most {max}'],
  library_too_large: ['素材库太大：最多 {questions} 个问题、{phrasings} 条问法', 'The library would be too large: at most {questions} questions and {phrasings} phrasings'],
  empty_file: ['文件里没有任何问题', 'The file holds no question'],
  more: ['还有 {value} 处错误未列出', '{value} more problems are not listed'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type RowProblemCode = keyof typeof kinds;
export interface RowProblem { row: number; code: RowProblemCode; message: { zh: string; en: string } }

/** A value as it is shown: long ones are cut, so that a thousand problems stay a readable answer. */
const shown = (value: string | number): string => {
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** One problem; `params` fill the `{names}` of its sentences. */
export const rowProblem = (row: number, code: RowProblemCode, params: Record<string, string | number> = {}): RowProblem => {
  const fill = (sentence: string): string => sentence.replace(/\{(\w+)\}/g, (_, name: string) => shown(params[name] ?? ''));
  return { row, code, message: { zh: fill(kinds[code][0]), en: fill(kinds[code][1]) } };
};

const listed = 1000;

export interface Problems { add(row: number, code: RowProblemCode, params?: Record<string, string | number>): void; count(): number; kept(): readonly RowProblem[]; list(): RowProblem[] }

/** Gathers the problems of a whole file (those of `from` first) and lists at most a thousand of them, in order of rows. */
export const createProblems = (from?: Problems): Problems => {
  const kept: RowProblem[] = [...(from?.kept() ?? [])];
  let count = from?.count() ?? 0;
  return {
    add: (row, code, params) => {
      count++;
      // Kept beyond what is listed, since rows do not come in order; bounded all the same.
      if (kept.length < 20 * listed) kept.push(rowProblem(row, code, params));
    },
    count: () => count,
    kept: () => kept,
    list: () => {
      const first = [...kept].sort((a, b) => a.row - b.row).slice(0, listed);
      return count > listed ? [...first, rowProblem(0, 'more', { value: count - listed })] : first;
    },
  };
};
