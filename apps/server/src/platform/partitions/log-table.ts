// The log as a table in partitions: a day each, append only. Not for what is written into it (events).
import type { PartitionedTable } from './partitioned-table.ts';

/** PostgreSQL prints bounds in the session's time zone, which is UTC here. */
const timeOf = (key: string): Date | null => {
  const at = new Date(key.replace(' ', 'T').replace(/\+00$/, 'Z'));
  return Number.isNaN(at.getTime()) ? null : at;
};

/** A row holds the facts of a batch and is up to a few kB long: it stays whole and uncompressed in its page (8160 is the most that PostgreSQL takes). The migration 0011 sets the same. */
export const logTable: PartitionedTable = {
  table: 'events', column: 'at', period: 'day', ahead: 8, keyAt: (at) => at.toISOString(), timeOf,
  storage: {
    toast_tuple_target: 8160, autovacuum_vacuum_insert_scale_factor: 0, autovacuum_vacuum_insert_threshold: 500_000, autovacuum_analyze_scale_factor: 0, autovacuum_analyze_threshold: 500_000,
    autovacuum_freeze_min_age: 0,
  },
};
