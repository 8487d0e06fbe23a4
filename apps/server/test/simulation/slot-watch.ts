// Looks all the time whether anybody holds more than their capacity [RT1]. The log is played again at the end as well (replay): this one trusts nothing but the table.
import type pg from 'pg';
import { pause } from './pause.ts';
import { connect } from './truth.ts';
import type { Violation } from './violation.ts';

const fullSql = `SELECT a.member_id AS "memberId", a.capacity, count(*)::int AS load FROM conversations c JOIN agents a ON a.member_id = c.assignee_id
  WHERE c.state = 'assigned' GROUP BY a.member_id, a.capacity HAVING count(*) > a.capacity`;

export interface SlotWatch {
  /** How often it has looked. */
  readonly looks: number;
  readonly violations: readonly Violation[];
  done: Promise<void>;
}

/** Looks every 100 ms while the database is up; ends with the signal. */
export const watchSlots = (databaseUrl: () => string | null, stop: AbortSignal): SlotWatch => {
  const violations: Violation[] = [];
  let looks = 0;
  const look = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<{ memberId: string; capacity: number; load: number }>(fullSql);
    looks++;
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
  return { get looks() { return looks; }, violations, done: run() };
};
