// Checks which figures an evaluation gives and how a peer's are counted, on a folder of a few lines. How good the matcher is, golden.test.ts tells.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluateFolder } from './evaluate-folder.ts';
import { measurePeer } from './measure-peer.ts';
import type { Peer } from './peers/peer.ts';
import { table } from './table.ts';

const directory = mkdtempSync(join(tmpdir(), 'matcher-folder-'));
afterAll(() => rmSync(directory, { recursive: true }));
const lines = (pairs: readonly (readonly [string, string | null])[]): { text: string; label: string | null }[] => pairs.map(([text, label]) => ({ text, label }));
const write = (name: string, of: ReturnType<typeof lines>): void => writeFileSync(join(directory, name), of.map((line) => JSON.stringify(line)).join('\n'));
const library = lines([['什么时候发货', 'a'], ['多久能发出来', 'a'], ['怎么申请退款', 'b'], ['我要退款', 'b'], ['可以开发票吗', 'c'], ['发票怎么开', 'c']]);
const test = lines([['啥时候发货', 'a'], ['退款怎么申请', 'b'], ['能开发票吗', 'c'], ['开个发票', 'c']]);
write('library.jsonl', library);
write('library-3shot.jsonl', library);
write('test.jsonl', test);
write('near-oos.jsonl', lines([['你们店在哪里', null]]));

const KEYS = ['phrasings', 'topics', 'questions', 'top1', 'top3', 'nearAuroc', 'answeredAt95', 'precisionAt95', 'trainMs', 'p50Us', 'p99Us'];
/** Says a to everything, surest of what asks for an invoice. */
const stubborn: Peer = { name: 'stubborn', version: '1.2.3', train: () => Promise.resolve((text) => ['a', 'b'].map((topic, i) => ({ topic, score: (/发票/.test(text) ? 2 : 1) - i }))) };
const broken: Peer = { name: 'broken', train: () => Promise.reject(new Error('no wits')) };
const quiet = (): void => {};

describe('an evaluation', () => {
  it('has neither altered forms nor peers unless they are wanted', async () => {
    const evaluation = await evaluateFolder(directory, { altered: false, tell: quiet });
    expect(Object.keys(evaluation)).toEqual(['dataset', 'full', 'fewShot']);
    expect(evaluation.dataset).toBe(basename(directory));
    expect(Object.keys(evaluation.full)).toEqual(KEYS);
    expect(Object.keys(evaluation.fewShot ?? {})).toEqual(KEYS);
  });
  it('adds them beside the other figures, and a sentence for a peer that fails', async () => {
    const evaluation = await evaluateFolder(directory, { altered: true, peers: [stubborn, broken], tell: quiet });
    expect(Object.keys(evaluation.full)).toEqual([...KEYS, 'altered', 'peers']);
    expect(Object.keys(evaluation.full.altered ?? {})).toEqual(['typo', 'homophone', 'traditional']);
    expect(evaluation.full.altered?.traditional).toBe(evaluation.full.top1);
    expect(Object.keys(evaluation.full.peers ?? {})).toEqual(['stubborn']);
    expect(evaluation.peersLeftOut).toEqual(Array.from({ length: 2 }, () => 'broken failed on 6 phrasings and is left out there: no wits'));
    expect(table(evaluation)).toMatch(/^stubborn 1\.2\.3 +25 +50 /m);
  });
  it('adds what judged answers bring when that is wanted', async () => {
    const { full } = await evaluateFolder(directory, { altered: false, judged: true, tell: quiet });
    expect(Object.keys(full)).toEqual([...KEYS, 'judged']);
    expect(Object.keys(full.judged ?? {})).toEqual(['judged', 'unjudged', 'before', 'after30', 'after120', 'afterAll']);
    expect(table({ dataset: 'x', full })).toMatch(/^precisionAt95 after120 +\d/m);
  });
  it('refuses a folder that is not there', async () => {
    await expect(evaluateFolder(join(directory, 'none'), { altered: false, tell: quiet })).rejects.toThrow('no such folder');
  });
});

describe('a peer', () => {
  it('is counted by its first, its first three, and its own score of the first', async () => {
    const near = lines([['你们店在哪里', null]]);
    const figures = await measurePeer(stubborn, library, { test, near, altered: { typo: lines([['发货', 'a'], ['退款', 'b']]) } });
    // Two of four tests are surer than the near text, the other two as sure: (2 + 2 / 2) / 4.
    expect(figures).toEqual({ version: '1.2.3', top1: 25, top3: 50, nearAuroc: 0.75, trainMs: expect.any(Number), p50Us: expect.any(Number), altered: { typo: 50 } });
  });
});
