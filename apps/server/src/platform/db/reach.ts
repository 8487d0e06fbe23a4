// Watches whether the database is heard from. A line that is cut says nothing, not even that it is broken: who only waits would wait for as long as the cut lasts.
import { Socket } from 'node:net';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Database } from './database.ts';

export interface Reach {
  readonly isLost: boolean;
  /** Whether other processes lived on this database when it was last heard. */
  readonly hasOthers: boolean;
  /** Told when the database is lost, and when it is back; returns how to stop. */
  subscribe(listener: (isLost: boolean) => void): () => void;
  stop(): void;
}

export interface ReachOptions {
  /** Looks this often. */
  everyMs?: number;
  /** So many looks without a sound, and the database is lost. Counted in looks and not in time: a process that was itself held up has not listened. */
  silentLooks?: number;
  /** A question is asked this often. */
  askEveryMs?: number;
}

/** Those seen lately are the living (events/tail shows them). */
const askSql = "SELECT count(*)::int AS n FROM processes WHERE seen_at > now() - interval '10 seconds'";

/** A connection of its own, so that asking need not wait for one of the pool. */
interface Asker {
  /** How many processes live. */
  ask(): Promise<number>;
  /** At once: a cut line hears no farewell. */
  drop(): void;
}

const createAsker = (url: string, connectWithinMs: number): Asker => {
  const socket = new Socket();
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectWithinMs, application_name: 'qindesk-reach', keepAlive: true, stream: () => socket });
  client.on('error', () => { /* The question that met it tells. */ });
  let connecting: Promise<unknown> | null = null;
  return {
    ask: async () => {
      await (connecting ??= client.connect());
      return (await client.query<{ n: number }>(askSql)).rows[0]?.n ?? 0;
    },
    drop: () => { socket.destroy(); },
  };
};

/**
 * Begins to watch. When nothing has been heard for 4 s, on any connection, the database is lost: all connections are given up, and new ones refused at once, until it
 * answers again. A database that is only slow is heard on some connection; one that refuses is lost after the same time.
 */
export const watchReach = (db: Pick<Database, 'url' | 'lines'>, log: Log, { everyMs = 250, silentLooks = 16, askEveryMs = 1000 }: ReachOptions = {}): Reach => {
  const listeners = new Set<(isLost: boolean) => void>();
  let [isLost, hasOthers, asking] = [false, false, false];
  let asker: Asker | null = null;
  let [sinceAskedMs, silent, heard] = [askEveryMs, 0, db.lines.heard()];

  const become = (lost: boolean): void => {
    if (isLost === lost) return;
    isLost = lost;
    if (lost) { log.error({ silentMs: everyMs * silentLooks }, 'the database is out of reach: requests are refused until it answers'); db.lines.giveUp(); }
    else { log.warn({}, 'the database answers again'); db.lines.allow(); }
    for (const listener of listeners) listener(lost);
  };
  const drop = (): void => { asker?.drop(); asker = null; };
  const question = async (): Promise<void> => {
    const mine = asker ??= createAsker(db.url, everyMs * silentLooks);
    try {
      const living = await mine.ask();
      if (asker !== mine) return;
      [silent, hasOthers] = [0, living > 1];
      become(false);
    } catch {
      if (asker === mine) drop();
    }
  };
  const look = (): void => {
    const now = db.lines.heard();
    // What a lost line still held does not count: the database is back when it answers.
    silent = now !== heard && !isLost ? 0 : silent + 1;
    heard = now;
    if (silent >= silentLooks) become(true);
    if (silent > 0 && silent % silentLooks === 0) drop();
    sinceAskedMs += everyMs;
    if (asking || sinceAskedMs < askEveryMs) return;
    [asking, sinceAskedMs] = [true, 0];
    void question().finally(() => { asking = false; });
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    get isLost() { return isLost; },
    get hasOthers() { return hasOthers; },
    subscribe: (listener) => { listeners.add(listener); return () => { listeners.delete(listener); }; },
    stop: () => { clearInterval(timer); listeners.clear(); drop(); },
  };
};
