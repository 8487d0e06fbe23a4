// Readings beside the whole line, a message of it or how it sounds, on the golden set: they may find a question, never make the robot sure of it.
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { match, trainModel } from '../src/index.ts';
import { questionsOf } from './measure.ts';
import { readLibrary } from './read-lines.ts';
import { shippedTrade } from './shipped-trade.ts';

const directory = fileURLToPath(new URL('golden', import.meta.url));
const model = trainModel(questionsOf(readLibrary(directory, 'library.jsonl')), { trade: shippedTrade() });
const lines = readLibrary(directory, 'test.jsonl').map(({ text }) => text);
const together = lines.flatMap((line, i) => [7, 31, 63, 97].map((step) => [line, lines[(i + step) % lines.length], lines[(i * 3 + step) % lines.length]].join(' ')));
const found = [...lines, ...together].map((text) => match(model, text));
const readAs = (kind: string): number[] => found.filter(({ view }) => view.kind === kind).map(({ confidence }) => confidence);

describe('a second reading', () => {
  it('by one message, taken where the whole line is unclear, is offered at most', () => {
    expect(readAs('message').length).toBeGreaterThan(10);
    expect(Math.max(...readAs('message'))).toBeLessThanOrEqual(0.5);
  });
  it('by ear is never as sure as what was written', () => {
    expect(readAs('by-ear').length).toBeGreaterThan(10);
    expect(Math.max(...readAs('by-ear'))).toBeLessThanOrEqual(0.9);
  });
  it('is not taken of most lines', () => {
    expect(readAs('whole').length).toBeGreaterThan(0.75 * found.length);
  });
});
