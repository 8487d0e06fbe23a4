// Tests of adding a day up from slices: the same sums as over all conversations at once, whatever was replaced on the way.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSlices, durationsOf, type Slice } from './slices.ts';

interface One { consumer: number; served: boolean; ms: number | null }
const sliceOf = (ones: readonly One[]): Slice => ({
  conversations: ones.length, robotReceived: 0, robotHandedOver: 0, robotOnly: 0, abandoned: 0, rated: 0, satisfied: 0, asked: Float64Array.from(ones, (one) => one.consumer),
  served: Float64Array.from(ones.filter((one) => one.served), (one) => one.consumer), firstResponse: Float64Array.from(ones.flatMap((one) => (one.ms === null ? [] : [one.ms]))),
  response: new Float64Array(), queueTime: new Float64Array(), members: new Map([['mem_a', ones.filter((one) => one.served).length]]),
});
const one = fc.record({ consumer: fc.nat({ max: 8 }), served: fc.boolean(), ms: fc.option(fc.nat({ max: 1000 })) });

test('average, median and p90 go between values by a straight line, and are null of nothing', () => {
  expect(durationsOf([])).toEqual({ averageMs: null, medianMs: null, p90Ms: null, count: 0 });
  expect(durationsOf([Float64Array.of(40, 10), Float64Array.of(30, 20)])).toEqual({ averageMs: 25, medianMs: 25, p90Ms: 37, count: 4 });
});

test('a consumer with two conversations counts once a day, and once in each slice', () => {
  const slices = createSlices();
  slices.put(3, sliceOf([{ consumer: 1, served: true, ms: 5 }, { consumer: 1, served: false, ms: null }]));
  slices.put(9, sliceOf([{ consumer: 1, served: false, ms: null }]));
  expect(slices.sums()).toMatchObject({ asked: 1, received: 1, conversations: 3 });
  expect([...slices.sums().trend]).toEqual([[3, 1], [9, 1]]);
});

test('slices replaced and emptied in any order leave the sums of what stands [MN1]', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat({ max: 4 }), fc.option(fc.array(one, { maxLength: 6 }))), { maxLength: 30 }), (puts) => {
    const [slices, standing] = [createSlices(), new Map<number, One[]>()];
    for (const [number, ones] of puts) {
      slices.put(number, ones && sliceOf(ones));
      slices.sums();
      if (ones) standing.set(number, ones); else standing.delete(number);
    }
    const all = [...standing.values()].flat();
    const sums = slices.sums();
    expect(sums.asked).toBe(new Set(all.map((each) => each.consumer)).size);
    expect(sums.received).toBe(new Set(all.filter((each) => each.served).map((each) => each.consumer)).size);
    expect(sums.firstResponse).toEqual(durationsOf([Float64Array.from(all.flatMap((each) => (each.ms === null ? [] : [each.ms])))]));
    expect(sums.receivedBy.get('mem_a') ?? 0).toBe(all.filter((each) => each.served).length);
    expect(new Set(sums.trend.keys())).toEqual(new Set(standing.keys()));
  }));
});
