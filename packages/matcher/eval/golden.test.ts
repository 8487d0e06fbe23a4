// Floors under the matcher's figures on the hand-written golden set; raise them when the matcher gets better, never lower them in passing.
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { measure, questionsOf } from './measure.ts';
import { readLabelled, readLibrary } from './read-lines.ts';

const directory = fileURLToPath(new URL('golden', import.meta.url));

describe('the golden set', () => {
  const set = { test: readLibrary(directory, 'test.jsonl'), near: readLabelled(directory, 'near-oos.jsonl'), far: readLabelled(directory, 'far-oos.jsonl') };
  const figures = measure(questionsOf(readLibrary(directory, 'library.jsonl')), set, 0.95);

  it('finds the right question', () => {
    expect(figures.top1).toBeGreaterThanOrEqual(98);
    expect(figures.top3).toBeGreaterThanOrEqual(99);
  });
  it('tells what the library does not hold', () => {
    expect(figures.nearAuroc).toBeGreaterThanOrEqual(0.93);
    expect(figures.farAuroc).toBeGreaterThanOrEqual(0.99);
  });
  it('keeps its promise of 95 % and still answers', () => {
    expect(figures.precisionAt95).toBeGreaterThanOrEqual(95);
    expect(figures.answeredAt95).toBeGreaterThanOrEqual(74);
  });
});
