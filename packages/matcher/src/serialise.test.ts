// Checks that training is deterministic and that a model survives being stored.
import { describe, expect, it } from 'vitest';
import { loadModel, match, type MatcherQuestion, serialiseModel, thresholds, trainModel } from './index.ts';

const LIBRARY: MatcherQuestion[] = [
  { id: 'ship', phrasings: ['什么时候发货', '多久能发出来', '今天发吗'], negatives: ['发货地址'] },
  { id: 'return', phrasings: ['怎么退货', '我想退掉', 'how do I return this'], negatives: [] },
  { id: 'size', phrasings: ['怎么选尺码', '穿多大码', '一米七穿什么码'], negatives: [] },
];
const TEXTS = ['啥时候发货', '想退', '发货地址在哪', 'how can i return it', '', '身高一米七'];

describe('a trained model', () => {
  it('is the same byte for byte when trained again', () => {
    expect(serialiseModel(trainModel(LIBRARY))).toEqual(serialiseModel(trainModel(LIBRARY)));
  });
  it('depends on the seed', () => {
    expect(serialiseModel(trainModel(LIBRARY, { seed: 2 }))).not.toEqual(serialiseModel(trainModel(LIBRARY)));
  });
  it('matches the same after being stored and loaded', () => {
    const model = trainModel(LIBRARY);
    const loaded = loadModel(serialiseModel(model));
    for (const text of TEXTS) expect(match(loaded, text)).toEqual(match(model, text));
    expect(thresholds(loaded, 0.95)).toEqual(thresholds(model, 0.95));
  });
  it('loads from a view into a larger buffer', () => {
    const bytes = serialiseModel(trainModel(LIBRARY));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(match(loadModel(larger.subarray(3)), '怎么退货').exact).toBe(true);
  });
  it('is refused when cut off or of another version', () => {
    const bytes = serialiseModel(trainModel(LIBRARY));
    expect(() => loadModel(bytes.subarray(0, 3))).toThrow('cut off');
    expect(() => loadModel(bytes.subarray(0, bytes.length - 64))).toThrow('cut off');
    const altered = bytes.slice();
    altered.set(new TextEncoder().encode('{"version":9'), 4);
    expect(() => loadModel(altered)).toThrow('version 9');
  });
  it('of no question can be stored too', () => {
    expect(match(loadModel(serialiseModel(trainModel([]))), '退货').candidates).toEqual([]);
  });
});
