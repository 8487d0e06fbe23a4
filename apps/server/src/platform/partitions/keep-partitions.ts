// Makes the partitions of the time ahead, and gives rows that the default one caught a partition of their own. Not for dropping (drop-partitions).
import type { Database, Tx } from '../db/database.ts';
import type { Log } from '../log.ts';
import { besideWork, changeBriefly, covers, listPartitions, partitionName, periodOf, periodsAhead, type Partition, type PartitionedTable, type Patience, type Period } from './partitioned-table.ts';

/** Rows moved beside people at work, under a lock that writers of that period wait for; more are left to the next start. */
const movedBesideWork = 20_000;

/** Rows of a period in the default partition, counted up to a limit: an index begins with another column, but this partition is empty or nearly so. */
const caughtIn = async (db: Pick<Database, 'maybe'>, spec: PartitionedTable, fallback: string, period: Period, limit: number): Promise<number> =>
  (await db.maybe<{ n: number }>(`SELECT count(*)::int AS n FROM (SELECT 1 FROM ${fallback} WHERE ${spec.column} >= $1 AND ${spec.column} < $2 LIMIT ${limit}) x`, [spec.keyAt(period.from), spec.keyAt(period.to)]))?.n ?? 0;

/** Periods before now of which the default partition holds rows: the process that should have made them did not run. */
const caughtPeriods = async (db: Database, spec: PartitionedTable, fallback: string, now: Date): Promise<Period[]> => {
  const periods: Period[] = [];
  let from = spec.keyAt(new Date(0));
  for (;;) {
    const row = await db.maybe<{ key: string }>(`SELECT ${spec.column}::text AS key FROM ${fallback} WHERE ${spec.column} >= $1 AND ${spec.column} < $2 ORDER BY ${spec.column} LIMIT 1`, [from, spec.keyAt(periodOf(spec.period, now).from)]);
    const at = row ? spec.timeOf(row.key) : null;
    if (!at) return periods;
    const period = periodOf(spec.period, at);
    periods.push(period);
    from = spec.keyAt(period.to);
  }
};

/**
 * In one transaction: the table, the rows that are its own, the attachment. ATTACH leaves readers and writers of the parent alone (CREATE … PARTITION OF would lock them out); it locks
 * the default partition for as long as it takes to see that nothing of the period is left there.
 */
const make = async (tx: Tx, spec: PartitionedTable, fallback: string | undefined, period: Period, move: boolean): Promise<void> => {
  const name = partitionName(spec, period);
  const [from, to] = [spec.keyAt(period.from), spec.keyAt(period.to)];
  const storage = Object.entries(spec.storage).map(([key, value]) => `${key} = ${value}`).join(', ');
  await tx.run(`CREATE TABLE ${name} (LIKE ${spec.table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) WITH (${storage})`);
  if (move && fallback) {
    await tx.run('SET LOCAL statement_timeout = 0');
    await tx.run(`LOCK TABLE ${fallback} IN SHARE ROW EXCLUSIVE MODE`);
    await tx.run(`WITH own AS (DELETE FROM ${fallback} WHERE ${spec.column} >= $1 AND ${spec.column} < $2 RETURNING *) INSERT INTO ${name} SELECT * FROM own`, [from, to]);
  }
  await tx.run(`ALTER TABLE ${spec.table} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`);
};

/** At a start, before anybody works: rows of whatever number are moved. */
export const beforeWork: Patience = { lockMs: 2000, tries: 3, restMs: 500 };

/** Makes what is missing of one table; returns the names of what was made. What cannot have its locks now is left to the next time. */
export const keepPartitions = async (db: Database, log: Log, spec: PartitionedTable, now: Date, patience: Patience = besideWork): Promise<string[]> => {
  const there = await listPartitions(db, spec);
  const fallback = there.find((partition) => partition.isDefault)?.name;
  const wanted = [...(fallback ? await caughtPeriods(db, spec, fallback, now) : []), ...periodsAhead(spec, now)].filter((period) => !there.some((partition: Partition) => covers(partition, period)));
  const made: string[] = [];
  for (const period of wanted) {
    const name = partitionName(spec, period);
    const caught = fallback ? await caughtIn(db, spec, fallback, period, movedBesideWork + 1) : 0;
    if (caught > movedBesideWork && patience === besideWork) {
      log.warn({ partition: name, fallback }, 'too many rows to move beside people at work; the next start moves them');
      continue;
    }
    if (await changeBriefly(db, patience, (tx) => make(tx, spec, fallback, period, caught > 0))) made.push(name);
    else log.warn({ partition: name }, 'a partition could not be made without making others wait; it will be tried again');
  }
  if (made.length > 0) log.info({ partitions: made }, 'partitions made');
  return made;
};
