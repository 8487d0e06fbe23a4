// A model as bytes and back, for storing it and for moving it between threads. Layout: length of the header, header (JSON), arrays one after another.
import type { Core } from './core.ts';
import { completeModel, type ShopModel, type StoredModel } from './model.ts';
import type { DialPosition } from './types.ts';
import { restoreVocabulary } from './vocabulary.ts';

/** Raised with every change of the layout or of what the numbers mean; an old model is refused and must be trained anew. */
const VERSION = 1;

const KINDS = { Uint32Array, Float32Array, Float64Array, Int8Array, Uint16Array } as const;
type Kind = keyof typeof KINDS;
type AnyArray = Uint32Array | Float32Array | Float64Array | Int8Array | Uint16Array;
type ArrayEntry = { kind: Kind; length: number };
type Header = { version: number; questionIds: string[]; phrasings: string[]; negatives: string[]; dial: DialPosition[]; labels: number; unknownIdf: number; arrays: ArrayEntry[] };

function arraysOf(model: StoredModel): (readonly [Kind, AnyArray])[] {
  const { core, negatives } = model;
  return [
    ['Uint32Array', core.vocabulary.hashes], ['Float32Array', core.vocabulary.idf],
    ['Int8Array', core.head.weights], ['Float32Array', core.head.scales], ['Float32Array', core.head.bias],
    ['Uint32Array', core.rows.starts], ['Uint32Array', core.rows.ids], ['Uint16Array', core.rows.values],
    ['Uint32Array', core.firstRow], ['Float32Array', core.sumNorm],
    ['Uint32Array', negatives.owner], ['Uint32Array', negatives.rows.starts], ['Uint32Array', negatives.rows.ids], ['Uint16Array', negatives.rows.values],
    ['Float64Array', model.calibrator], ['Float32Array', core.usual.cosine], ['Float32Array', core.usual.centroid],
  ];
}

/** Arrays start at multiples of eight, as Float64Array needs. */
function aligned(offset: number): number {
  return (offset + 7) & ~7;
}

/** The model as one transferable byte array. */
export function serialiseModel(model: ShopModel): Uint8Array {
  const arrays = arraysOf(model);
  const header: Header = {
    version: VERSION, questionIds: model.questionIds, phrasings: model.phrasings, negatives: model.negatives.texts, dial: model.dial,
    labels: model.core.labels, unknownIdf: model.core.vocabulary.unknownIdf, arrays: arrays.map(([kind, array]) => ({ kind, length: array.length })),
  };
  const head = new TextEncoder().encode(JSON.stringify(header));
  let size = aligned(4 + head.length);
  for (const [, array] of arrays) size = aligned(size + array.byteLength);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = aligned(4 + head.length);
  for (const [, array] of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

function readHeader(bytes: Uint8Array): { header: Header; end: number } {
  const length = bytes.byteLength < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length < 0 || 4 + length > bytes.byteLength) throw new Error('not a matcher model: it is cut off');
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  if (header.version !== VERSION) throw new Error(`matcher model of version ${header.version}, this is version ${VERSION}: train it anew`);
  return { header, end: aligned(4 + length) };
}

function readArrays(bytes: Uint8Array, entries: readonly ArrayEntry[], from: number): (index: number) => ArrayBuffer {
  const slices: ArrayBuffer[] = [];
  let at = from;
  for (const { kind, length } of entries) {
    const size = length * KINDS[kind].BYTES_PER_ELEMENT;
    if (at + size > bytes.byteLength) throw new Error('not a matcher model: it is cut off');
    slices.push(new Uint8Array(bytes.subarray(at, at + size)).buffer);
    at = aligned(at + size);
  }
  return (index) => slices[index]!;
}

/** The model from its bytes. @throws Error when the bytes are cut off or of another version. */
export function loadModel(bytes: Uint8Array): ShopModel {
  const { header, end } = readHeader(bytes);
  const array = readArrays(bytes, header.arrays, end);
  const core: Core = {
    labels: header.labels,
    vocabulary: restoreVocabulary(new Uint32Array(array(0)), new Float32Array(array(1)), header.unknownIdf),
    head: { labels: header.labels, weights: new Int8Array(array(2)), scales: new Float32Array(array(3)), bias: new Float32Array(array(4)) },
    rows: { starts: new Uint32Array(array(5)), ids: new Uint32Array(array(6)), values: new Uint16Array(array(7)) },
    firstRow: new Uint32Array(array(8)),
    sumNorm: new Float32Array(array(9)),
    usual: { cosine: new Float32Array(array(15)), centroid: new Float32Array(array(16)) },
  };
  const rows = { starts: new Uint32Array(array(11)), ids: new Uint32Array(array(12)), values: new Uint16Array(array(13)) };
  return completeModel({
    questionIds: header.questionIds,
    phrasings: header.phrasings,
    core,
    negatives: { owner: new Uint32Array(array(10)), texts: header.negatives, rows },
    calibrator: new Float64Array(array(14)),
    dial: header.dial,
  });
}
