// Reads the corpus from its folder. Its form is src/parse-topics'; knows nothing of training.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusTopic, parseTopics } from '../src/parse-topics.ts';

/** All topics of a folder, file by file in order of name. */
export function readCorpus(folder: string): CorpusTopic[] {
  return readdirSync(folder).filter((name) => name.endsWith('.txt')).sort().flatMap((name) => parseTopics(readFileSync(join(folder, name), 'utf8'), name));
}
