// A table in partitions by time: what it takes to make one, and which there are. Not for making (keep-partitions) or dropping (drop-partitions) them.
import type { Database, Tx } from '../db/database.ts';
import { sqlState } from '../db/database.ts';

/** A table partitioned by range of a column that grows with time. */
export interface PartitionedTable {
  table: string;
  /** The column of the range. */
  column: string;
  period: 'month' | 'day';
  /** Periods made ahead of the one of now. */
  ahead: number;
  /** The column's value at a moment, as text of its type; whole periods are in UTC. */
  keyAt(at: Date): string;
  /** The moment of such a text, or null when it carries none. */
  timeOf(key: string): Date | null;
  /** Storage parameters of each partition. */
  storage: Readonly<Record<string, number>>;
}

/** A half-open stretch of time. */
export interface Period { from: Date; to: Date }

/** A partition that exists; an open end is null. */
export interface Partition { name: string; from: Date | null; to: Date | null; isDefault: boolean }

/** The period that holds a moment. */
export const periodOf = (unit: PartitionedTable['period'], at: Date): Period => {
  const [y, m, d] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return unit === 'month' ? { from: new Date(Date.UTC(y, m)), to: new Date(Date.UTC(y, m + 1)) } : { from: new Date(Date.UTC(y, m, d)), to: new Date(Date.UTC(y, m, d + 1)) };
};

/** `table_2026_11`, `table_2026_11_22`. */
export const partitionName = ({ table, period }: PartitionedTable, { from }: Period): string => `${table}_${from.toISOString().slice(0, period === 'month' ? 7 : 10).replaceAll('-', '_')}`;

/** The period of now and those ahead of it. */
export const periodsAhead = ({ period, ahead }: PartitionedTable, now: Date): Period[] => {
  const periods = [periodOf(period, now)];
  while (periods.length <= ahead) periods.push(periodOf(period, periods.at(-1)?.to ?? now));
  return periods;
};

/** The bounds in what PostgreSQL prints of a partition: FOR VALUES FROM (MINVALUE) TO ('…'), or DEFAULT. */
export const readBounds = (text: string, timeOf: PartitionedTable['timeOf']): Pick<Partition, 'from' | 'to' | 'isDefault'> => {
  const found = /FROM \((?:MINVALUE|'([^']*)')\) TO \((?:MAXVALUE|'([^']*)')\)/.exec(text);
  const at = (key: string | undefined): Date | null => (key === undefined ? null : timeOf(key));
  return { from: at(found?.[1]), to: at(found?.[2]), isDefault: found === null };
};

/** Whether a partition holds all of a period. */
export const covers = (partition: Partition, period: Period): boolean =>
  !partition.isDefault && (partition.from === null || partition.from <= period.from) && (partition.to === null || partition.to >= period.to);

/** The partitions of a table, oldest first. */
export const listPartitions = async (db: Pick<Database, 'query'>, spec: PartitionedTable): Promise<Partition[]> => {
  const rows = await db.query<{ name: string; bound: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass($1)`, [spec.table]);
  return rows.map(({ name, bound }) => ({ name, ...readBounds(bound, spec.timeOf) })).sort((a, b) => (a.from?.getTime() ?? -Infinity) - (b.from?.getTime() ?? -Infinity));
};

/** How long a change of partitions waits for its locks: everyone who comes after it waits behind it, so it gives up early and comes again. */
export interface Patience { lockMs: number; tries: number; restMs: number }
/** Beside people at work. */
export const besideWork: Patience = { lockMs: 100, tries: 5, restMs: 700 };

const lockNotAvailable = '55P03';

/** One change in one transaction whose locks are waited for briefly; false when they were not to be had in all the tries. */
export const changeBriefly = async (db: Database, patience: Patience, change: (tx: Tx) => Promise<void>): Promise<boolean> => {
  for (let tries = 1; ; tries++) {
    try {
      await db.transact(async (tx) => {
        await tx.run(`SET LOCAL lock_timeout = ${patience.lockMs}`);
        await change(tx);
      });
      return true;
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable) throw error;
      if (tries >= patience.tries) return false;
      await new Promise((resolve) => setTimeout(resolve, patience.restMs * (0.5 + Math.random())));
    }
  }
};
