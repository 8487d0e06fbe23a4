// The log as a table in partitions: a day each, append only. Not for what is written into it (events).
import type { PartitionedTable } from './partitioned-table.ts';

/** PostgreSQL prints bounds in the session's time zone, which is UTC here. */
const timeOf = (key: string): Date | null => {
  const at = new Date(key.replace(' ', 'T').replace(/\+00$/, 'Z'));
  return Number.isNaN(at.getTime()) ? null : at;
};

/**
 * Vacuum comes by the number of rows added, freezes what it sees, and need not see it again; the migration 0012 sets the same. Long rows are compressed as PostgreSQL does by itself: left
 * whole (toast_tuple_target = 8160) the log was measured four times as large, with a tenth more WAL and no less processor time.
 */
export const logTable: PartitionedTable = {
  table: 'events', column: 'at', period: 'day', ahead: 8, keyAt: (at) => at.toISOString(), timeOf,
  storage: {
    autovacuum_vacuum_insert_scale_factor: 0, autovacuum_vacuum_insert_threshold: 500_000, autovacuum_analyze_scale_factor: 0, autovacuum_analyze_threshold: 500_000,
    autovacuum_freeze_min_age: 0,
  },
};
