// The command `qindesk` as an operator runs it: a process of its own against a running server.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app.ts';
import { seedDemo } from '../../src/demo/index.ts';
import { readConfig } from '../../src/platform/index.ts';

const serverDir = resolve(import.meta.dirname, '../..');
const command = resolve(serverDir, '../cli/bin/qindesk.mjs');
let app: App;
let dir: string;
beforeAll(async () => {
  const config = readConfig({ ...process.env, PORT: '0', QINDESK_TEST: 'on', LOG_LEVEL: 'error' }, [], serverDir);
  app = await startApp(config, config.databaseUrl ?? '');
  await seedDemo(app.house, app.auth);
  dir = await mkdtemp(join(tmpdir(), 'qindesk-cli-'));
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
  it('prints the decision with its reasons for each question, then the counts', async () => {
    await writeFile(inDir('questions.jsonl'), '{"text":"怎么选尺码"}\n转人工\n\n{"text":"天上有几颗星星"}\n');
    const { code, out } = await qindesk(['ask', '--shop', 'apparel', '--file', inDir('questions.jsonl'), '--json', '用的是什么快递']);
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

  it('prints a table for people', async () => {
    const { out } = await qindesk(['ask', '--shop', '海岸线生鲜旗舰店', '三文鱼可以生吃吗']);
    expect(out).toMatch(/三文鱼可以生吃吗 +回答 answer/);
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

  it('publishes when asked to, and the robot answers from it', async () => {
    await writeFile(inDir('one.jsonl'), `${JSON.stringify({ question: '店里有猫吗', phrasings: ['你们店有没有猫', '店里养猫吗'], answers: [{ type: 'text', text: '亲，有一只三花' }] })}\n`);
    expect((await qindesk(['library', 'import', '--shop', 'apparel', '--file', inDir('one.jsonl'), '--dry-run'])).out).toContain('1 added');
    expect((await qindesk(['library', 'import', '--shop', 'apparel', '--file', inDir('one.jsonl'), '--publish'])).out).toMatch(/Published as version 2/);
    expect((await qindesk(['ask', '--shop', 'apparel', '--json', '店里有猫吗'])).out).toContain('"question":"店里有猫吗"');
  }, 120_000);
});

describe('qindesk member add', () => {
  it('adds a person who may then sign in', async () => {
    const owner = { QINDESK_EMAIL: 'owner@coastline.example', QINDESK_PASSWORD: 'qindesk-demo' };
    const added = await qindesk(['member', 'add', 'new@coastline.example', '--name', '新来的', '--role', 'trainer', '--json'], owner);
    expect(added.code).toBe(0);
    const { password } = JSON.parse(added.out) as { password: string };
    expect((await qindesk(['ask', '--shop', 'fresh', '--email', 'new@coastline.example', '--password', password, '多少钱包邮'])).code).toBe(0);
    expect(await qindesk(['member', 'add', 'new@coastline.example', '--name', 'x', '--role', 'agent'], owner)).toMatchObject({ code: 1, said: expect.stringContaining('It exists already') });
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
