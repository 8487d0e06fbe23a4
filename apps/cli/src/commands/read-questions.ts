// What to ask the robot: texts from the command line, or the lines of a file (plain, or jsonl with "text").
import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { Problem } from '../problem.ts';

/** A message of a consumer is at most this long. */
const maxLength = 4000;

const lineText = (line: string): string => {
  if (!line.startsWith('{')) return line;
  try {
    const value = JSON.parse(line) as { text?: unknown };
    if (typeof value.text === 'string') return value.text.trim();
  } catch {
    // Not JSON after all: a question may begin with a brace.
    return line;
  }
  throw new Problem(`A line of the file is JSON without "text": ${line.slice(0, 80)}`);
};

/** The texts of a file's content, without empty ones. Throws Problem. */
export const textsOf = (content: string): string[] => {
  const texts = content.replace(/^\uFEFF/, '').split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '').map(lineText).filter((one) => one !== '');
  const long = texts.find((one) => one.length > maxLength);
  if (long) throw new Problem(`A question has ${long.length} characters; at most ${maxLength} can be asked: ${long.slice(0, 60)}…`);
  return texts;
};

/** Texts given on the command line and those of the file (`-`: standard input). Throws Problem when there is none. */
export const readQuestions = async (given: readonly string[], file: string | undefined): Promise<string[]> => {
  const content = file === undefined ? '' : file === '-' ? await readStream(process.stdin)
    : await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { throw new Problem(`${file} cannot be read (${error.code ?? error.message}).`); });
  const texts = [...textsOf(given.map((one) => one.replace(/\s+/g, ' ')).join('\n')), ...textsOf(content)];
  if (texts.length === 0) throw new Problem('There is nothing to ask: write a question behind the options, or name a file with --file.');
  return texts;
};
