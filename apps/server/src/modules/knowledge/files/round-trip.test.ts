// [KN5] [KN6]: what is written is read back as it was, in every format, whatever the texts hold.
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanLines, cleanText } from '../clean-text.ts';
import type { EntryAnswer, FileRow, LibraryEntry } from './entry.ts';
import { formats, type LibraryFormat } from './formats.ts';
import { createProblems } from './row-problem.ts';
import { tableRows } from './table-rows.ts';

const bytesOf = (file: Uint8Array | string): Uint8Array => (typeof file === 'string' ? new TextEncoder().encode(file) : file);

const readBack = async (format: LibraryFormat, entries: readonly LibraryEntry[]): Promise<LibraryEntry[]> => {
  const problems = createProblems();
  const rows = await formats[format].read(bytesOf(await formats[format].write(entries)), problems);
  expect(problems.list()).toEqual([]);
  return rows.map(({ row: _, ...rest }: FileRow) => rest as LibraryEntry);
};

/** Texts that formats are known to stumble over, and any others. */
const awkward = fc.constantFrom('=1+1', "'=1+1", "''-x", '+86', '-5折', '@everyone', '---', '\\---', '\\\\---', '_x0041_', '_x005F_x0041_', 'a,b;c\td', '"引号"', "'", '是', '0', '1e5', '007', '<b>&amp;</b>', ']]>', '&#10;',
  '第一行\n---\n第二行', '行尾空格 \n 行首', '\u2028---\u2028', '😀👨‍👩‍👧', '𠮷野家', '\uFEFFbom', 'null', 'question', 'https://x.example/a b');
const anyText = fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }), fc.array(awkward, { maxLength: 4 }).map((parts) => parts.join('\n')));
const line = anyText.map(cleanLine).filter((text) => text !== '');
const text = anyText.map(cleanText).filter((one) => one !== '');
const url = fc.oneof(fc.webUrl({ validSchemes: ['https'] }).filter((one) => cleanLine(one) === one && !/[\s"'<>]/.test(one)), fc.constant('/files/a1/b2.png'));
const answer: fc.Arbitrary<EntryAnswer> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text }),
  fc.record({ type: fc.constantFrom('image' as const, 'video' as const), url, alt: anyText.map(cleanLine) }),
  fc.record({ type: fc.constant('product' as const), productId: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).map(cleanLine).filter((id) => id !== '') }));
const entry: fc.Arbitrary<LibraryEntry> = fc.record({
  question: line, category: anyText.map(cleanLine), mode: fc.constantFrom('off', 'auto', 'assist', 'both'), phrasings: fc.array(line, { maxLength: 6 }).map(cleanLines), negatives: fc.array(line, { maxLength: 3 }).map(cleanLines),
  answers: fc.array(answer, { maxLength: 6 }), followUps: fc.array(line, { maxLength: 3 }).map(cleanLines), hot: fc.boolean(),
});
const library = fc.uniqueArray(entry, { maxLength: 6, selector: (one) => one.question });

describe('a library written to a file', () => {
  it.each(['jsonl', 'csv', 'xlsx'] as const)('is read back the same from %s [KN5]', async (format) => {
    await fc.assert(fc.asyncProperty(library, async (entries) => {
      expect(await readBack(format, entries)).toEqual(entries);
    }), { numRuns: format === 'xlsx' ? 150 : 400 });
  }, 60_000);

  it.each(['csv', 'xlsx'] as const)('continues in further rows what a spreadsheet cell cannot hold (%s)', async (format) => {
    const long: LibraryEntry = {
      question: '怎么选尺码', category: '尺码', mode: 'both', phrasings: Array.from({ length: 2000 }, (_, i) => `第${i}种问法${'长'.repeat(150)}`), negatives: [], hot: true, followUps: [],
      answers: Array.from({ length: 10 }, (_, i) => ({ type: 'text' as const, text: `答案${i}\n${'---\n'.repeat(900)}完` })),
    };
    expect(tableRows(long).length).toBeGreaterThan(10);
    for (const cell of tableRows(long).flat()) expect(cell.length).toBeLessThan(32_767);
    expect(await readBack(format, [long, { ...long, question: '下一个', phrasings: [] }])).toEqual([long, { ...long, question: '下一个', phrasings: [] }]);
  });

  it('holds no cell that a spreadsheet would run as a formula [KN6]', () => {
    fc.assert(fc.property(entry, (one) => {
      for (const cell of tableRows(one).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }));
  });

  it('can be opened by another reader of workbooks', async () => {
    const file = await formats.xlsx.write([{ question: '多久发货', category: '物流', mode: 'both', phrasings: ['几天能到', '=今天发吗'], negatives: [], answers: [{ type: 'text', text: '亲，48小时内发出' }], followUps: [], hot: true }]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytesOf(file).buffer as ArrayBuffer);
    const sheet = workbook.worksheets[0];
    expect(sheet?.getCell('A1').text).toBe('问题 question');
    expect([sheet?.getCell('A2').text, sheet?.getCell('D2').text, sheet?.getCell('F2').text]).toEqual(['多久发货', '几天能到\n=今天发吗', '亲，48小时内发出']);
  });

  it('begins with the mark by which Excel knows UTF-8', async () => {
    expect(String(await formats.csv.write([])).charCodeAt(0)).toBe(0xfeff);
  });
});
