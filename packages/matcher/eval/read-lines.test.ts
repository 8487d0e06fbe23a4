// Checks that a broken file is named with its line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { auroc } from './measure.ts';
import { BadInput, readLabelled, readLibrary } from './read-lines.ts';

const directory = mkdtempSync(join(tmpdir(), 'matcher-lines-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('reading labelled lines', () => {
  it('names the file and line that is broken', () => {
    writeFileSync(join(directory, 'broken.jsonl'), '{"text":"a","label":"b"}\n{"text":\n');
    expect(() => readLabelled(directory, 'broken.jsonl')).toThrow(/broken\.jsonl:2: not JSON/);
    writeFileSync(join(directory, 'odd.jsonl'), '{"label":"b"}\n');
    expect(() => readLabelled(directory, 'odd.jsonl')).toThrow(BadInput);
  });
  it('tells a missing file from an optional one', () => {
    expect(readLabelled(directory, 'none.jsonl')).toBeUndefined();
    expect(() => readLibrary(directory, 'none.jsonl')).toThrow('no such file');
  });
});

describe('auroc', () => {
  it('is 1 when all inside scores are higher, 0.5 when all are equal', () => {
    expect(auroc([3, 4], [1, 2])).toBe(1);
    expect(auroc([1, 1], [1, 1])).toBe(0.5);
  });
});
