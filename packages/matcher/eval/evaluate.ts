// `npm run evaluate -- --data DIR [--json]`: how well the matcher does on a folder of labelled questions. Reads files, prints; trains nothing that is kept.
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Figures, measure, questionsOf, type TestSet } from './measure.ts';
import { BadInput, readLabelled, readLibrary } from './read-lines.ts';

const USAGE = 'usage: npm run evaluate -- --data DIR [--json]\n  DIR holds library.jsonl, test.jsonl and optionally library-3shot.jsonl or library-10shot.jsonl, near-oos.jsonl, far-oos.jsonl';
const FEW_SHOT_FILES = ['library-3shot.jsonl', 'library-10shot.jsonl'];
/** Where the dial stands: be right at least this share of the time. */
const PRECISION = 0.95;

type Arguments = { data: string; json: boolean };
type Evaluation = { dataset: string; full: Figures; fewShot?: Figures };

function readArguments(argv: readonly string[]): Arguments {
  let data: string | undefined;
  let json = false;
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === '--json') json = true;
    else if (argument === '--data') data = argv[++i];
    else if (argument.startsWith('--data=')) data = argument.slice('--data='.length);
    else throw new BadInput(`unknown argument ${argument}\n${USAGE}`);
  }
  if (data === undefined || data === '') throw new BadInput(`--data DIR is missing\n${USAGE}`);
  return { data: resolve(data), json };
}

function evaluate(directory: string): Evaluation {
  if (!existsSync(directory)) throw new BadInput(`${directory}: no such folder`);
  const set: TestSet = { test: readLibrary(directory, 'test.jsonl'), near: readLabelled(directory, 'near-oos.jsonl'), far: readLabelled(directory, 'far-oos.jsonl') };
  const run = (name: string): Figures => {
    process.stderr.write(`training on ${name}, asking ${set.test.length} questions …\n`);
    return measure(questionsOf(readLibrary(directory, name)), set, PRECISION);
  };
  const full = run('library.jsonl');
  const fewShotFile = FEW_SHOT_FILES.find((name) => existsSync(resolve(directory, name)));
  return { dataset: basename(directory), full, ...(fewShotFile === undefined ? {} : { fewShot: run(fewShotFile) }) };
}

function table(evaluation: Evaluation): string {
  const columns = [evaluation.full, ...(evaluation.fewShot === undefined ? [] : [evaluation.fewShot])];
  const keys = Object.keys(evaluation.full) as (keyof Figures)[];
  const head = `${evaluation.dataset.padEnd(16)}${['full', 'few-shot'].slice(0, columns.length).map((name) => name.padStart(10)).join('')}`;
  return [head, ...keys.map((key) => `${key.padEnd(16)}${columns.map((figures) => String(figures[key] ?? '–').padStart(10)).join('')}`)].join('\n');
}

function main(): void {
  try {
    const { data, json } = readArguments(process.argv.slice(2));
    const evaluation = evaluate(data);
    process.stdout.write(`${json ? JSON.stringify(evaluation) : table(evaluation)}\n`);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

main();
