// Writes facts into the log, inside the transaction in which they become true. Not for reading (reader, tail).
import { laneOf } from '../lane.ts';
import type { Tx } from '../db/database.ts';
import type { Bus } from '../bus/bus.ts';

/** A fact to be written. `payload` is small: ids and what a reader cannot look up later. */
export interface NewEvent {
  merchantId: string;
  type: string;
  subjectId: string | null;
  payload: object;
}

/** A fact as read from the log. */
export interface LoggedEvent extends NewEvent {
  position: number;
  at: Date;
}

/** Topic on which committed facts are told, as LoggedEvent[]: a hint. Of messages only that there were some: one LoggedEvent a merchant, without subject. */
export const committedTopic = 'events.committed';

/** The log of one process: `origin` marks its rows, so that its own tail passes them over. */
export interface EventLog {
  origin: string;
  append(tx: Tx, events: readonly NewEvent[]): Promise<LoggedEvent[]>;
}

const insertSql = `INSERT INTO events (merchant_id, origin, lane, type, subject_id, payload)
  SELECT m, $1, l, t, c, p FROM unnest($2::text[], $3::smallint[], $4::text[], $5::text[], $6::jsonb[]) WITH ORDINALITY AS e(m, l, t, c, p, n) ORDER BY n
  RETURNING position, at`;

export const createEventLog = (origin: string, bus: Bus): EventLog => ({
  origin,
  append: async (tx, events) => {
    if (events.length === 0) return [];
    const rows = await tx.query<{ position: number; at: Date }>(insertSql, [
      origin, events.map((e) => e.merchantId), events.map((e) => laneOf(e.subjectId ?? e.merchantId)), events.map((e) => e.type),
      events.map((e) => e.subjectId), events.map((e) => JSON.stringify(e.payload)),
    ]);
    const logged = events.map((event, i) => ({ ...event, position: rows[i]?.position ?? 0, at: rows[i]?.at ?? new Date(0) }));
    tx.afterCommit(() => bus.publish(committedTopic, logged));
    return logged;
  },
});
