// Importing and exporting a library on a real database: whole or not at all, told row by row, and back again (knowledge/SPEC).
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RefusalView } from '@qindesk/protocol';
import { importProducts, productBook } from '../../src/modules/commerce/index.ts';
import { addQuestion, exportLibrary, getPublishedLibrary, importLibrary, publishLibrary, type LibraryFile } from '../../src/modules/knowledge/index.ts';
import { listQuestions } from '../../src/modules/knowledge/list-questions.ts';
import type { MemberCtx } from '../../src/modules/identity/index.ts';
import { Refusal } from '../../src/platform/index.ts';
import { actAs, foundMember, foundMerchant, openRoomHouse, type Merchant, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
let merchant: Merchant;
let owner: MemberCtx;
let ownerId: string;
beforeAll(() => { room = openRoomHouse(); });
afterAll(() => room.close());
beforeEach(async () => {
  merchant = await foundMerchant(room.house);
  ownerId = await foundMember(room, merchant.merchantId, 'owner');
  owner = await actAs(room.house, ownerId);
  const product = (externalId: string) => ({ externalId, title: { zh: externalId, en: externalId }, category: '', priceMinor: 100, currency: 'CNY', stock: 1, picture: null, url: null, attributes: {}, sizeChart: null });
  await room.house.db.transact((tx) => importProducts(tx, merchant, [product('P1'), product('=P2')]));
});

type Line = Record<string, unknown>;
const line = (question: string, given: Line = {}): Line => ({ question, answers: [{ type: 'text', text: `亲，${question}` }], ...given });
const jsonl = (lines: readonly Line[]): Uint8Array => Buffer.from(lines.map((one) => JSON.stringify(one)).join('\n'));
const importLines = (lines: readonly Line[], given: Partial<LibraryFile> = {}, ctx = owner) => importLibrary(ctx, productBook, merchant.shopId, { bytes: jsonl(lines), format: 'jsonl', mode: 'merge', dryRun: false, ...given });
const titles = async (): Promise<string[]> => (await listQuestions(owner, merchant.shopId, { limit: 500 })).items.map((question) => question.title);
const refusal = async (work: Promise<unknown>): Promise<RefusalView> => {
  const error = await work.then(() => { throw new Error('it was accepted'); }, (thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw error;
  return error.view;
};
const exported = async (format: LibraryFile['format']): Promise<Uint8Array> => {
  const { bytes } = await exportLibrary(owner, productBook, merchant.shopId, format);
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
};

describe('importing', () => {
  it('adds in the order of the file, and changes by title what is there', async () => {
    expect(await importLines([line('乙', { followUps: ['甲'] }), line('甲'), line('丙')])).toEqual({ added: 3, changed: 0, removed: 0, questions: 3, phrasings: 0, dryRun: false });
    expect(await importLines([line('甲', { phrasings: ['甲吗'] }), line('丙')])).toMatchObject({ added: 0, changed: 1, removed: 0 });
    expect(await titles()).toEqual(['乙', '甲', '丙']);
    const [first, second] = (await listQuestions(owner, merchant.shopId, { limit: 10 })).items;
    expect([first?.version, second?.version, second?.phrasings, first?.followUps[0]?.title]).toEqual([1, 2, ['甲吗'], '甲']);
  });

  it('removes in replace mode what the file does not name, and the links to it', async () => {
    await importLines([line('甲', { followUps: ['乙'] }), line('乙')]);
    expect(await importLines([{ question: '甲' }], { mode: 'replace' })).toMatchObject({ added: 0, changed: 1, removed: 1 });
    expect((await listQuestions(owner, merchant.shopId, { limit: 10 })).items.map((one) => [one.title, one.followUps])).toEqual([['甲', []]]);
  });

  it('changes nothing when one row is bad, and tells every bad row [KN3] [KN4]', async () => {
    await importLines([line('在的')]);
    const view = await refusal(importLines([line('好的'), line('', {}), line('坏的', { mode: '?' }), line('没有', { answers: [] }), line('商品', { answers: [{ type: 'product', productId: 'P9' }] })], { mode: 'replace' }));
    expect(view).toMatchObject({ code: 'library_rows_refused' });
    expect(view.rows?.map(({ row, code }) => [row, code])).toEqual([[2, 'empty_question'], [3, 'unknown_mode'], [4, 'no_answer'], [5, 'unknown_product']]);
    for (const row of view.rows ?? []) expect([row.message.zh, row.message.en].every((sentence) => sentence.length > 3)).toBe(true);
    expect(await titles()).toEqual(['在的']);
  });

  it('writes nothing in a dry run, and says what it would have done', async () => {
    await importLines([line('在的')]);
    expect(await importLines([line('新的')], { mode: 'replace', dryRun: true })).toEqual({ added: 1, changed: 0, removed: 1, questions: 1, phrasings: 0, dryRun: true });
    expect(await titles()).toEqual(['在的']);
  });

  it('refuses a phrasing that another question has, by file or by hand [KN7]', async () => {
    await importLines([line('甲', { phrasings: ['同一句'] })]);
    expect((await refusal(importLines([line('乙', { phrasings: ['同一句'] })]))).rows?.[0]?.code).toBe('phrasing_elsewhere');
    const byHand = { title: '乙', category: '', mode: 'both' as const, hot: false, phrasings: [' 同一句 '], negatives: [], answers: [{ type: 'text' as const, text: 'x' }], followUpIds: [] };
    expect(await refusal(addQuestion(owner, productBook, merchant.shopId, byHand))).toMatchObject({ code: 'already_exists', field: 'phrasings', rows: [{ row: 1, code: 'phrasing_elsewhere' }] });
  });

  it('keeps a phrasing with one question when two people add it at the same time [KN7]', async () => {
    const add = (n: number) => addQuestion(owner, productBook, merchant.shopId, { title: `问题${n}`, category: '', mode: 'both', hot: false, phrasings: ['同一句'], negatives: [], answers: [{ type: 'text', text: 'x' }], followUpIds: [] });
    const results = await Promise.allSettled([...Array(6).keys()].flatMap((n) => [add(n), importLines([line(`文件${n}`, { phrasings: ['同一句'] })])]));
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of results) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Refusal);
    expect(await titles()).toHaveLength(1);
  });

  it('is whole for every publication made meanwhile [KN2] [KN3]', async () => {
    await importLines([line('起初')]);
    const blocks = [...Array(5).keys()].map((n) => [...Array(120).keys()].map((i) => line(`块${n}题${i}`, { phrasings: [`块${n}问${i}`] })));
    const published = await Promise.all([...blocks.map((lines) => importLines(lines).then(() => null)), ...[...Array(8).keys()].map(() => publishLibrary(owner, merchant.shopId))]);
    const versions = published.filter((one) => one !== null);
    expect(versions.map((one) => one.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { questionCount, phrasingCount } of versions) expect([(questionCount - 1) % 120, phrasingCount % 120]).toEqual([0, 0]);
    expect((await publishLibrary(owner, merchant.shopId)).questionCount).toBe(601);
  });

  it('holds at the limits of size', async () => {
    expect((await refusal(importLines([], { bytes: new Uint8Array(20 * 1024 * 1024 + 1) }))).code).toBe('too_large');
    expect((await refusal(importLines([]))).rows?.[0]?.code).toBe('empty_file');
  });
});

describe('who may', () => {
  it('agents read and do not write; another merchant’s shop is as if it were not there', async () => {
    await importLines([line('甲')]);
    const agent = await actAs(room.house, await foundMember(room, merchant.merchantId, 'agent'));
    expect((await listQuestions(agent, merchant.shopId, { limit: 10 })).total).toBe(1);
    expect((await refusal(importLines([line('乙')], {}, agent))).code).toBe('not_allowed');
    const elsewhere = await foundMerchant(room.house);
    const stranger = await actAs(room.house, await foundMember(room, elsewhere.merchantId, 'owner'));
    for (const work of [() => importLines([line('乙')], {}, stranger), () => exportLibrary(stranger, productBook, merchant.shopId, 'csv'), () => listQuestions(stranger, merchant.shopId, { limit: 10 }), () => publishLibrary(stranger, merchant.shopId)]) {
      expect((await refusal(work())).code).toBe('not_found');
    }
  });

  it('a product of another merchant is unknown', async () => {
    const elsewhere = await foundMerchant(room.house);
    const theirs = await actAs(room.house, await foundMember(room, elsewhere.merchantId, 'owner'));
    const [mine] = await room.house.db.query<{ id: never }>('SELECT id FROM products WHERE shop_id = $1 LIMIT 1', [merchant.shopId]);
    const view = await refusal(addQuestion(theirs, productBook, elsewhere.shopId, { title: 'x', category: '', mode: 'both', hot: false, phrasings: [], negatives: [], answers: [{ type: 'product', productId: mine?.id as never }], followUpIds: [] }));
    expect(view).toMatchObject({ code: 'not_found', field: 'answers' });
  });
});

describe('exporting and importing again [KN5]', () => {
  const text = fc.oneof(fc.constantFrom('=1+1', "'-x", '@a', '---', '\\---', '_x0041_', 'a,b\t"c"', '第一行\n---\n第二行', '😀', '\u0000\u0001x', '\ud800y', ' 空 格 '), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }));
  const answer = fc.oneof(fc.record({ type: fc.constant('text'), text }), fc.record({ type: fc.constantFrom('image', 'video'), url: fc.constantFrom('https://a.example/1.png', '/files/ab/c.png'), alt: text }),
    fc.record({ type: fc.constant('product'), productId: fc.constantFrom('P1', '=P2') }));
  const library = fc.array(fc.record({ title: text, category: text, mode: fc.constantFrom('off', 'auto', 'assist', 'both'), phrasings: fc.array(text, { maxLength: 4 }), negatives: fc.array(text, { maxLength: 2 }), answers: fc.array(answer, { minLength: 1, maxLength: 4 }), hot: fc.boolean(), follow: fc.nat(5) }), { minLength: 1, maxLength: 5 });

  it('changes nothing, in any format, whatever the texts hold', async () => {
    await fc.assert(fc.asyncProperty(library, async (drawn) => {
      // Numbered, since a title or phrasing belongs to one question.
      const lines = drawn.map(({ title, follow, phrasings, negatives, answers, ...rest }, i): Line => ({ question: `${title} ${i}`, ...rest, phrasings: phrasings.map((one, j) => `${one} p${i}.${j}`), negatives: negatives.map((one, j) => `${one} n${i}.${j}`),
        answers: [...answers, { type: 'text', text: 'x' }], followUps: follow < drawn.length ? [`${drawn[follow]?.title} ${follow}`] : [] }));
      await importLines(lines, { mode: 'replace' });
      const before = Buffer.from(await exported('jsonl')).toString();
      for (const format of ['jsonl', 'csv', 'xlsx'] as const) {
        expect(await importLines([], { bytes: await exported(format), format, mode: 'replace' })).toMatchObject({ added: 0, changed: 0, removed: 0, questions: lines.length });
      }
      expect(Buffer.from(await exported('jsonl')).toString()).toBe(before);
    }), { numRuns: 25 });
  });

  it('brings a library to another shop as it was', async () => {
    await importLines([line('甲', { followUps: ['乙'], hot: true, negatives: ['不是'] }), line('乙', { phrasings: ['乙吗', '=乙'], answers: [{ type: 'product', productId: 'P1' }, { type: 'text', text: '看这个' }] })]);
    const [file, before] = [await exported('xlsx'), Buffer.from(await exported('jsonl')).toString()];
    await importLines([line('别的')], { mode: 'replace' });
    expect(await importLines([], { bytes: file, format: 'xlsx', mode: 'replace' })).toMatchObject({ added: 2, removed: 1 });
    expect(Buffer.from(await exported('jsonl')).toString()).toBe(before);
  });
});

