// Arrays as bytes and back.
import { expect, it } from 'vitest';
import { packArrays, packHalves, unpackArrays, unpackHalves } from './packed.ts';

it('packs values of four bits two to a byte', () => {
  const values = Int8Array.of(-7, 7, 0, -1, 3, -8, 5);
  const bytes = packHalves(values);
  expect(bytes.length).toBe(4);
  expect(unpackHalves(bytes, values.length)).toEqual(values);
});

it('gives back header and arrays, of a view into a larger buffer too', () => {
  const bytes = packArrays({ name: 'x' }, [Int8Array.of(1, -2), Float64Array.of(0.5)]);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  const { header, array } = unpackArrays<{ name: string }>(larger.subarray(3), 'a test');
  expect([header.name, array('Int8Array', 0), array('Float64Array', 1)]).toEqual(['x', Int8Array.of(1, -2), Float64Array.of(0.5)]);
  expect(() => array('Uint8Array', 0)).toThrow('a test');
  expect(() => unpackArrays(bytes.subarray(0, bytes.length - 8), 'a test')).toThrow('cut off');
});
