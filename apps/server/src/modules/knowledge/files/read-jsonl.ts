// Reads a library of one JSON object a line: {"question", "category", "mode", "phrasings", "negatives", "answers", "followUps", "hot"}.
import { cleanLine, cleanLines, cleanText } from '../clean-text.ts';
import { decodeText } from './decode-text.ts';
import { breathe, libraryFileLimits, type EntryAnswer, type FileRow } from './entry.ts';
import type { Problems } from './row-problem.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

const answerOf = (value: unknown): EntryAnswer | null => {
  if (!isObject(value)) return null;
  const { type, text, url, alt, productId } = value;
  if (type === 'text') return typeof text === 'string' ? { type, text: cleanText(text) } : null;
  if (type === 'product') return typeof productId === 'string' ? { type, productId: cleanLine(productId) } : null;
  if ((type !== 'image' && type !== 'video') || typeof url !== 'string' || !(alt === undefined || typeof alt === 'string')) return null;
  return { type, url: cleanLine(url), alt: cleanLine(alt ?? '') };
};

const answersOf = (values: unknown[], row: number, problems: Problems): EntryAnswer[] =>
  values.flatMap((value, i) => {
    const answer = answerOf(value);
    if (!answer) problems.add(row, 'bad_answer', { value: i + 1 });
    return answer ? [answer] : [];
  });

const rowOf = (value: Record<string, unknown>, row: number, problems: Problems): FileRow => {
  const found: FileRow = { row, question: '' };
  const wrong = (field: string): void => problems.add(row, 'bad_field', { field });
  if (typeof value.question === 'string') found.question = cleanLine(value.question);
  else if (value.question !== undefined && value.question !== null) wrong('question');
  for (const field of ['category', 'mode'] as const) {
    const given = value[field];
    if (typeof given === 'string') found[field] = cleanLine(given); else if (given !== undefined) wrong(field);
  }
  for (const field of ['phrasings', 'negatives', 'followUps'] as const) {
    const given = value[field];
    if (isTextList(given)) found[field] = cleanLines(given); else if (given !== undefined) wrong(field);
  }
  if (Array.isArray(value.answers)) found.answers = answersOf(value.answers, row, problems); else if (value.answers !== undefined) wrong('answers');
  if (typeof value.hot === 'boolean') found.hot = value.hot; else if (value.hot !== undefined) problems.add(row, 'unknown_hot', { value: String(value.hot) });
  return found;
};

const parseLine = (line: string): { value: unknown } | { error: string } => {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

/** Rows are numbered by line; empty lines are passed over. */
export const readJsonl = async (bytes: Uint8Array, problems: Problems): Promise<FileRow[]> => {
  const text = decodeText(bytes);
  if (text === null) { problems.add(0, 'wrong_encoding'); return []; }
  const rows: FileRow[] = [];
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (i % 2000 === 1999) await breathe();
    if (line.trim() === '') continue;
    if (rows.length >= libraryFileLimits.rows) { problems.add(0, 'too_many_rows', { max: libraryFileLimits.rows }); return []; }
    const parsed = parseLine(line);
    if ('error' in parsed) problems.add(i + 1, 'malformed_line', { line: i + 1, value: parsed.error });
    else if (!isObject(parsed.value)) problems.add(i + 1, 'malformed_line', { line: i + 1, value: 'not an object' });
    else rows.push(rowOf(parsed.value, i + 1, problems));
  }
  return rows;
};
