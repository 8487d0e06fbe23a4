// Where the repository lies, whatever directory a command was started in. Not for paths of the running server.
import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** An absolute path inside the repository. */
export const inRoot = (...parts) => join(root, ...parts);

/** Whether the module with this `import.meta.url` is the one that node was started with. */
export const isMain = (url) => process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
