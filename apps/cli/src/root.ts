// Where the clone lies. This file is as deep in the source as the bundle is in the build, so one path serves both.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootDir = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
