// Which rows are refused and why [KN4] [KN7] [KN9], and what an accepted file changes [KN5].
import type { ProductId, QuestionId } from '@qindesk/protocol';
import { describe, expect, it } from 'vitest';
import type { FileRow } from './files/entry.ts';
import { createProblems, rowProblem } from './files/row-problem.ts';
import { planImport, type ImportInput } from './plan-import.ts';
import type { Place, Question } from './question.ts';

const id = (n: number): QuestionId => `qst_${String(n).padStart(22, '0')}` as QuestionId;
const product = 'prd_0000000000000000000001' as ProductId;
const answer = { type: 'text', text: '亲，好的' } as const;
const place = { merchantId: 'org_1', shopId: 'shp_1' } as unknown as Place;
const question = (n: number, given: Partial<Question>): Question => ({ ...place, id: id(n), title: `问题${n}`, category: '', mode: 'both', hot: false, phrasings: [], negatives: [], answers: [answer], followUpIds: [], version: 1, updatedAt: new Date(0), ...given });
const row = (n: number, question: string, given: Partial<FileRow> = {}): FileRow => ({ row: n, question, answers: [answer], ...given });

const plan = async (rows: FileRow[], given: Partial<ImportInput> = {}) => {
  const problems = createProblems();
  let next = 100;
  const made = await planImport({ rows, existing: [], mode: 'merge', products: new Map([['P1', product]]), newIds: (count) => Array.from({ length: count }, () => id(next++)), ...given }, problems);
  return { ...made, problems: problems.list().map(({ row: at, code }) => [at, code]), messages: problems.list().map(({ message }) => message) };
};

describe('refused rows', () => {
  it.each<[string, FileRow, string]>([
    ['an empty question', row(2, '  '), 'empty_question'],
    ['a question that is too long', row(2, '长'.repeat(201)), 'too_long'],
    ['a phrasing that is too long', row(2, 'a', { phrasings: ['长'.repeat(201)] }), 'too_long'],
    ['an answer that is too long', row(2, 'a', { answers: [{ type: 'text', text: '长'.repeat(4001) }] }), 'too_long'],
    ['too many answers', row(2, 'a', { answers: Array.from({ length: 11 }, () => answer) }), 'too_many'],
    ['an unknown mode', row(2, 'a', { mode: 'always' }), 'unknown_mode'],
    ['no answer while the mode is not off [KN9]', row(2, 'a', { answers: [] }), 'no_answer'],
    ['an answer of spaces only', row(2, 'a', { answers: [{ type: 'text', text: ' \n ' }] }), 'no_answer'],
    ['an address that is not https', row(2, 'a', { answers: [{ type: 'image', url: 'javascript:alert(1)', alt: '' }] }), 'bad_url'],
    ['a product the shop does not have', row(2, 'a', { answers: [{ type: 'product', productId: 'P9' }] }), 'unknown_product'],
    ['a follow-up that does not exist', row(2, 'a', { followUps: ['没有这个'] }), 'unknown_follow_up'],
    ['a phrasing that is its own negative', row(2, 'a', { phrasings: ['b'], negatives: ['b'] }), 'phrasing_and_negative'],
  ])('%s', async (_, given, code) => {
    expect((await plan([given])).problems).toEqual([[2, code]]);
  });

  it('a question that is in the file twice, naming the other row', async () => {
    const { problems, messages } = await plan([row(2, '退货'), row(9, ' 退货 ')]);
    expect(problems).toEqual([[9, 'duplicate_question']]);
    expect(messages[0]?.en).toBe('The question "退货" is also in row 2');
  });

  it('a phrasing of another question of the file, or of the library, or that is its title [KN7]', async () => {
    const existing = [question(1, { phrasings: ['旧问法'] })];
    const rows = [row(2, 'a', { phrasings: ['同一句'] }), row(3, 'b', { phrasings: ['同一句', '旧问法', 'a'] }), row(4, '旧问法')];
    const { problems, messages } = await plan(rows, { existing });
    expect(problems).toEqual([[3, 'phrasing_elsewhere'], [3, 'phrasing_elsewhere'], [3, 'phrasing_elsewhere'], [4, 'phrasing_elsewhere']]);
    expect(messages.map((message) => message.zh)).toContain('“同一句”已属于问题“a”（第 2 行）');
    // What the file replaces claims nothing any more.
    expect((await plan([row(2, 'b', { phrasings: ['旧问法'] })], { existing, mode: 'replace' })).problems).toEqual([]);
  });

  it('all of them at once, a thousand listed and the rest counted [KN4]', async () => {
    const { problems } = await plan(Array.from({ length: 1500 }, (_, i) => row(i + 2, 'x'.repeat(i % 2), { mode: 'nope' })));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toEqual([0, 'more']);
  });

  it('a library larger than its limits', async () => {
    const many = Array.from({ length: 50_001 }, (_, i) => row(i + 2, `问题${i}`));
    expect((await plan(many)).problems).toEqual([[0, 'library_too_large']]);
  });
});

describe('an accepted file', () => {
  it('adds what is new in the order of the file, changes by title, leaves what is the same', async () => {
    const existing = [question(1, {}), question(2, { answers: [{ type: 'product', productId: product }] }), question(3, {})];
    const made = await plan([row(2, '新的', { followUps: ['问题3', '另一个'] }), row(3, '问题1', { hot: true }), row(4, '问题2', { answers: [{ type: 'product', productId: 'P1' }] }), row(5, '另一个')], { existing });
    expect(made.problems).toEqual([]);
    expect(made.added.map((one) => [one.id, one.title, one.followUpIds])).toEqual([[id(100), '新的', [id(3), id(101)]], [id(101), '另一个', []]]);
    expect(made.changed.map((one) => [one.id, one.hot])).toEqual([[id(1), true]]);
    expect(made.removed).toEqual([]);
  });

  it('leaves alone what it does not speak of', async () => {
    const before = question(1, { category: '售后', mode: 'assist', negatives: ['不是这个'], hot: true });
    const { changed } = await plan([{ row: 2, question: '问题1', phrasings: ['多一句'] }], { existing: [before] });
    expect(changed).toMatchObject([{ category: '售后', mode: 'assist', negatives: ['不是这个'], hot: true, answers: [answer], phrasings: ['多一句'] }]);
  });

  it('removes in replace mode what it does not name, and links to it', async () => {
    const existing = [question(1, { followUpIds: [id(2)] }), question(2, {})];
    const made = await plan([{ row: 2, question: '问题1' }], { existing, mode: 'replace' });
    expect(made).toMatchObject({ problems: [], removed: [id(2)], changed: [{ id: id(1), followUpIds: [] }], added: [] });
  });
});

describe('a problem', () => {
  it('is said in both languages, with long values cut', () => {
    expect(rowProblem(3, 'unknown_mode', { value: '长'.repeat(500) }).message.zh.length).toBeLessThan(120);
  });
});
