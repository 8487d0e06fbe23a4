// What consumers ask about a topic of the trade, as the matcher's corpus has it: read by area when first asked, then kept. Not for the trained weights (trade).
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseTopics, type CorpusTopic } from '@qindesk/matcher';

/** The languages of the corpus. */
export type CorpusLanguage = 'zh' | 'en';

const read = new Map<string, ReadonlyMap<string, CorpusTopic>>();

/** Where the corpus lies, from the server's directory (config.rootDir). */
export const corpusPath = (rootDir: string): string => resolve(rootDir, '../../packages/matcher/corpus');

/** The lines of a topic; undefined where the language has none. An installation without the corpus has none at all: then nothing is proposed, and the rest works. */
export const linesOfTopic = (corpus: string, language: CorpusLanguage, topicId: string): CorpusTopic | undefined => {
  const area = /^([a-z]+)\./.exec(topicId)?.[1];
  if (area === undefined) return undefined;
  const path = resolve(corpus, language, `${area}.txt`);
  let topics = read.get(path);
  if (!topics) {
    try { topics = new Map(parseTopics(readFileSync(path, 'utf8'), path).map((topic) => [topic.id, topic])); } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      topics = new Map();
    }
    read.set(path, topics);
  }
  return topics.get(topicId);
};
