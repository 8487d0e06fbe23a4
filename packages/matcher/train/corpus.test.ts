// Checks the corpus as an asset: its form, its size, that no line stands in two topics, that near topics exist, that the second hand is another hand.
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { parseTopics } from '../src/parse-topics.ts';
import { readCorpus } from './read-corpus.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const zh = readCorpus(folder('corpus/zh'));
const en = readCorpus(folder('corpus/en'));
const second = readCorpus(folder('eval/second-hand'));
const plain = (line: string): string => line.toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, '') || line;

describe('the corpus', () => {
  it('covers at least 600 Chinese topics with 45 lines each, and 200 English ones with 25', () => {
    expect(zh.length).toBeGreaterThanOrEqual(600);
    expect(zh.filter((topic) => topic.lines.length >= 50).length).toBeGreaterThanOrEqual(600);
    expect(Math.min(...zh.map((topic) => topic.lines.length))).toBeGreaterThanOrEqual(45);
    expect(en.length).toBeGreaterThanOrEqual(200);
    expect(Math.min(...en.map((topic) => topic.lines.length))).toBeGreaterThanOrEqual(25);
  });

  it.each([['Chinese', zh], ['English', en]])('has each %s topic once and no line twice', (_, topics) => {
    expect(new Set(topics.map((topic) => topic.id)).size).toBe(topics.length);
    const owner = new Map<string, string>();
    const twice = topics.flatMap((topic) => topic.lines.flatMap((line) => {
      const other = owner.get(plain(line));
      owner.set(plain(line), topic.id);
      return other === undefined ? [] : [`${line}: ${other} and ${topic.id}`];
    }));
    expect(twice).toEqual([]);
  });

  it('names only near topics that there are', () => {
    const ids = new Set([...zh, ...en].map((topic) => topic.id));
    expect([...zh, ...en].flatMap((topic) => topic.near.filter((id) => !ids.has(id) || id === topic.id).map((id) => `${topic.from}: ${id}`))).toEqual([]);
  });

  it('has near misses: most Chinese topics that ask something name their neighbours', () => {
    const asking = zh.filter((topic) => !/^(none|chat)\./.test(topic.id));
    expect(asking.filter((topic) => topic.near.length > 0).length / asking.length).toBeGreaterThan(0.8);
  });

  it('is not templates: within a topic few lines begin alike', () => {
    const alike = zh.flatMap((topic) => {
      const begins = new Map<string, number>();
      for (const line of topic.lines) if (line.length > 5) begins.set(line.slice(0, 5), (begins.get(line.slice(0, 5)) ?? 0) + 1);
      return [...begins].filter(([, count]) => count > 4).map(([begin, count]) => `${topic.id}: ${count} begin with ${begin}`);
    });
    expect(alike).toEqual([]);
  });
});

describe('the second hand', () => {
  it('asks of the corpus’s topics in other lines', () => {
    const ids = new Set(zh.map((topic) => topic.id));
    const lines = new Set(zh.flatMap((topic) => topic.lines.map(plain)));
    expect(second.filter((topic) => !ids.has(topic.id))).toEqual([]);
    expect(second.flatMap((topic) => topic.lines).filter((line) => lines.has(plain(line)))).toEqual([]);
    expect(second.length).toBeGreaterThanOrEqual(600);
  });
});

describe('parseTopics', () => {
  it('says where the form is broken', () => {
    expect(() => parseTopics('到哪了', 'a.txt')).toThrow('a.txt:1');
    expect(() => parseTopics('## nothing\n', 'a.txt')).toThrow('a.txt:1');
    expect(parseTopics('## parcel.where 到哪了\n~ parcel.late\n\n走到哪\n', 'a.txt')).toEqual([{ id: 'parcel.where', title: '到哪了', near: ['parcel.late'], lines: ['走到哪'], from: 'a.txt:1' }]);
  });
});
