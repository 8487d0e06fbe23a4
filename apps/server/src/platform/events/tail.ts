// Tells this process what other processes committed: reads the log past its own rows. Not durable: it begins at the end.
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { LoggedEvent } from './append.ts';
import { factsOf, type EventRow } from './facts.ts';
import { horizonSql } from './reader.ts';

interface TailRow extends EventRow { xid: string }
interface Mark { xid: string; position: string }

/** A process is taken for alive this long after its last sign, and shows itself this often. */
const aliveMs = 10_000;
const signEveryMs = 1000;
/** While alone nothing is read; the place from which reading would begin stays this far behind, so that a newcomer's first commits are not missed. */
const lagWhileAloneMs = 3000;

/** Many hints make one round. */
const wokenAfterMs = 5;

const tailSql = `SELECT merchant_id, position, xid::text AS xid, type, subject_id, payload, at FROM events
  WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < $3::xid8 AND origin <> $4 ORDER BY events.xid, events.position LIMIT 5000`;

/** Shows this process among the living; true when there are others. */
const signLife = async (db: Database, origin: string): Promise<boolean> => {
  await db.query('INSERT INTO processes (origin) VALUES ($1) ON CONFLICT (origin) DO UPDATE SET seen_at = now()', [origin]);
  const others = await db.maybe<{ n: number }>('SELECT count(*)::int AS n FROM processes WHERE origin <> $1 AND seen_at > now() - make_interval(secs => $2::float / 1000)', [origin, aliveMs]);
  return (others?.n ?? 0) > 0;
};

/** The tail of a process. */
export interface Tail {
  /** Reads now instead of at the next round. */
  wake(): void;
  /** Whether other processes of the installation are alive. */
  accompanied(): boolean;
  stop(): Promise<void>;
}

/** Starts at the horizon of now; `tell` gets batches in commit order, at most `everyMs` behind. Resolves once this process is shown among the living. */
export const startTail = async (db: Database, log: Log, origin: string, tell: (events: LoggedEvent[]) => void, everyMs = 250): Promise<Tail> => {
  const horizon = async (): Promise<Mark> => {
    const row = await db.maybe<{ xid: string; before: string }>(`SELECT ${horizonSql}::text AS xid, (${horizonSql}::text::bigint - 1)::text AS before`);
    return { xid: row?.before ?? '0', position: '9223372036854775807' };
  };
  let mark = await horizon();
  let marks: { at: number; mark: Mark }[] = [];
  let accompanied = await signLife(db, origin);
  let signedAt = performance.now();
  let stopped = false;
  let running = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const round = async (): Promise<void> => {
    const now = performance.now();
    if (now - signedAt > signEveryMs) { signedAt = now; accompanied = await signLife(db, origin); }
    const end = await horizon();
    if (!accompanied) {
      marks.push({ at: now, mark: end });
      while (marks.length > 1 && (marks[1]?.at ?? now) < now - lagWhileAloneMs) marks.shift();
      mark = marks[0]?.mark ?? mark;
      return;
    }
    marks = [];
    const rows = await db.query<TailRow>(tailSql, [mark.xid, mark.position, String(BigInt(end.xid) + 1n), origin]);
    const last = rows.at(-1);
    mark = rows.length === 5000 && last ? { xid: last.xid, position: String(last.position) } : end;
    if (rows.length > 0) tell(rows.flatMap(factsOf));
  };
  const loop = (): void => {
    running = true;
    again = false;
    round()
      .catch((error: Error) => log.warn({ error: error.message }, 'the tail of the log could not be read; it will try again'))
      .finally(() => { running = false; if (!stopped) timer = setTimeout(loop, again ? wokenAfterMs : everyMs); });
  };
  timer = setTimeout(loop, everyMs);
  return {
    wake: () => {
      if (stopped || again) return;
      again = true;
      if (running) return;
      clearTimeout(timer);
      timer = setTimeout(loop, wokenAfterMs);
    },
    accompanied: () => accompanied,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await db.query("DELETE FROM processes WHERE origin = $1 OR seen_at < now() - interval '1 hour'", [origin]).catch(() => undefined);
    },
  };
};
