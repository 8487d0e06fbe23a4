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

/** Header and arrays (each in a buffer of its own, by position) from bytes. @throws Error, naming `what`, when they are cut off. */
export function unpackArrays<Header extends object>(bytes: Uint8Array, what: string): { header: Header; array(index: number): ArrayBuffer } {
  const length = bytes.byteLength < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length < 0 || 4 + length > bytes.byteLength) throw new Error(`not ${what}: it is cut off`);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header & { arrays: Entry[] };
  const buffers: ArrayBuffer[] = [];
  let at = aligned(4 + length);
  for (const { kind, length: count } of header.arrays) {
    const size = count * KINDS[kind].BYTES_PER_ELEMENT;
    if (at + size > bytes.byteLength) throw new Error(`not ${what}: it is cut off`);
    buffers.push(new Uint8Array(bytes.subarray(at, at + size)).buffer);
    at = aligned(at + size);
  }
  return { header, array: (index) => buffers[index]! };
}
