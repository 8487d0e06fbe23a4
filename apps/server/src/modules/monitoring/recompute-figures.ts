// Figures from the log instead of from the row before: for a conversation whose events overtook each other, and for proving that both ways agree.
import { factsOf, laneCount, laneOf, type EventRow, type House, type LoggedEvent, type Tx } from '../../platform/index.ts';
import { applyEvents, figureEvents, keyOf, keyOfEvent, type Figures } from './figures.ts';
import { writeFigures, type ConversationKey } from './figures-store.ts';

export const readerName = 'figures';

/**
 * Conversations of a batch of which a later event is in the figures already. The log is read by transaction, and a transaction that locks several conversations may have
 * got its number before it waited for one of them: then it is read before the one it waited for.
 */
export const findOvertaken = (before: ReadonlyMap<string, Figures>, events: readonly LoggedEvent[]): ConversationKey[] => {
  const overtaken = new Map<string, ConversationKey>();
  for (const event of events) {
    const key = keyOfEvent(event);
    if (event.subjectId && event.position < (before.get(key)?.appliedPosition ?? 0)) overtaken.set(key, { merchantId: event.merchantId, conversationId: event.subjectId });
  }
  return [...overtaken.values()];
};

/** Clocks of the house and of the database may differ by this much. */
const slackMs = 600_000;

/** A position before which nothing of this merchant was written at or after a time; found by halving, since positions grow with time. Rides events_of_merchant. */
const findPosition = async (tx: Tx, merchantId: string, at: Date): Promise<number> => {
  const ends = await tx.maybe<{ low: number | null; high: number | null }>('SELECT min(position) AS low, max(position) AS high FROM events WHERE merchant_id = $1', [merchantId]);
  let [low, high] = [ends?.low ?? 0, ends?.high ?? 0];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    const row = await tx.maybe<{ position: number; at: Date }>('SELECT position, at FROM events WHERE merchant_id = $1 AND position >= $2 ORDER BY position LIMIT 1', [merchantId, middle]);
    if (row && row.at < at && row.position < high) low = row.position;
    else high = middle;
  }
  return low;
};

/** What the log holds of one conversation: all that the reader's cursor has passed, and the given events of the batch in hand. */
const readStory = async (tx: Tx, key: ConversationKey, batch: readonly LoggedEvent[]): Promise<LoggedEvent[]> => {
  const begun = await tx.maybe<{ started_at: Date }>('SELECT started_at FROM conversations WHERE merchant_id = $1 AND id = $2', [key.merchantId, key.conversationId]);
  if (!begun) return [];
  const from = await findPosition(tx, key.merchantId, new Date(begun.started_at.getTime() - slackMs));
  const rows = await tx.query<EventRow>(
    `SELECT e.merchant_id, e.position, e.type, e.subject_id, e.payload, e.at FROM event_cursors r JOIN events e ON (e.xid, e.position) <= (r.xid, r.position) OR e.position = ANY($5)
     WHERE r.reader = '${readerName}' AND r.lane = e.lane % ${laneCount} AND e.merchant_id = $1 AND (e.subject_id = $2 OR e.subject_id IS NULL AND e.lane % ${laneCount} = $6 AND e.payload @> $7) AND e.position >= $3 AND e.type = ANY($4)`,
    [key.merchantId, key.conversationId, from, figureEvents, batch.filter((event) => keyOfEvent(event) === keyOf(key)).map((event) => event.position),
      laneOf(key.conversationId), JSON.stringify([[key.conversationId]])]);
  return rows.flatMap(factsOf).filter((fact) => fact.subjectId === key.conversationId);
};

/** Figures of one conversation from its whole story up to the cursor, `batch` included; undefined when the log does not hold its beginning. */
export const figuresFromLog = async (tx: Tx, key: ConversationKey, batch: readonly LoggedEvent[] = []): Promise<Figures | undefined> =>
  applyEvents(new Map(), await readStory(tx, key, batch)).get(keyOf(key));

/** What came of computing again: the row; or that the log no longer holds the conversation's beginning (EVENTS_KEEP_DAYS), whose row then stays as it was counted; or that there is none. */
export type Recomputed = { outcome: 'recomputed'; figures: Figures } | { outcome: 'log_dropped' } | { outcome: 'not_found' };

/** Computes a conversation's row again from the log, under the reader's lock, and stores it. A row is never replaced by one of half a story. */
export const recomputeFigures = (house: House, key: ConversationKey): Promise<Recomputed> =>
  house.db.owner.transact(async (tx): Promise<Recomputed> => {
    await tx.query(`SELECT 1 FROM event_cursors WHERE reader = '${readerName}' ORDER BY lane FOR UPDATE`);
    const figures = await figuresFromLog(tx, key);
    if (figures) {
      await writeFigures(tx, [figures]);
      return { outcome: 'recomputed', figures };
    }
    const row = await tx.maybe('SELECT 1 FROM conversations WHERE merchant_id = $1 AND id = $2', [key.merchantId, key.conversationId]);
    return { outcome: row ? 'log_dropped' : 'not_found' };
  });
