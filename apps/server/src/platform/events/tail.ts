// Tells this process what other processes committed: reads the log past its own rows. Not durable: it begins at the end.
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { LoggedEvent } from './append.ts';
import { horizonSql, loggedEvent } from './reader.ts';

interface TailRow { merchant_id: string; position: number; xid: string; type: string; conversation_id: string | null; payload: object; at: Date; origin: string }

/** Starts at the horizon of now; `tell` gets batches in commit order, at most `everyMs` behind. Returns how to stop. */
export const startTail = async (db: Database, log: Log, origin: string, tell: (events: LoggedEvent[]) => void, everyMs = 250): Promise<() => void> => {
  const start = await db.maybe<{ xid: string }>(`SELECT ${horizonSql}::text AS xid`);
  let xid = start?.xid ?? '0';
  let position = -1;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const readOnce = async (): Promise<void> => {
    // The horizon moves the cursor even when all rows were this process's own, so that they are not read again.
    const rows = await db.query<TailRow>(
      `SELECT merchant_id, position, xid::text AS xid, type, conversation_id, payload, at, origin FROM events
       WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < ${horizonSql} ORDER BY xid, position LIMIT 5000`, [xid, position]);
    const last = rows.at(-1);
    if (!last) return;
    xid = last.xid;
    position = last.position;
    const foreign = rows.filter((row) => row.origin !== origin).map(loggedEvent);
    if (foreign.length > 0) tell(foreign);
  };
  const loop = (): void => {
    readOnce()
      .catch((error: Error) => log.warn({ error: error.message }, 'the tail of the log could not be read; it will try again'))
      .finally(() => { if (!stopped) timer = setTimeout(loop, everyMs); });
  };
  timer = setTimeout(loop, everyMs);
  return () => { stopped = true; clearTimeout(timer); };
};
