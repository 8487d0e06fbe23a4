// The storage port and its disk side: files under unguessable names. Not for who may upload (gateway) or what a file means.
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

export interface FileStorage {
  /** Writes the bytes and returns the file's name: 32 random characters and an extension. */
  put(bytes: Uint8Array, extension: string): Promise<string>;
  /** The file's content and size, or null. Names of another shape are null. */
  get(name: string): Promise<{ stream: ReadStream; bytes: number } | null>;
  /** Removes a file; one that is not there, or a name of another shape, is no error. */
  remove(name: string): Promise<void>;
}

const shape = /^[0-9a-f]{32}\.[a-z0-9]{2,5}$/;

export const createDiskStorage = (dir: string): FileStorage => {
  const pathOf = (name: string) => join(dir, name.slice(0, 2), name);
  return {
    put: async (bytes, extension) => {
      const name = `${randomBytes(16).toString('hex')}.${extension}`;
      await mkdir(join(dir, name.slice(0, 2)), { recursive: true });
      // A reader never sees half a file: written beside, then renamed.
      await writeFile(`${pathOf(name)}.part`, bytes, { flush: true });
      await rename(`${pathOf(name)}.part`, pathOf(name));
      return name;
    },
    get: async (name) => {
      if (!shape.test(name)) return null;
      const found = await stat(pathOf(name)).catch(() => null);
      return found?.isFile() ? { stream: createReadStream(pathOf(name)), bytes: found.size } : null;
    },
    remove: async (name) => { if (shape.test(name)) await rm(pathOf(name), { force: true }); },
  };
};
