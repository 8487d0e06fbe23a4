// Whether a process is alive and still the one it was, told by the kernel and not by its number alone. Not for starting or stopping anything.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const readOrEmpty = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
};
const linkOrEmpty = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/** Where process numbers mean the same: one boot of one machine, one process namespace (a container has its own). */
export interface ProcessScope {
  host: string;
  boot: string;
  namespace: string;
}

/** The scope of this process. Empty strings where the system does not tell. */
export const processScope = (): ProcessScope => ({
  host: hostname(),
  boot: readOrEmpty('/proc/sys/kernel/random/boot_id'),
  namespace: linkOrEmpty('/proc/self/ns/pid'),
});

/**
 * When the process `pid` of this scope started, in a form that only compares (ticks since boot, or a date line of ps), or null when no such
 * process runs. A zombie does not run. Numbers are used again: compare this too before you believe a number that was written down.
 */
export const processStart = (pid: number): string | null => {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') {
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    // The name, in brackets, may itself hold blanks and brackets. After it: state is field 3, start time field 22 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return stat === '' || fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  }
  try {
    const line = execFileSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
  } catch {
    return null;
  }
};

/** Whether the process `pid` works in `dir` (a real path). A PostgreSQL server works in its data directory all its life. */
export const worksIn = (pid: number, dir: string): boolean => {
  if (processStart(pid) === null) return false;
  if (process.platform === 'linux') return linkOrEmpty(`/proc/${pid}/cwd`) === dir;
  try {
    return execFileSync('/bin/ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes(dir);
  } catch {
    return false;
  }
};
