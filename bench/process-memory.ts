// How much memory this process holds once what is not needed is gone. Not for other processes.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** `resident` as the system sees it, pages freed and not given back included; `held` what the program's own objects and arrays take. Bytes. */
export interface Memory { resident: number; held: number }

/** The collector of `node --expose-gc`, or asked for now. */
const collector = (): (() => void) => {
  const given = (globalThis as { gc?: () => void }).gc;
  if (given) return given;
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

/** Collects garbage, twice and with a pause, since arrays are freed on another thread, and looks. */
export const settledMemory = async (): Promise<Memory> => {
  const collect = collector();
  for (let i = 0; i < 2; i++) { collect(); await sleep(100); }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, held: heapUsed + external };
};
