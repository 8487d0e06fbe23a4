// Asks another Node process for its memory once what is not needed is gone: the same code is put before the product and before a reference. Not for this process (process-memory.ts).
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Asked for `memory`, the process collects what is garbage, several times since sockets are let go of on later turns, and answers with its memory. */
const answer = `process.on('message', async (message) => {
  if (message !== 'memory') return;
  for (let i = 0; i < 4; i++) { gc(); await new Promise((done) => setTimeout(done, 150)); }
  process.send(process.memoryUsage());
});
process.channel?.unref();`;

/** Flags of Node that put the door in; the process needs an `ipc` channel. */
export const memoryDoor: readonly string[] = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(answer)}`];

/** Bytes. `rss` is what the system counts; `heapUsed` the objects, `external` what lies outside the heap and belongs to objects, `arrayBuffers` the buffers among it. */
export type ProcessMemory = NodeJS.MemoryUsage;

/** The settled memory of a process that was started with the door. */
export const askMemory = (child: ChildProcess): Promise<ProcessMemory> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the process did not tell its memory within 60 s')), 60_000);
    const hear = (message: Partial<ProcessMemory>): void => {
      if (message.rss === undefined) return;
      clearTimeout(timer);
      child.off('message', hear);
      resolve(message as ProcessMemory);
    };
    child.on('message', hear);
    child.send('memory');
  });

const statusKb = (pid: number, field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);

/** Bytes that a process holds now, by /proc (Linux). */
export const residentBytes = (pid: number): number => statusKb(pid, 'VmRSS') * 1024;
/** The most it has ever held. */
export const peakBytes = (pid: number): number => statusKb(pid, 'VmHWM') * 1024;
