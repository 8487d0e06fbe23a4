// Processor time by part while something runs: servers, database, this generator, the bus. From /proc (Linux). Not for wall time.
import { processorMs } from './processor-time.ts';

export interface Parts { servers: readonly number[]; database: number; bus?: number }
/** Microseconds of processor time. */
export interface Cost { server: number; database: number; generator: number; bus: number }

/** Runs `work` and tells what it cost. */
export const withCost = async <T>({ servers, database, bus }: Parts, work: () => Promise<T>): Promise<{ result: T; us: Cost }> => {
  const look = () => ({ server: servers.reduce((sum, pid) => sum + processorMs(pid), 0), database: processorMs(database, true), bus: bus === undefined ? 0 : processorMs(bus) });
  const before = look();
  const own = process.cpuUsage();
  const result = await work();
  const [after, { user, system }] = [look(), process.cpuUsage(own)];
  return { result, us: { server: (after.server - before.server) * 1000, database: (after.database - before.database) * 1000, bus: (after.bus - before.bus) * 1000, generator: user + system } };
};

/** The cost of each of `count`. */
export const costEach = (us: Cost, count: number): Cost => Object.fromEntries(Object.entries(us).map(([part, value]) => [part, Math.round((value as number) / Math.max(1, count))])) as unknown as Cost;

/** What the product itself takes of a cost: all but the generator. */
export const ofProduct = ({ server, database, bus }: Cost): number => server + database + bus;
