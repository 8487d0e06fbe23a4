// The SQL of a batch of messages: lock conversations, find repeats, store messages with their facts. Not for what is decided in between (plan-messages), nor for when it runs (message-batch).
import type { AuthorKind, MessageBody } from '@qindesk/protocol';
import { copyLine, laneOf, plainArray, textArray, type PackedFact, type Step, type Tx } from '../../platform/index.ts';
import { messageEventType, type Message, type MessageSent } from './events.ts';
import type { Head, MessageDraft, MessagePlan } from './plan-messages.ts';
import { previewOf } from './preview.ts';

interface StoredRow { merchant_id: string; conversation_id: string; seq: number; id: string; author_kind: AuthorKind; author_id: string; author_name: string; client_id: string; body: MessageBody; at: Date }

/** A message from its row. */
export const messageOf = (row: StoredRow): Message => ({
  merchantId: row.merchant_id, conversationId: row.conversation_id, seq: row.seq, id: row.id, author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
  clientId: row.client_id, body: row.body, at: row.at,
});

// In the order of ids, as everyone who locks several: no two batches wait for each other.
const lockSql = `SELECT c.merchant_id, c.id, c.state, c.last_seq, c.consumer_id, c.assignee_id
  FROM conversations c JOIN unnest($1::text[], $2::text[]) AS k(m, c) ON c.merchant_id = k.m AND c.id = k.c ORDER BY c.id FOR NO KEY UPDATE OF c`;
const repeatSql = `SELECT s.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS k(m, c, a, i)
  JOIN messages s ON s.merchant_id = k.m AND s.conversation_id = k.c AND s.author_id = k.a AND s.client_id = k.i`;
const copySql = 'COPY messages (merchant_id, conversation_id, seq, id, author_kind, author_id, author_name, client_id, body, at) FROM STDIN';
const headsAndFactsSql = `WITH counted AS (
    UPDATE conversations c SET last_seq = k.seq, revision = c.revision + k.n, preview = k.preview, last_message_at = $1::timestamptz,
      needs_reply_since = CASE WHEN NOT k.asks AND k.answered THEN NULL WHEN k.answered THEN $1::timestamptz WHEN k.asks THEN coalesce(c.needs_reply_since, $1::timestamptz) ELSE c.needs_reply_since END
    FROM unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::boolean[], $8::boolean[]) AS k(m, c, seq, n, preview, answered, asks)
    WHERE c.merchant_id = k.m AND c.id = k.c
  )
  INSERT INTO events (merchant_id, origin, lane, type, subject_id, payload, at) SELECT m, $9, l, y, NULL, p, $1::timestamptz FROM unnest($10::text[], $11::smallint[], $12::text[], $13::jsonb[]) AS e(m, l, y, p)`;

/** Locks the conversations of a batch until its end; gives a row for each that exists, as planMessages takes them. */
export const lockStep = (drafts: readonly MessageDraft[]): Step => {
  const keys = new Map(drafts.map((draft) => [draft.conversationId, draft.merchantId]));
  return { name: 'lock-conversations', sql: lockSql, values: [textArray([...keys.values()]), textArray([...keys.keys()])] };
};

/** What is stored already of these drafts. Rides messages_once_per_client_id. */
export const findRepeats = async (tx: Tx, drafts: readonly MessageDraft[]): Promise<Message[]> =>
  (await tx.query<StoredRow>(repeatSql, [drafts.map((d) => d.merchantId), drafts.map((d) => d.conversationId), drafts.map((d) => d.author.id), drafts.map((d) => d.clientId)])).map(messageOf);

const bodyOf = (message: Message): string => message.bodyJson ?? JSON.stringify(message.body);

const copyStep = (fresh: readonly Message[], at: string): Step => {
  let lines = '';
  for (const m of fresh) lines += copyLine([m.merchantId, m.conversationId, m.seq, m.id, m.author.kind, m.author.id, m.author.name, m.clientId, bodyOf(m), at]);
  return { copy: copySql, lines };
};

interface FactRow { merchantId: string; lane: number; type: 'message.sent' | 'message.asked'; facts: PackedFact[] }

/** One row of the log for each merchant and lane; one that holds a `message.asked` has that type, so that the robot's reader finds it. */
export const packFacts = (fresh: readonly Message[], heads: ReadonlyMap<string, Head>): FactRow[] => {
  const rows = new Map<string, FactRow>();
  for (const m of fresh) {
    const lane = laneOf(m.conversationId);
    const type = messageEventType(m.author.kind, heads.get(m.conversationId)?.row.state ?? 'closed');
    const payload: MessageSent = { seq: m.seq, by: m.author.kind, authorId: m.author.id };
    const key = `${m.merchantId} ${lane}`;
    const row = rows.get(key);
    if (!row) rows.set(key, { merchantId: m.merchantId, lane, type, facts: [[m.conversationId, type, payload]] });
    else { row.facts.push([m.conversationId, type, payload]); if (type === 'message.asked') row.type = type; }
  }
  return [...rows.values()];
};

/** What stores a plan, counts it in its conversations and logs it; and the merchants and types of what is logged. `origin` is this process. */
export const storeSteps = (origin: string, { fresh, heads }: MessagePlan): { steps: Step[]; logged: Pick<FactRow, 'merchantId' | 'type'>[] } => {
  const ends = [...heads.values()];
  const rows = packFacts(fresh, heads);
  // All of a batch were stored at one moment.
  const at = fresh[0]?.at.toISOString() ?? '';
  const count: Step = { name: 'count-messages', sql: headsAndFactsSql, values: [
    at, textArray(ends.map((e) => e.row.merchant_id)), textArray(ends.map((e) => e.row.id)), plainArray(ends.map((e) => e.row.last_seq)), plainArray(ends.map((e) => e.count)), textArray(ends.map((e) => previewOf(e.last.body))),
    plainArray(ends.map((e) => e.answered)), plainArray(ends.map((e) => e.asks)), origin, textArray(rows.map((r) => r.merchantId)), plainArray(rows.map((r) => r.lane)), textArray(rows.map((r) => r.type)),
    textArray(rows.map((r) => JSON.stringify(r.facts.map(([subject, type, payload]) => [subject, type === r.type ? null : type, payload])))),
  ] };
  return { steps: fresh.length === 0 ? [] : [copyStep(fresh, at), count], logged: rows };
};
