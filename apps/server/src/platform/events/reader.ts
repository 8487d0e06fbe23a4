// Durable readers: each event once, in commit order, with the cursor moved in the transaction that handles it. Not for telling sockets (tail).
import type { Database, Tx } from '../db/database.ts';
import type { Bus } from '../bus/bus.ts';
import type { Log } from '../log.ts';
import { committedTopic, type LoggedEvent } from './append.ts';
import { hintedTopic } from './hints.ts';
import { factsOfTypes, type EventRow } from './facts.ts';

export interface ReaderOptions {
  name: string;
  /** Only these types are handed over; the cursor passes the others. */
  types: readonly string[];
  /** Runs in the cursor's transaction: its writes and the cursor move together, so each event takes effect once. */
  handle(tx: Tx, events: readonly LoggedEvent[]): Promise<void>;
  /** Rows of the log at once (500); a row may hold many facts. */
  batch?: number;
  /** Rest between batches in ms: a reader that may be a little behind does more in one go. */
  restMs?: number;
}

export interface Reader {
  /** Reads until nothing is left below the horizon; true when it handled anything. */
  drain(): Promise<boolean>;
  stop(): Promise<void>;
}

/** What all finished transactions have written: below the oldest that still runs. A position alone is not in commit order. */
export const horizonSql = 'pg_snapshot_xmin(pg_current_snapshot())';

interface ReadRow extends EventRow { xid: string }

/** Only the wanted types are fetched; the cursor then moves to the last row read or, when fewer than the limit came, right below the horizon. */
const readSql = (types: readonly string[]): string => `SELECT merchant_id, position, xid::text AS xid, type, subject_id, payload, at FROM events
  WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < $3::xid8 AND type = ANY($5) ${types.includes('message.sent') ? '' : "AND type <> 'message.sent'"} ORDER BY events.xid, events.position LIMIT $4`;

const endOfTransaction = '9223372036854775807';

/** One batch under the reader's lock; how many rows were handled. Indexes: events_in_commit_order, events_but_messages. */
const readBatch = (db: Database, options: ReaderOptions): Promise<number> =>
  db.transact(async (tx) => {
    const cursor = await tx.maybe<{ xid: string; position: string; horizon: string; before: string }>(
      `SELECT xid::text AS xid, position::text AS position, ${horizonSql}::text AS horizon, (${horizonSql}::text::bigint - 1)::text AS before FROM event_cursors WHERE reader = $1 AND lane = 0 FOR UPDATE SKIP LOCKED`, [options.name]);
    if (!cursor || BigInt(cursor.xid) >= BigInt(cursor.before)) return 0;
    const limit = options.batch ?? 500;
    const rows = await tx.query<ReadRow>(readSql(options.types), [cursor.xid, cursor.position, cursor.horizon, limit, options.types]);
    const facts = factsOfTypes(rows, options.types);
    if (facts.length > 0) await options.handle(tx, facts);
    const last = rows.length < limit ? { xid: cursor.before, position: endOfTransaction } : rows.at(-1);
    await tx.run('UPDATE event_cursors SET xid = $2::xid8, position = $3, updated_at = now() WHERE reader = $1 AND lane = 0', [options.name, last?.xid, last?.position]);
    return rows.length;
  });

/** Starts a reader: woken by commits of this process and by hints of others, and every 400 ms for those of which no hint came. A failing batch is tried again, later each time, up to 5 s. */
export const startReader = async (db: Database, bus: Bus, log: Log, options: ReaderOptions): Promise<Reader> => {
  await db.query('INSERT INTO event_cursors (reader, lane) VALUES ($1, 0) ON CONFLICT DO NOTHING', [options.name]);
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let failures = 0;
  let resting = false;
  let timer: NodeJS.Timeout | undefined;

  const drain = async (): Promise<boolean> => {
    let any = false;
    for (;;) {
      if ((await readBatch(db, options)) === 0 || stopped) return any;
      any = true;
      if (options.restMs) return any;
    }
  };
  const wake = (): void => {
    resting = false;
    if (stopped) return;
    if (running) { again = true; return; }
    running = drain()
      .then((any) => { failures = 0; if (any) again = true; })
      .catch((error: Error) => { failures++; if (failures % 10 === 1) log.error({ reader: options.name, failures, error: error.stack }, 'a durable reader failed; it will try again'); })
      .finally(() => {
        running = null;
        const soon = again && failures === 0;
        again = false;
        clearTimeout(timer);
        if (!stopped) timer = setTimeout(wake, soon ? (options.restMs ?? 0) : Math.min(5000, 400 * 2 ** failures));
        resting = options.restMs !== undefined;
      });
  };
  const wakeFor = (types: readonly string[]): void => { if (!resting && failures === 0 && types.some((type) => options.types.includes(type))) wake(); };
  const stops = [bus.subscribe<LoggedEvent[]>(committedTopic, (events) => wakeFor(events.map((event) => event.type))), bus.subscribe<string[]>(hintedTopic, wakeFor)];
  wake();
  return { drain, stop: async () => { stopped = true; for (const stop of stops) stop(); clearTimeout(timer); await running; } };
};
