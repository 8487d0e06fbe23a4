// Opens a zip file that a stranger sent: nothing is unpacked beyond a budget, whatever the file declares [KN10]. Reading only, no encryption, no zip64.
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

/** Not a zip file, or one that is damaged. */
export class BadZip extends Error {}
/** Unpacked, it would be larger than the budget. */
export class ZipTooLarge extends Error {}

interface ZipEntry { method: number; packed: number; size: number; offset: number }
export interface Zip { names: string[]; read(name: string): Promise<string | undefined> }

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;

const findEnd = (bytes: Buffer): number => {
  // The end record is the last, before a comment of at most 64 kB.
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - 65_535; at--) if (bytes.readUInt32LE(at) === endMark) return at;
  throw new BadZip('no end of the archive');
};

const readEntries = (bytes: Buffer, maxEntries: number): Map<string, ZipEntry> => {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > maxEntries) throw new ZipTooLarge(`${count} parts`);
  const entries = new Map<string, ZipEntry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw new BadZip('the list of parts is damaged');
    const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new BadZip('it is encrypted');
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength),
      { method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20), size: bytes.readUInt32LE(at + 24), offset: bytes.readUInt32LE(at + 42) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
};

const packedBytes = (bytes: Buffer, entry: ZipEntry): Buffer => {
  if (entry.offset + 30 > bytes.length || bytes.readUInt32LE(entry.offset) !== localMark) throw new BadZip('a part is damaged');
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  if (start + entry.packed > bytes.length) throw new BadZip('a part is cut off');
  return bytes.subarray(start, start + entry.packed);
};

const unpack = async (packed: Buffer, entry: ZipEntry, budget: number): Promise<Buffer> => {
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new BadZip(`compression ${entry.method}`);
  try {
    // Whatever size was declared, inflating stops at the budget.
    return await inflate(packed, { maxOutputLength: budget });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw new ZipTooLarge('a part is larger than declared');
    throw new BadZip(error instanceof Error ? error.message : 'a part cannot be unpacked');
  }
};

/** Reads the list of parts. `budget`: bytes that may be unpacked in all. Throws BadZip, ZipTooLarge. */
export const openZip = (given: Uint8Array, budget: number, maxEntries = 4000): Zip => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const entries = readEntries(bytes, maxEntries);
  let left = budget;
  return {
    names: [...entries.keys()],
    read: async (name) => {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (entry.size > left) throw new ZipTooLarge(name);
      const content = await unpack(packedBytes(bytes, entry), entry, Math.max(left, 1));
      left -= content.length;
      if (left < 0) throw new ZipTooLarge(name);
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(content);
      } catch {
        throw new BadZip(`${name} is not UTF-8`);
      }
    },
  };
};
