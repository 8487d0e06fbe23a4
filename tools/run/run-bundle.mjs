// Runs a built program in this process. One process, so that signals, exit code and kill -9 mean the program itself and leave nothing behind.
import { pathToFileURL } from 'node:url';

/** Imports the file as if `node --enable-source-maps file …args` had started it. */
export const runBundle = async (file, args) => {
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
};
