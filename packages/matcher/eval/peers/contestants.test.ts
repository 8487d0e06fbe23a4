// Checks the peers on a library of four topics, and what is said when their packages cannot be had. Figures are not tested here.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { gatherContestants } from './contestants.ts';
import { arePeersThere, reasonIn } from './install.ts';
import { nearestPhrasing, softmaxRegression } from './references.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const bare = mkdtempSync(join(tmpdir(), 'matcher-peers-'));
for (const file of ['package.json', 'package-lock.json']) cpSync(join(folder, file), join(bare, file));
afterAll(() => rmSync(bare, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const library = [
  ['什么时候发货', 'shipping'], ['多久能发出来', 'shipping'], ['怎么还没发货', 'shipping'],
  ['怎么申请退款', 'refund'], ['我要退款', 'refund'], ['退款在哪里申请', 'refund'],
  ['可以开发票吗', 'invoice'], ['发票怎么开', 'invoice'], ['要一张发票', 'invoice'],
  ['怎么修改收货地址', 'address'], ['地址写错了', 'address'], ['能改地址吗', 'address'],
].map(([text = '', label = '']) => ({ text, label }));
const questions = [['啥时候发货呀', 'shipping'], ['退款怎么申请的', 'refund'], ['能不能开发票', 'invoice'], ['收货地址错了想改', 'address']] as const;

describe('the plain references', () => {
  it.each([nearestPhrasing, softmaxRegression])('$name puts the right topic first, with a score in 0..1', async (peer) => {
    const ask = await peer.train(library, true);
    for (const [text, topic] of questions) {
      const [first, ...others] = await ask(text);
      expect(first?.topic).toBe(topic);
      expect(first?.score).toBeGreaterThan(0);
      expect(first?.score).toBeLessThanOrEqual(1.0001);
      for (const other of others) expect(other.score).toBeLessThanOrEqual(first?.score ?? 0);
    }
  });
  it('nearestPhrasing finds a phrasing itself at cosine 1, and nothing for a text without any known character', async () => {
    const ask = await nearestPhrasing.train(library, true);
    expect((await ask('我要退款'))[0]?.score).toBeCloseTo(1, 5);
    expect(await ask('xyz')).toEqual([]);
  });
});

describe('the packages', () => {
  it('are asked for only where they are not, and without them the references remain, with a sentence', async () => {
    expect(arePeersThere(bare)).toBe(false);
    // npm itself, with an empty cache and forbidden to use the network.
    mkdirSync(join(bare, 'cache'));
    vi.stubEnv('npm_config_offline', 'true');
    vi.stubEnv('npm_config_cache', join(bare, 'cache'));
    const told: string[] = [];
    const { peers, leftOut } = await gatherContestants(bare, (line) => told.push(line));
    expect(told).toHaveLength(1);
    expect(peers.map(({ name }) => name)).toEqual(['nearestPhrasing', 'softmaxRegression']);
    expect(leftOut).toBe('nlp.js, minisearch and fastText could not be installed and are left out: the npm registry cannot be reached.');
  });
  it('are missing for a reason that is told in plain words', () => {
    expect(reasonIn('npm error code EACCES\n')).toBe('this user may not write there');
    expect(reasonIn('npm error something odd\n\n')).toBe('npm said: npm error something odd');
  });
  it.skipIf(!arePeersThere(folder))('put the right topic first', async () => {
    const { peers } = await gatherContestants(folder, () => {});
    expect(peers.filter(({ version }) => version !== undefined).map(({ name }) => name)).toEqual(['nlpJs', 'minisearch', 'fastText']);
    for (const peer of peers) {
      const ask = await peer.train(library, true);
      for (const [text, topic] of questions) expect(`${peer.name}: ${(await ask(text))[0]?.topic}`).toBe(`${peer.name}: ${topic}`);
    }
  });
});
