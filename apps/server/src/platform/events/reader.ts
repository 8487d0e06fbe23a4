// Durable readers: each event once, in commit order, with the cursor moved in the transaction that handles it. Not for telling sockets (tail).
import type { Database, Tx } from '../db/database.ts';
import type { Bus } from '../bus/bus.ts';
import type { Log } from '../log.ts';
import { laneCount } from '../lane.ts';
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
  /** Lanes at once (all that are free): one after another makes small transactions of a large one. */
  lanes?: number;
  /** Rest after each batch that held something, in ms: a reader that may be a little behind does more in one go. */
  restMs?: number;
}

export interface Reader {
  /** Reads until nothing is left below the horizon, with `restMs` one batch; true when it handled anything. */
  drain(): Promise<boolean>;
  stop(): Promise<void>;
}

/** What all finished transactions have written: below the oldest that still runs. A position alone is not in commit order. */
export const horizonSql = 'pg_snapshot_xmin(pg_current_snapshot())';

interface ReadRow extends EventRow { xid: string }

/** A process counts as alive this long after its last sign (tail). */
const alive = "seen_at > now() - interval '10 seconds'";

/** Free lanes that may have something to read, those that waited longest first; no more than a share of them, so that others who live find some. */
const lockSql = `SELECT c.lane, c.xid::text AS xid, c.position::text AS position, now.horizon::text AS horizon, now.before,
    CASE WHEN c.xid = '0' THEN '-infinity' ELSE (c.updated_at - interval '1 day')::text END AS from_at FROM event_cursors c,
    (SELECT h AS horizon, (h::text::bigint - 1)::text AS before FROM (SELECT ${horizonSql} AS h) AS one) AS now
  WHERE c.reader = $1 AND c.lane <> ALL($2) AND c.xid < now.before::xid8 ORDER BY c.updated_at, c.lane
  LIMIT least($3, (SELECT ceil(${laneCount}.0 / greatest(1, count(*)))::int FROM processes WHERE ${alive})) FOR UPDATE OF c SKIP LOCKED`;

/**
 * Only the wanted types are fetched; the cursor then moves to the last row read or, when fewer than the limit came, right below the horizon. What was not yet committed when the cursor was last
 * moved is not a day older than that: of the log's partitions only those since then are opened. Rows of before the log had as many lanes as its readers say one of sixteen.
 */
const readSql = (types: readonly string[]): string => `SELECT merchant_id, position, xid::text AS xid, type, subject_id, payload, at FROM events
  WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < $3::xid8 AND type = ANY($5) ${types.includes('message.sent') ? '' : "AND type <> 'message.sent'"} AND lane % ${laneCount} = ANY($6) AND at >= $7::timestamptz
  ORDER BY events.xid, events.position LIMIT $4`;

const endOfTransaction = '9223372036854775807';

interface Cursor { lane: number; xid: string; position: string; horizon: string; before: string; from_at: string }
const isBefore = (a: Cursor, b: Cursor): boolean => (a.xid === b.xid ? BigInt(a.position) < BigInt(b.position) : BigInt(a.xid) < BigInt(b.xid));

/** What one transaction did: the lanes it took, how many rows it handled, and whether nothing was left in them. */
interface Batch { lanes: number[]; rows: number; atEnd: boolean }

/** One batch of the lanes that stand furthest back, under their locks; null when no lane was free that may hold something. Indexes: events_in_commit_order, events_but_messages. */
const readBatch = (db: Database, options: ReaderOptions, done: readonly number[]): Promise<Batch | null> =>
  db.transact(async (tx): Promise<Batch | null> => {
    const locked = await tx.query<Cursor>(lockSql, [options.name, done, options.lanes ?? laneCount]);
    const [first] = locked;
    if (!first) return null;
    const cursor = locked.reduce((least, one) => (isBefore(one, least) ? one : least), first);
    const lanes = locked.filter((one) => one.xid === cursor.xid && one.position === cursor.position).map((one) => one.lane);
    const limit = options.batch ?? 500;
    const rows = await tx.prepared<ReadRow>(`read-${options.name}`, readSql(options.types), [cursor.xid, cursor.position, cursor.horizon, limit, options.types, lanes, cursor.from_at]);
    const facts = factsOfTypes(rows, options.types);
    if (facts.length > 0) await options.handle(tx, facts);
    const atEnd = rows.length < limit;
    const last = atEnd ? { xid: cursor.before, position: endOfTransaction } : rows.at(-1);
    await tx.run('UPDATE event_cursors SET xid = $2::xid8, position = $3, updated_at = now() WHERE reader = $1 AND lane = ANY($4)', [options.name, last?.xid, last?.position, lanes]);
    return { lanes, rows: rows.length, atEnd };
  });

/** Lanes that are new begin where the first one stands: what it has passed was handled. */
const openSql = `INSERT INTO event_cursors (reader, lane, xid, position)
  SELECT $1, l, coalesce(c.xid, '0'), coalesce(c.position, 0) FROM generate_series(0, ${laneCount - 1}) AS l LEFT JOIN event_cursors c ON c.reader = $1 AND c.lane = 0 ON CONFLICT DO NOTHING`;

/** Starts a reader, whose lanes the processes of the installation share: woken by commits of this process and by hints of others, and every 400 ms for those of which no hint came. A failing batch is tried again, later each time, up to 5 s. */
export const startReader = async (db: Database, bus: Bus, log: Log, options: ReaderOptions): Promise<Reader> => {
  await db.query(openSql, [options.name]);
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let failures = 0;
  let resting = false;
  let timer: NodeJS.Timeout | undefined;

  const drain = async (): Promise<boolean> => {
    let any = false;
    const done: number[] = [];
    for (;;) {
      const batch = await readBatch(db, options, done);
      if (!batch) return any;
      any ||= batch.rows > 0;
      if (batch.atEnd) done.push(...batch.lanes);
      if (stopped || (options.restMs && batch.rows > 0)) return any;
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
