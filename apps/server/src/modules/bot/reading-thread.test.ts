// The built program of reading in a real thread: what it reads is what would be read here, models come and go, failures are told. Not for what a line means (packages/matcher).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { ENOUGH_JUDGED, match, refineModel, serialiseModel, trainModel } from '@qindesk/matcher';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { House } from '../../platform/index.ts';
import { readAhead, worthAThread } from './read-ahead.ts';
import { createReadingThread, type Ask, type ReadingThread } from './reading-thread.ts';
import { loadTrade } from './trade.ts';
import { trainedFrom, type Trained } from './trained.ts';

const here = import.meta.dirname;
const tradePath = resolve(here, '../../../../../packages/matcher/weights/trade.bin');
const { trade } = loadTrade(tradePath);
const dir = mkdtempSync(join(tmpdir(), 'qindesk-reading-'));
const file = join(dir, 'read-worker.mjs');
beforeAll(async () => { await build({ entryPoints: [join(here, 'read-worker.ts')], outfile: file, bundle: true, platform: 'node', format: 'esm', logLevel: 'error', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } }); });
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

const train = (from: number): Trained =>
  trainedFrom(serialiseModel(trainModel(Array.from({ length: 12 }, (_, i) => ({ id: `q${from + i}`, phrasings: [`什么时候发${from + i}号货`, `第${from + i}件几天能到`, `${from + i}号怎么退`], negatives: [] })), { trade })), trade);
const [one, other] = [train(0), train(50)];
const lines = ['什么时候发3号货', '3号几时能发走', '能开发票吗', '你好', '', ...Array.from({ length: worthAThread }, (_, i) => `第${i}件还要几天`)];
const told: string[] = [];
const house = { log: { warn: (about: { error: string }) => { told.push(about.error); } } } as unknown as House;

it('reads with many models what each reads here, also as judgements have bent it', async () => {
  const thread = createReadingThread(file, tradePath);
  const bent = { model: refineModel(one.model, Array.from({ length: ENOUGH_JUDGED }, () => ({ logit: 2, right: false, demoted: false }))), bytes: one.bytes };
  const asks: Ask[] = [{ brain: one, lines }, { brain: other, lines: ['第52件几天能到'] }, { brain: bent, lines }];
  const found = await thread.read(asks);
  expect(found).toEqual(asks.map(({ brain, lines: asked }) => asked.map((line) => match(brain.model, line))));
  expect(found[2]?.[1]?.confidence).toBeLessThan(found[0]?.[1]?.confidence ?? 0);
}, 60_000);

it('forgets models that no longer fit and is given them again', async () => {
  const thread = createReadingThread(file, tradePath, one.bytes.byteLength + 1);
  for (const brain of [one, other, one, other]) expect(await thread.read([{ brain, lines }])).toEqual([lines.map((line) => match(brain.model, line))]);
  expect((await Promise.all([one, other, one].map((brain) => thread.read([{ brain, lines: ['3号怎么退'] }])))).map(([found]) => found?.[0]?.candidates[0]?.questionId)).toEqual(['q3', match(other.model, '3号怎么退').candidates[0]?.questionId, 'q3']);
}, 60_000);

it('a thread that cannot work says so, and what it should have read is read here', async () => {
  const thread = createReadingThread(file, join(dir, 'no-such-trade.bin'));
  for (let i = 0; i < 2; i++) await expect(thread.read([{ brain: one, lines }])).rejects.toThrow(/no-such-trade/);
  const read = (await readAhead(house, [{ brain: one, lines }], thread))(one.model);
  expect(told.some((error) => error.includes('no-such-trade'))).toBe(true);
  expect(lines.map(read)).toEqual(lines.map((line) => match(one.model, line)));
  // Bytes that are no model end the thread; the next read has another.
  const working = createReadingThread(file, tradePath);
  await expect(working.read([{ brain: { model: one.model, bytes: new Uint8Array(3) }, lines }])).rejects.toThrow(/cut off/);
  expect(await working.read([{ brain: one, lines }])).toEqual([lines.map((line) => match(one.model, line))]);
}, 60_000);

it('a thread that is silent is given up', async () => {
  const silent = join(dir, 'silent.mjs');
  writeFileSync(silent, "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});");
  const thread = createReadingThread(silent, tradePath, undefined, 200);
  await expect(Promise.all([thread.read([{ brain: one, lines }]), thread.read([{ brain: other, lines }])])).rejects.toThrow(/did not answer/);
}, 60_000);

it('is asked for many lines at once, each line once, and not for few', async () => {
  const asked: (readonly Ask[])[] = [];
  const thread = createReadingThread(file, tradePath);
  const watched: ReadingThread = { read: (asks) => { asked.push(asks); return thread.read(asks); } };
  const few = (await readAhead(house, [{ brain: one, lines: lines.slice(0, worthAThread - 1) }], watched))(one.model);
  expect(asked).toEqual([]);
  expect(few('3号怎么退')).toEqual(match(one.model, '3号怎么退'));
  const readers = await readAhead(house, [{ brain: one, lines }, { brain: other, lines: ['第52件几天能到'] }, { brain: one, lines }], watched);
  expect(asked.map((asks) => asks.map(({ lines: each }) => each.length))).toEqual([[lines.length, 1]]);
  expect(readers(other.model)('第52件几天能到').candidates[0]?.questionId).toBe('q52');
  // What was not read ahead is read where it is needed.
  expect(readers(one.model)('5号怎么退').candidates[0]?.questionId).toBe('q5');
}, 60_000);
