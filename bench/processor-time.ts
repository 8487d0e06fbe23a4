// Processor time of processes, from /proc (Linux): the server, the database with its children, ourselves.
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

interface Stat { pid: number; parent: number; cpuMs: number; reapedMs: number }
const readStat = (pid: number): Stat | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return { pid, parent: Number(fields[1]), cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond, reapedMs: ((Number(fields[13]) + Number(fields[14])) * 1000) / ticksPerSecond };
  } catch {
    return null;
  }
};

/** Milliseconds of processor time of a process and, with `family`, of its children, those that have ended included; 0 where /proc is not there. */
export const processorMs = (pid: number, family = false): number => {
  const own = readStat(pid);
  if (!own || !family) return own?.cpuMs ?? 0;
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => readStat(Number(name)));
  return own.cpuMs + own.reapedMs + all.reduce((sum, stat) => sum + (stat?.parent === pid ? stat.cpuMs : 0), 0);
};
