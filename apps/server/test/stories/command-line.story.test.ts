// The command `qindesk` as an operator runs it: a process of its own against a running server.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app.ts';
import { seedDemo } from '../../src/demo/index.ts';
import { createMember } from '../../src/modules/identity/index.ts';
import { readConfig } from '../../src/platform/index.ts';
import { foundMerchant } from '../world/room-house.ts';

const serverDir = resolve(import.meta.dirname, '../..');
const command = resolve(serverDir, '../cli/bin/qindesk.mjs');
let app: App;
let dir: string;
/** A shop of three questions, whose robot learns in a moment, and its owner. */
let small: string;
const owner = { QINDESK_EMAIL: 'owner@small.example', QINDESK_PASSWORD: 'a-password-of-tests' };
const smallLibrary = [['怎么选尺码', ['选多大', '穿几码合适', '尺码怎么看']], ['用的是什么快递', ['发什么快递', '哪家物流', '能发顺丰吗']], ['怎么开发票', ['可以开票吗', '发票怎么申请', '要一张发票']]] as const;
beforeAll(async () => {
  const config = readConfig({ ...process.env, PORT: '0', ROLES: 'web', QINDESK_TEST: 'on', LOG_LEVEL: 'error' }, [], serverDir);
  app = await startApp(config, config.databaseUrl ?? '');
  await seedDemo(app.house, app.auth);
  const merchant = await foundMerchant(app.house);
  small = merchant.slug;
  await createMember(app.house, app.auth, { organisationId: merchant.merchantId, name: '店主', email: owner.QINDESK_EMAIL, password: owner.QINDESK_PASSWORD, role: 'owner', capacity: 1 });
  dir = await mkdtemp(join(tmpdir(), 'qindesk-cli-'));
  await writeFile(inDir('small.jsonl'), smallLibrary.map(([question, phrasings]) => JSON.stringify({ question, phrasings, answers: [{ type: 'text', text: `亲，${question}` }] })).join('\n'));
}, 120_000);
afterAll(async () => { await app.stop(); await rm(dir, { recursive: true, force: true }); });

interface Ended { code: number; out: string; said: string }
const qindesk = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((done) => {
    const child = execFile(process.execPath, [command, ...args], { env: { ...process.env, QINDESK_URL: app.address, ...env }, maxBuffer: 64 * 1024 * 1024 }, (error, out, said) => {
      done({ code: error ? Number(error.code) : 0, out, said });
    });
    child.stdin?.end();
  });
const inDir = (name: string): string => join(dir, name);

describe('qindesk ask', () => {
  it('prints the decision with its reasons for each question, then the counts, once a library is published', async () => {
    const before = await qindesk(['ask', '--shop', small, '--json', '怎么选尺码'], owner);
    expect(JSON.parse(before.out.split('\n')[0] ?? '')).toMatchObject({ text: '怎么选尺码', question: null });
    expect((await qindesk(['library', 'import', '--shop', small, '--file', inDir('small.jsonl'), '--publish'], owner)).out).toMatch(/3 added[\s\S]*Published as version 1/);
    await writeFile(inDir('questions.jsonl'), '{"text":"怎么选尺码"}\n转人工\n\n{"text":"天上有几颗星星"}\n');
    const { code, out } = await qindesk(['ask', '--shop', small, '--file', inDir('questions.jsonl'), '--json', '用的是什么快递'], owner);
    expect(code).toBe(0);
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line.text)).toEqual(['用的是什么快递', '怎么选尺码', '转人工', '天上有几颗星星', undefined]);
    expect(lines.slice(0, 3).map((line) => [line.decision, line.question])).toEqual([['answer', '用的是什么快递'], ['answer', '怎么选尺码'], ['handover', null]]);
    for (const line of lines.slice(0, 4)) { expect(line.confidence).toEqual(expect.any(Number)); expect((line.reasons as string[]).length).toBeGreaterThan(0); }
    const { total, ...counts } = lines[4] as Record<string, number>;
    expect(total).toBe(4);
    expect(Object.keys(counts).sort()).toEqual(['answered', 'asked', 'handedOver', 'offered', 'silent']);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  it('shows that a bare order number is no question [BT4]', async () => {
    const { out } = await qindesk(['ask', '--shop', small, '--json', '2026112100001'], owner);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({ decision: 'ask', question: null, reasons: ['unanswered:1', 'detail:order'] });
  });

  it('asks as a consumer who looks at a product, or has an order in a state [BT6]', async () => {
    const reasonsOf = async (...more: string[]): Promise<string[]> => { const { out } = await qindesk(['ask', '--shop', 'apparel', '--json', ...more]); return (JSON.parse(out.split('\n')[0] ?? '') as { reasons: string[] }).reasons; };
    expect(await reasonsOf('--product', 'QH-1012', '选多大码')).toContain('context:product:鞋子');
    expect(await reasonsOf('--order', 'shipped', '改地址')).toContain('context:order:shipped');
    expect(await qindesk(['ask', '--shop', 'apparel', '--product', 'QH-0', 'x'])).toMatchObject({ code: 1, said: expect.stringContaining('no product "QH-0"') });
    expect(await qindesk(['ask', '--shop', 'apparel', '--order', 'lost', 'x'])).toMatchObject({ code: 2, said: expect.stringContaining('unpaid, paid') });
  });

  it('prints a table for people', async () => {
    const { out } = await qindesk(['ask', '--shop', small, '怎么开发票'], owner);
    expect(out).toMatch(/怎么开发票 +回答 answer/);
    expect(out).toMatch(/1 asked: 1 \(100.0 %\) answered/);
  });
});

