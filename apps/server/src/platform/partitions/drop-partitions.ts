// Drops partitions whole: those of the log that are old and read by all, those that have become empty. Not for making them (keep-partitions).
import type { Database, Tx } from '../db/database.ts';
import type { Log } from '../log.ts';
import { besideWork, changeBriefly, listPartitions, type Partition, type PartitionedTable } from './partitioned-table.ts';

/** A detached partition bears it until it is dropped: killed in between, the next round finds it by its name. */
const gone = 'gone_';

/** Two steps: the lock on the parent ends with the first, which only writes a few rows of the catalogue; the second removes files that nobody reads. */
const detach = async (tx: Tx, table: string, partition: string): Promise<void> => {
  await tx.run(`ALTER TABLE ${table} DETACH PARTITION ${partition}`);
  await tx.run(`ALTER TABLE ${partition} RENAME TO ${gone}${partition}`);
};

/** Drops what was detached, now or before a crash; returns the names it had. */
const dropDetached = async (db: Database, table: string): Promise<string[]> => {
  const rows = await db.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relispartition AND starts_with(relname::text, $1)`, [`${gone}${table}_`]);
  for (const { name } of rows) await db.transact((tx) => tx.run(`DROP TABLE ${name}`));
  return rows.map(({ name }) => name.slice(gone.length));
};

const endedBefore = async (db: Database, spec: PartitionedTable, before: Date): Promise<Partition[]> =>
  (await listPartitions(db, spec)).filter((partition) => !partition.isDefault && partition.to !== null && partition.to <= before);

/** Durable readers that have not passed all rows of a table of the log. Rides its index by (xid, position). */
const readersWithin = async (db: Pick<Database, 'query'>, table: string): Promise<string[]> =>
  (await db.query<{ reader: string }>(`SELECT r.reader FROM event_cursors r WHERE EXISTS (SELECT FROM ${table} e WHERE (e.xid, e.position) > (r.xid, r.position)) ORDER BY r.reader`)).map((row) => row.reader);

/** Whether every durable reader has read what was written before a moment. */
export const allHaveRead = async (db: Database, before: Date): Promise<boolean> =>
  (await db.maybe('SELECT FROM event_cursors r WHERE EXISTS (SELECT FROM events e WHERE (e.xid, e.position) > (r.xid, r.position) AND e.at < $1)', [before])) === undefined;

/** Drops the partitions of the log that ended before a moment, oldest first, up to one that a durable reader still needs. Returns the names. */
export const dropReadLog = async (db: Database, log: Log, spec: PartitionedTable, before: Date): Promise<string[]> => {
  for (const { name } of await endedBefore(db, spec, before)) {
    // Cursors only go forward: who has passed it will not come back. A reader that is new begins with what the log then holds.
    const readers = await readersWithin(db, name);
    if (readers.length > 0) { log.warn({ partition: name, readers }, 'the log is older than it need be: these durable readers have not read it'); break; }
    if (!await changeBriefly(db, besideWork, (tx) => detach(tx, spec.table, name))) break;
  }
  const dropped = await dropDetached(db, spec.table);
  if (dropped.length > 0) log.info({ partitions: dropped }, 'partitions of the log dropped');
  return dropped;
};

/** Drops the partitions that ended before a moment and hold no row. A row of that time that comes nevertheless goes into the default partition. Returns the names. */
export const dropEmpty = async (db: Database, log: Log, spec: PartitionedTable, before: Date): Promise<string[]> => {
  const isEmpty = async (on: Pick<Tx, 'maybe'>, name: string): Promise<boolean> => (await on.maybe(`SELECT 1 FROM ${name} LIMIT 1`)) === undefined;
  for (const { name } of await endedBefore(db, spec, before)) {
    if (!await isEmpty(db, name)) continue;
    await changeBriefly(db, besideWork, async (tx) => {
      await tx.run(`LOCK TABLE ONLY ${spec.table}, ONLY ${name} IN ACCESS EXCLUSIVE MODE`);
      if (await isEmpty(tx, name)) await detach(tx, spec.table, name);
    });
  }
  const dropped = await dropDetached(db, spec.table);
  if (dropped.length > 0) log.info({ partitions: dropped }, 'empty partitions dropped');
  return dropped;
};