describe('the published version [KN1]', () => {
  it('is what was published, whatever the draft has become', async () => {
    expect(await getPublishedLibrary(room.house.db, merchant.merchantId, merchant.shopId)).toBeNull();
    await importLines([line('甲', { followUps: ['乙', '停'] }), line('乙'), line('停', { mode: 'off' })]);
    expect(await publishLibrary(owner, merchant.shopId)).toMatchObject({ version: 1, questionCount: 2 });
    await importLines([line('丙')], { mode: 'replace' });
    const read = () => getPublishedLibrary(room.house.db, merchant.merchantId, merchant.shopId);
    expect((await read())?.questions.map((one) => [one.title, one.followUps.map((link) => link.title)])).toEqual([['甲', ['乙']], ['乙', []]]);
    expect(await read()).toBe(await read());
    await publishLibrary(owner, merchant.shopId);
    expect((await read())?.questions.map((one) => one.title)).toEqual(['丙']);
    const events = await room.house.db.query<{ payload: object }>("SELECT payload FROM events WHERE merchant_id = $1 AND type = 'library.published' ORDER BY position", [merchant.merchantId]);
    expect(events.map((event) => event.payload)).toEqual([{ shopId: merchant.shopId, version: 1 }, { shopId: merchant.shopId, version: 2 }]);
  });

  it('is not made of a library that would answer nothing [KN2]', async () => {
    expect((await refusal(publishLibrary(owner, merchant.shopId))).code).toBe('library_empty');
    await importLines([line('停', { mode: 'off' })]);
    expect((await refusal(publishLibrary(owner, merchant.shopId))).code).toBe('library_empty');
    await importLines([line('甲')]);
    expect((await publishLibrary(owner, merchant.shopId)).version).toBe(1);
  });
});
