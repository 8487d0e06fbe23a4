// Which format a library file has: as named, else by its ending.
import { extname } from 'node:path';
import { Problem } from '../../problem.ts';

const formats = ['jsonl', 'csv', 'xlsx'] as const;
export type Format = (typeof formats)[number];

export const formatOf = (file: string, named: string | undefined): Format => {
  const name = (named ?? extname(file).slice(1)).toLowerCase();
  const found = formats.find((format) => format === name);
  if (!found) throw new Problem(`The format of ${file} is not known: name one with --format ${formats.join('|')}.`);
  return found;
};
