// Many shops' models held in one process: what they weigh, and how long one takes to come up from its bytes. Not for large libraries.
import { loadModel, match, serialiseModel, type ShopModel, type Trade, trainModel } from '@qindesk/matcher';
import type { CorpusTopic } from '../packages/matcher/src/parse-topics.ts';
import { percentile } from './generator.ts';
import { cutLibrary, type Size } from './matcher-libraries.ts';
import { type Memory, settledMemory } from './process-memory.ts';

/** Shops trained; all others are copies of their bytes. */
const distinct = 8;
/** Lines that every shop reads before it counts as used: some parts of a model are only made when they are needed. */
const linesEach = 12;

const megabytes = (bytes: number): number => Math.round((bytes / 1e6) * 100) / 100;
const thousandths = (ms: number): number => Math.round(ms * 1000) / 1000;

const perShop = (before: Memory, after: Memory, shops: number): object => ({ residentMb: megabytes((after.resident - before.resident) / shops), heldMb: megabytes((after.held - before.held) / shops) });

/**
 * Loads `count` shops of `size`, lets every one match some of `lines`, and weighs the process before, between and after. The trade's weights are in it from the
 * beginning, once; `totalMb` is the whole process.
 */
export const weighShops = async (corpus: readonly CorpusTopic[], trade: Trade, size: Size, count: number, lines: readonly string[]): Promise<object> => {
  const stored = Array.from({ length: Math.min(distinct, count) }, (_, i) => serialiseModel(trainModel(cutLibrary(corpus, { ...size, seed: size.seed + i }).library, { trade })));
  const before = await settledMemory();
  const models: ShopModel[] = [];
  const loadMs: number[] = [];
  for (let i = 0; i < count; i++) {
    // A copy: a model is a view of its bytes, and shops share none.
    const bytes = (stored[i % stored.length] as Uint8Array).slice();
    const from = performance.now();
    models.push(loadModel(bytes, trade));
    loadMs.push(performance.now() - from);
  }
  const loaded = await settledMemory();
  const [firstUs, laterUs]: [number[], number[]] = [[], []];
  models.forEach((model, i) => {
    for (let n = 0; n < linesEach; n++) {
      const from = performance.now();
      match(model, lines[(i * linesEach + n) % lines.length] as string);
      (n === 0 ? firstUs : laterUs).push((performance.now() - from) * 1000);
    }
  });
  const used = await settledMemory();
  return {
    shops: models.length, distinct: stored.length, phrasingsEach: size.phrasings, bytesEach: Math.round(stored.reduce((sum, bytes) => sum + bytes.length, 0) / stored.length),
    beforeMb: megabytes(before.resident), loadedMb: megabytes(loaded.resident), totalMb: megabytes(used.resident),
    perShopLoaded: perShop(before, loaded, count), perShopUsed: perShop(before, used, count),
    loadMs: { first: thousandths(loadMs[0] ?? Number.NaN), p50: thousandths(percentile(loadMs, 50)), p99: thousandths(percentile(loadMs, 99)) },
    firstMatchUs: { p50: Math.round(percentile(firstUs, 50)), p99: Math.round(percentile(firstUs, 99)) },
    laterMatchUs: { p50: Math.round(percentile(laterUs, 50)), p99: Math.round(percentile(laterUs, 99)) },
  };
};
