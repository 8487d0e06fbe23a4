// The built program of training in real threads: used again when idle, several at once, failures told. Not for what training makes of a library (packages/matcher).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { loadModel, match, readTrade } from '@qindesk/matcher';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTrainingThreads } from './training-thread.ts';

const here = import.meta.dirname;
const tradePath = resolve(here, '../../../../../packages/matcher/weights/trade.bin');
const dir = mkdtempSync(join(tmpdir(), 'qindesk-thread-'));
const file = join(dir, 'train-worker.mjs');
beforeAll(async () => { await build({ entryPoints: [join(here, 'train-worker.ts')], outfile: file, bundle: true, platform: 'node', format: 'esm', logLevel: 'error', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } }); });
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

const library = Array.from({ length: 30 }, (_, i) => ({ id: `q${i}`, phrasings: [`什么时候发${i}号货`, `第${i}件几天能到`, `${i}号怎么退`], negatives: [] }));
const added = { id: 'new', phrasings: ['可以礼品包装吗', '能包成礼物吗'], negatives: [] };
const answerOf = (bytes: Uint8Array, text: string): string | undefined => match(loadModel(bytes, readTrade(readFileSync(tradePath))), text).candidates[0]?.questionId;

it('an idle thread is asked again, and makes the next model out of the one before', async () => {
  const threads = createTrainingThreads(file, tradePath);
  const first = await threads.train({ questions: library, base: null });
  // As long as a trainer rests, as far as the thread is concerned.
  await new Promise((done) => setTimeout(done, 300));
  const second = await threads.train({ questions: [...library, added], base: first });
  expect(answerOf(second, '可以礼品包装吗')).toBe('new');
  expect(loadModel(second, readTrade(readFileSync(tradePath))).since.updates).toBe(1);
  const [third, fourth] = await Promise.all([threads.train({ questions: library, base: second }), threads.train({ questions: library, base: null })]);
  expect(answerOf(third, '可以礼品包装吗')).not.toBe('new');
  expect(answerOf(fourth, '第3件几天能到')).toBe('q3');
  expect((await threads.train({ questions: library, base: null })).length).toBe(fourth.length);
}, 60_000);

it('a thread that cannot work says so, and the next training has another', async () => {
  const threads = createTrainingThreads(file, join(dir, 'no-such-trade.bin'));
  for (let i = 0; i < 2; i++) await expect(threads.train({ questions: library, base: null })).rejects.toThrow(/no-such-trade/);
  const working = createTrainingThreads(file, tradePath);
  await expect(working.train({ questions: null as never, base: null })).rejects.toThrow();
  expect(answerOf(await working.train({ questions: library, base: null }), '第3件几天能到')).toBe('q3');
}, 60_000);
