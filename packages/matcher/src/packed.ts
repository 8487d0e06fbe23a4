// A header and typed arrays as one byte array, for storing and for moving between threads. Not for what they mean.
const KINDS = { Uint32Array, Float32Array, Float64Array, Int8Array, Uint8Array, Uint16Array } as const;
type Kind = keyof typeof KINDS;
export type AnyArray = Uint32Array | Float32Array | Float64Array | Int8Array | Uint8Array | Uint16Array;
type Entry = { kind: Kind; length: number };

/** Arrays start at multiples of eight, as Float64Array needs. */
const aligned = (offset: number): number => (offset + 7) & ~7;

const kindOf = (array: AnyArray): Kind => array.constructor.name as Kind;

/** Layout: length of the header, header (JSON) with the arrays' kinds and lengths, arrays one after another. */
export function packArrays(header: object, arrays: readonly AnyArray[]): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify({ ...header, arrays: arrays.map((array): Entry => ({ kind: kindOf(array), length: array.length })) }));
  let size = aligned(4 + head.length);
  for (const array of arrays) size = aligned(size + array.byteLength);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = aligned(4 + head.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

/** Arrays are views of the bytes, which must not change any more; a caller that says another kind than was packed gets an error. */
export type Unpacked<Header> = { header: Header; array<K extends Kind>(kind: K, index: number): InstanceType<(typeof KINDS)[K]> };

/** Header and arrays, by position. Views where the bytes begin at a multiple of eight, else of a copy. @throws Error, naming `what`, when they are cut off. */
export function unpackArrays<Header extends object>(given: Uint8Array, what: string): Unpacked<Header> {
  const bytes = given.byteOffset % 8 === 0 ? given : Uint8Array.from(given);
  const length = bytes.byteLength < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length < 0 || 4 + length > bytes.byteLength) throw new Error(`not ${what}: it is cut off`);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header & { arrays: Entry[] };
  const offsets: number[] = [];
  let at = aligned(4 + length);
  for (const { kind, length: count } of header.arrays) {
    const size = count * KINDS[kind].BYTES_PER_ELEMENT;
    if (at + size > bytes.byteLength) throw new Error(`not ${what}: it is cut off`);
    offsets.push(bytes.byteOffset + at);
    at = aligned(at + size);
  }
  return {
    header,
    array: (kind, index) => {
      const entry = header.arrays[index];
      if (entry?.kind !== kind) throw new Error(`not ${what}: array ${index} is ${entry?.kind ?? 'missing'}, not ${kind}`);
      return new KINDS[kind](bytes.buffer as ArrayBuffer, offsets[index], entry.length) as InstanceType<(typeof KINDS)[typeof kind]>;
    },
  };
}

/** Values −8 to 7 as two to a byte, the first in the lower half. */
export function packHalves(values: Int8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 2));
  for (let i = 0; i < values.length; i++) bytes[i >> 1] = bytes[i >> 1]! | ((values[i]! & 15) << (i % 2 === 0 ? 0 : 4));
  return bytes;
}

/** The `count` values that {@link packHalves} packed. */
export function unpackHalves(bytes: Uint8Array, count: number): Int8Array {
  const values = new Int8Array(count);
  // Shifted to the top and back, so that the sign comes along.
  for (let i = 0; i < count; i++) values[i] = (bytes[i >> 1]! << (i % 2 === 0 ? 28 : 24)) >> 28;
  return values;
}
