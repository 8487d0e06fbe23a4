// Messages as a table in partitions: a month of conversations each. Not for when they are made or dropped (roles/keep-partitions).
import { idAt, timeOfId, type PartitionedTable } from '../../platform/index.ts';

/** By the month in which a conversation began. Append only until a shop's retention deletes; the migration 0012 sets the same parameters for the first partitions. */
export const messagesTable: PartitionedTable = {
  table: 'messages', column: 'conversation_id', period: 'month', ahead: 3, keyAt: (at) => idAt('conversation', at), timeOf: timeOfId,
  storage: {
    autovacuum_vacuum_insert_scale_factor: 0, autovacuum_vacuum_insert_threshold: 2_000_000, autovacuum_analyze_scale_factor: 0.02, autovacuum_vacuum_scale_factor: 0.1, autovacuum_freeze_min_age: 0,
  },
};