describe('qindesk library', () => {
  it('exports and imports again without a change, in every format [KN5]', async () => {
    for (const format of ['jsonl', 'csv', 'xlsx']) {
      const file = inDir(`library.${format}`);
      expect((await qindesk(['library', 'export', '--shop', 'apparel', '--file', file])).code).toBe(0);
      const { code, out } = await qindesk(['library', 'import', '--shop', 'apparel', '--file', file, '--replace', '--json']);
      expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ added: 0, changed: 0, removed: 0, dryRun: false })]);
    }
  });

  it('tells every bad row and imports nothing [KN3] [KN4]', async () => {
    await writeFile(inDir('bad.csv'), '问题,问法,答案\n一个新问题,新问法,好的\n,孤零零,a\n另一个新问题,b,\n');
    const { code, said } = await qindesk(['library', 'import', '--shop', 'apparel', '--file', inDir('bad.csv')]);
    expect(code).toBe(1);
    expect(said).toMatch(/row 3 .*The question is empty/);
    expect(said).toMatch(/row 4 .*There is no answer/);
    await qindesk(['library', 'export', '--shop', 'apparel', '--file', inDir('after.jsonl')]);
    expect(await readFile(inDir('after.jsonl'), 'utf8')).not.toContain('一个新问题');
  });
});

describe('qindesk member add', () => {
  it('adds a person who may then sign in', async () => {
    const added = await qindesk(['member', 'add', 'new@small.example', '--name', '新来的', '--role', 'trainer', '--json'], owner);
    expect(added.code).toBe(0);
    const { password } = JSON.parse(added.out) as { password: string };
    expect((await qindesk(['library', 'export', '--shop', small, '--email', 'new@small.example', '--password', password, '--file', inDir('mine.csv')])).code).toBe(0);
    expect(await qindesk(['member', 'add', 'new@small.example', '--name', 'x', '--role', 'agent'], owner)).toMatchObject({ code: 1, said: expect.stringContaining('It exists already') });
  });
});

describe('when it cannot be done', () => {
  it('says why and what to do, with 2 for what could not be tried and 1 for what was refused', async () => {
    const nobody = { QINDESK_URL: 'http://127.0.0.1:1' };
    expect(await qindesk(['ask', '--shop', 'apparel', 'x'], nobody)).toMatchObject({ code: 2, said: expect.stringContaining('`npm start`') });
    expect(await qindesk(['library', 'export', '--shop', 'apparel', '--file', inDir('x.csv')], nobody)).toMatchObject({ code: 2, said: expect.stringContaining('`npm start`') });
    expect(await qindesk(['ask', '--shop', 'nope', 'x'])).toMatchObject({ code: 1, said: expect.stringContaining('apparel, fresh') });
    expect(await qindesk(['ask', '--shop', 'apparel'])).toMatchObject({ code: 2, said: expect.stringContaining('nothing to ask') });
    expect(await qindesk(['ask', '--shop', 'apparel', '--email', 'owner@qinghe.example', '--password', 'wrong-password', 'x'])).toMatchObject({ code: 2, said: expect.stringContaining('wrong') });
    expect((await qindesk(['frobnicate'])).code).toBe(2);
    expect((await qindesk(['--help'])).code).toBe(0);
  });

  it('migrates the database that is named, and names the one it cannot reach without its password', async () => {
    expect(await qindesk(['migrate'])).toMatchObject({ code: 0, out: expect.stringContaining('up to date') });
    const { code, said } = await qindesk(['migrate'], { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' });
    expect(code).toBe(2);
    expect(said).toMatch(/postgres:\/\/u@127.0.0.1:1\/x cannot be migrated/);
    expect(said).not.toContain('secret');
  });
});
