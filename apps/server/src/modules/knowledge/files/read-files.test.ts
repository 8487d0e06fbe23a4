// What people really upload: sheets by hand, other encodings, damage, and files made to do harm [KN4] [KN10].
import { deflateRawSync, crc32 } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats, type LibraryFormat } from './formats.ts';
import { createProblems } from './row-problem.ts';

const read = async (format: LibraryFormat, file: Uint8Array | string) => {
  const problems = createProblems();
  const rows = await formats[format].read(typeof file === 'string' ? new TextEncoder().encode(file) : file, problems);
  return { rows, problems: problems.list().map(({ row, code }) => [row, code]), messages: problems.list().map((problem) => problem.message) };
};

/** A zip with these parts; `declared` lies about the unpacked size. */
const zipOf = (parts: Record<string, string | Buffer>, declared?: number): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 9 });
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(typeof crc32 === 'function' ? crc32(plain) : 0, 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(declared ?? plain.length, 8);
    const names = Buffer.alloc(4);
    names.writeUInt16LE(Buffer.byteLength(name), 0);
    const local = Buffer.concat([Buffer.from('504b03041400000008000000' + '0000', 'hex').subarray(0, 14), sizes, names, Buffer.from(name), packed]);
    const at = Buffer.alloc(4);
    at.writeUInt32LE(offset);
    central.push(Buffer.concat([Buffer.from('504b0102140014000000080000000000', 'hex'), sizes, names, Buffer.alloc(10), at, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
};
const workbookParts = (sheet: string | Buffer, shared?: string) => ({
  'xl/workbook.xml': '<workbook xmlns:r="x"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': sheet, ...(shared === undefined ? {} : { 'xl/sharedStrings.xml': shared }),
});
const head = '<row r="1"><c r="A1" t="inlineStr"><is><t>问题</t></is></c><c r="B1" t="inlineStr"><is><t>问法</t></is></c></row>';

describe('reading csv', () => {
  const expected = [{ row: 2, question: '怎么选尺码', phrasings: ['选多大', '穿几码'] }];
  it.each([
    ['Chinese header', '问题,问法\n怎么选尺码,"选多大\n穿几码"\n'], ['English header, any case', 'Question,Phrasings\r\n怎么选尺码,"选多大\r\n穿几码"\r\n'],
    ['both names, as exported', '\uFEFF问题 question,问法 phrasings\n怎么选尺码,"选多大\n穿几码"'], ['tabs', '问题\t问法\n怎么选尺码\t"选多大\n穿几码"'], ['semicolons', '问法;问题\n"选多大\n穿几码";怎么选尺码'],
    ['further columns of the shop’s own', '备注,问题,问法\nx,怎么选尺码,"选多大\n穿几码"'],
  ])('understands a file with %s', async (_, file) => {
    expect(await read('csv', file)).toMatchObject({ rows: expected, problems: [] });
  });

  it('understands GB18030 and UTF-16, as Excel writes them', async () => {
    const gbk = Buffer.from('cecacce20acad5b5bdc1cbc2f0', 'hex');
    expect((await read('csv', gbk)).rows).toEqual([{ row: 2, question: '收到了吗' }]);
    expect((await read('csv', Buffer.from('\uFEFF问题\n收到了吗', 'utf16le'))).rows).toEqual([{ row: 2, question: '收到了吗' }]);
  });

  it('says plainly that it does not know an encoding, or that the question column is missing', async () => {
    expect((await read('csv', Buffer.from('89504e470d0a1a0a0000000dff', 'hex'))).problems).toEqual([[0, 'wrong_encoding']]);
    expect((await read('csv', '问法,答案\na,b')).problems).toEqual([[1, 'no_question_column']]);
  });

  it('joins rows that continue a question and keeps apart those that say otherwise', async () => {
    const { rows } = await read('csv', '问题,分类,问法\n怎么退货,售后,能退吗\n怎么退货,,不想要了\n怎么退货,物流,退回去\n');
    expect(rows).toEqual([{ row: 2, question: '怎么退货', category: '售后', phrasings: ['能退吗', '不想要了'] }, { row: 4, question: '怎么退货', category: '物流', phrasings: ['退回去'] }]);
  });

  it('tells each malformed row with its number and reads the others [KN4]', async () => {
    const { rows, problems, messages } = await read('csv', '问题,问法\n好的,a\n"坏"的,b\n也好,c\n"还"坏",d\n最后,e\n');
    expect(problems).toEqual([[3, 'malformed_line'], [5, 'malformed_line']]);
    expect(messages[0]?.en).toMatch(/^Line 3 cannot be read/);
    expect(rows.map(({ row, question }) => [row, question])).toEqual([[2, '好的'], [4, '也好'], [6, '最后']]);
    expect((await read('csv', '问题,问法\n好的,"没有闭合\n后一行,b\n')).problems).toEqual([[2, 'malformed_line']]);
  });
});

describe('reading jsonl', () => {
  it('tells each malformed line with its number [KN4]', async () => {
    const { rows, problems } = await read('jsonl', '{"question":"a"}\n{oops\n\n[1]\n{"question":"b","phrasings":"x","hot":"maybe","answers":[{"type":"text"},{"type":"script","text":"x"}]}\n');
    expect(rows.map((row) => row.question)).toEqual(['a', 'b']);
    expect(problems).toEqual([[2, 'malformed_line'], [4, 'malformed_line'], [5, 'bad_field'], [5, 'bad_answer'], [5, 'bad_answer'], [5, 'unknown_hot']]);
  });
});

describe('reading xlsx', () => {
  it('understands a workbook made by hand: rich text, numbers, truth values, formulas with a result', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Sheet1');
    sheet.addRow(['问题', '问法', '答案', '商品', '热门', '模式']);
    sheet.addRow([{ richText: [{ text: '怎么' }, { font: { bold: true }, text: '选尺码' }] }, '选多大\n穿几码', { formula: 'A1', result: '看尺码表' }, 1001, true, '自动']);
    const { rows, problems } = await read('xlsx', new Uint8Array(await workbook.xlsx.writeBuffer()));
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ row: 2, question: '怎么选尺码', phrasings: ['选多大', '穿几码'], mode: 'auto', hot: true, answers: [{ type: 'text', text: '看尺码表' }, { type: 'product', productId: '1001' }] }]);
  });

  it('tells a cell that holds an error, with its column', async () => {
    const { problems, messages } = await read('xlsx', zipOf(workbookParts(`<sheetData>${head}<row r="7"><c r="A7" t="str"><v>问</v></c><c r="B7" t="e"><v>#REF!</v></c></row></sheetData>`)));
    expect(problems).toEqual([[7, 'bad_cell']]);
    expect(messages[0]?.en).toContain('"B" holds the error #REF!');
  });

  it('stops unpacking at the budget, whatever size is declared [KN10]', async () => {
    const bomb = Buffer.alloc(300 * 1024 * 1024, 0x20);
    expect((await read('xlsx', zipOf(workbookParts(bomb)))).problems).toEqual([[0, 'workbook_too_large']]);
    expect((await read('xlsx', zipOf(workbookParts(bomb), 1000))).problems).toEqual([[0, 'workbook_too_large']]);
  });

  it('counts a shared text each time a cell points to it [KN10]', async () => {
    const cells = Array.from({ length: 2000 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" t="s"><v>0</v></c></row>`).join('');
    const file = zipOf(workbookParts(`<sheetData>${head}${cells}</sheetData>`, `<sst><si><t>${'长'.repeat(100_000)}</t></si></sst>`));
    expect((await read('xlsx', file)).problems).toEqual([[0, 'workbook_too_large']]);
  });

  it('does not mind merged cells and ranges over the whole sheet [KN10]', async () => {
    const wide = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><dataValidations><dataValidation type="list" sqref="A1:XFD1048576"/></dataValidations>';
    const { rows } = await read('xlsx', zipOf(workbookParts(`<sheetData>${head}<row r="1048576"><c r="A1048576" t="str"><v>最后一行</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData>${wide}`)));
    expect(rows).toEqual([{ row: 1048576, question: '最后一行', phrasings: [] }]);
  });

  it('does not read entities of a document type', async () => {
    const sheet = `<!DOCTYPE x [<!ENTITY a "aaaa">]><sheetData>${head}<row r="2"><c r="A2" t="str"><v>&a;</v></c></row></sheetData>`;
    expect((await read('xlsx', zipOf(workbookParts(sheet)))).problems).toEqual([[0, 'not_a_workbook']]);
  });
});

describe('damaged files', () => {
  it('are told, never a crash (any bytes, and real files with bytes changed)', async () => {
    const good = await formats.xlsx.write([{ question: '问', category: '', mode: 'both', phrasings: ['a'], negatives: [], answers: [{ type: 'text', text: 'b' }], followUps: [], hot: false }]);
    const whole = typeof good === 'string' ? new TextEncoder().encode(good) : good;
    const hurt = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }).map((changes) => { const copy = Uint8Array.from(whole); for (const [at, value] of changes) copy[at] = value; return copy; });
    await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), hurt, fc.nat(whole.length).map((length) => whole.subarray(0, length))), fc.constantFrom('jsonl', 'csv', 'xlsx' as const), async (bytes, format) => {
      const problems = createProblems();
      const rows = await formats[format as LibraryFormat].read(bytes, problems);
      expect(Array.isArray(rows)).toBe(true);
    }), { numRuns: 1500 });
  }, 60_000);
});
