// What consumers ask about a topic of the trade, as the matcher's corpus has it: read by area when first asked, then kept. Not for the trained weights (trade).
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One topic in one language. */
export interface TopicLines { title: string; lines: string[] }

/** The languages of the corpus. */
export type CorpusLanguage = 'zh' | 'en';

const read = new Map<string, ReadonlyMap<string, TopicLines>>();

/** Where the corpus lies, from the server's directory (config.rootDir). */
export const corpusPath = (rootDir: string): string => resolve(rootDir, '../../packages/matcher/corpus');

const parse = (text: string): Map<string, TopicLines> => {
  const topics = new Map<string, TopicLines>();
  let topic: TopicLines | undefined;
  for (const line of text.split('\n').map((each) => each.trim())) {
    const [, id, title] = /^## (\S+) (.+)$/.exec(line) ?? [];
    if (id !== undefined) topics.set(id, topic = { title: title ?? id, lines: [] });
    else if (line !== '' && !line.startsWith('~')) topic?.lines.push(line);
  }
  return topics;
};

/** The lines of a topic; undefined where the language has none. An installation without the corpus has none at all: then nothing is proposed, and the rest works. */
export const linesOfTopic = (corpus: string, language: CorpusLanguage, topicId: string): TopicLines | undefined => {
  const area = /^([a-z]+)\./.exec(topicId)?.[1];
  if (area === undefined) return undefined;
  const path = resolve(corpus, language, `${area}.txt`);
  let topics = read.get(path);
  if (!topics) {
    try { topics = parse(readFileSync(path, 'utf8')); } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      topics = new Map();
    }
    read.set(path, topics);
  }
  return topics.get(topicId);
};
