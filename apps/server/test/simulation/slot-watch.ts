// Looks all the time whether anybody holds more than their capacity [RT1], and how long transactions keep the readers of the log waiting. The log is played again at the end as well (replay): this one trusts nothing but the table.
import type pg from 'pg';
import { pause } from './pause.ts';
import { connect } from './truth.ts';
import type { Violation } from './violation.ts';

const fullSql = `SELECT a.member_id AS "memberId", a.capacity, count(*)::int AS load FROM conversations c JOIN agents a ON a.member_id = c.assignee_id
  WHERE c.state = 'assigned' GROUP BY a.member_id, a.capacity HAVING count(*) > a.capacity`;

/** Nobody reads the log past the oldest transaction that writes: how old it is, and what it did last. */
const writerSql = `SELECT (extract(epoch FROM clock_timestamp() - xact_start) * 1000)::int AS ms, left(query, 160) AS query FROM pg_stat_activity
  WHERE datname = current_database() AND backend_xid IS NOT NULL ORDER BY xact_start LIMIT 1`;

export interface Writer { ms: number; query: string }

export interface SlotWatch {
  /** How often it has looked. */
  readonly looks: number;
  readonly violations: readonly Violation[];
  /** The longest that a writing transaction was seen open. */
  readonly oldestWriter: Writer;
  done: Promise<void>;
}

/** Looks every 100 ms while the database is up; ends with the signal. */
export const watchSlots = (databaseUrl: () => string | null, stop: AbortSignal): SlotWatch => {
  const violations: Violation[] = [];
  let looks = 0;
  let oldestWriter: Writer = { ms: 0, query: '' };
  const look = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<{ memberId: string; capacity: number; load: number }>(fullSql);
    looks++;
    const [writer] = (await client.query<Writer>(writerSql)).rows;
    if (writer && writer.ms > oldestWriter.ms) oldestWriter = writer;
    for (const { memberId, capacity, load } of rows) violations.push({ kind: 'overCapacity', rule: 'RT1', conversationId: null, detail: `${memberId} holds ${load} of ${capacity} at ${new Date().toISOString()}` });
  };
  const run = async (): Promise<void> => {
    while (!stop.aborted) {
      let client: pg.Client | null = null;
      try {
        const url = databaseUrl();
        if (url) {
          client = await connect(url);
          do await look(client); while (await pause(100, stop));
        }
      } catch { /* down for the moment */ }
      await client?.end().catch(() => undefined);
      await pause(100, stop);
    }
  };
  return { get looks() { return looks; }, get oldestWriter() { return oldestWriter; }, violations, done: run() };
};
