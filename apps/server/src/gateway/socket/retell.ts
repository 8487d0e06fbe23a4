// Tells the sockets again what was committed around a break of the line to the database. A COMMIT whose answer was lost is told by nobody: its process does not know of it,
// and the tail of the log passes its own rows over; and what should have been told meanwhile may have failed. Hearing twice does no harm, hearing never does [CM6].
import { factsOf, type EventRow, type LoggedEvent } from '../../platform/index.ts';
import { foreignTopic } from './deliver.ts';
import type { Live } from './live.ts';

/** What happened this long before the break was noticed may have been lost in it; clocks of the house and the database may differ somewhat, too. */
const marginMs = 10_000;
/** Breaks come in crowds: all connections of a pool at once. */
const gatherMs = 300;
/** A transaction that was cut off is ended by the database within 3 s (platform/db/database); what it has become is told by the second look. */
const secondLookMs = 4000;
const againMs = 1000;
/** In the order of commits, the newest that are of the time. Index: events_in_commit_order. */
const recentSql = `SELECT merchant_id, position, type, subject_id, payload, at FROM (SELECT * FROM events ORDER BY events.xid DESC, events.position DESC LIMIT 5000) recent
  WHERE at > now() - make_interval(secs => $1::float / 1000) ORDER BY recent.xid, recent.position`;

/** Starts watching for breaks; returns how to stop. */
export const startRetelling = (live: Live): (() => void) => {
  const { house } = live;
  let since: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const later = (ms: number, looksLeft: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void look(looksLeft), ms);
  };
  const look = async (looksLeft: number): Promise<void> => {
    const from = since ?? house.clock.ms();
    try {
      const rows = await house.db.query<EventRow>(recentSql, [house.clock.ms() - from + marginMs]);
      if (rows.length > 0) house.bus.publish<LoggedEvent[]>(foreignTopic, rows.flatMap(factsOf));
    } catch (error) {
      house.log.warn({ error: (error as Error).message }, 'what was committed around a break cannot be read yet; it will be tried again');
      later(againMs, looksLeft);
      return;
    }
    if (looksLeft > 1) later(secondLookMs, looksLeft - 1);
    else since = null;
  };
  const unsubscribe = house.db.onBreak(() => {
    since ??= house.clock.ms();
    later(gatherMs, 2);
  });
  return () => {
    stopped = true;
    unsubscribe();
    clearTimeout(timer);
  };
};
