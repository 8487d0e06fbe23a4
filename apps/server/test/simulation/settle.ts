// After the last act: waits until everything that was sent has its answer and everybody has what is theirs. Not for judging what is missing then (verdict).
import type pg from 'pg';
import { connect } from './truth.ts';
import { waitUntil } from './pause.ts';
import type { Viewer } from './viewer.ts';

const withClient = async <T>(url: string | null, work: (client: pg.Client) => Promise<T>, fallback: T): Promise<T> => {
  try {
    if (!url) return fallback;
    const client = await connect(url);
    return await work(client).finally(() => client.end());
  } catch {
    return fallback;
  }
};

/** What still keeps the run from being over; empty when nothing does. */
const openEnds = (viewers: readonly Viewer[], url: string | null): Promise<string[]> => withClient(url, async (client) => {
  const { rows } = await client.query<{ id: string; lastSeq: number }>('SELECT id, last_seq AS "lastSeq" FROM conversations');
  const lastSeqs = new Map(rows.map((row) => [row.id, row.lastSeq]));
  const { rows: [agenda] } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM bot_rounds');
  const { rows: [stale] } = await client.query<{ count: number }>("SELECT count(*)::int AS count FROM queue_entries q JOIN conversations c ON c.merchant_id = q.merchant_id AND c.id = q.conversation_id WHERE c.state <> 'queued'");
  const offline = viewers.filter((viewer) => !viewer.online).length;
  const unsent = viewers.reduce((sum, viewer) => sum + viewer.outbox.entries.filter((entry) => entry.failed === null).length, 0);
  const behind = viewers.flatMap((viewer) => {
    const id = viewer.followed().find((one) => viewer.lastSeq(one) < (lastSeqs.get(one) ?? 0));
    return id === undefined ? [] : [`${viewer.name} at no. ${viewer.lastSeq(id)} of ${lastSeqs.get(id)} in ${id}`];
  });
  return [
    offline > 0 && `${offline} clients offline`, unsent > 0 && `${unsent} messages unsent`, behind.length > 0 && `${behind.length} clients behind (${behind[0]})`,
    (stale?.count ?? 0) > 0 && `${stale?.count} places in queues of conversations that do not wait`, (agenda?.count ?? 0) > 0 && `${agenda?.count} rounds on the robot’s agenda`,
  ].filter((text) => text !== false);
}, ['no database']);

/** Waits until all is quiet, at most `withinMs`; returns what was not. Never shorter than `leastMs`: a queue may be drawn, a round opened. */
export const settle = async (viewers: readonly Viewer[], databaseUrl: () => string | null, withinMs: number, leastMs: number, tell: (line: string) => void): Promise<string[]> => {
  const began = performance.now();
  let ends: string[] = [];
  let told = '';
  await waitUntil(async () => {
    ends = await openEnds(viewers, databaseUrl());
    if (ends.join() !== told && ends.length > 0) tell(`still open: ${ends.join(', ')}`);
    told = ends.join();
    return ends.length === 0 && performance.now() - began >= leastMs;
  }, withinMs, 250);
  return ends;
};
