// One transaction for many messages: lock, check, number, insert, log [CM1] [CM2] [CM5]. Not for who may call it (send-message).
import type { ConversationState, MessageBody } from '@qindesk/protocol';
import { Refusal, constraintOf, invariant, laneOf, newId, sqlState, txOver, committedTopic, type House, type LoggedEvent, type Tx } from '../../platform/index.ts';
import { messageEventType, messagesTopic, type Message, type MessageSent } from './events.ts';
import { previewOf } from './preview.ts';
import type { Author } from './conversation.ts';

export interface MessageDraft {
  merchantId: string;
  conversationId: string;
  author: Author;
  clientId: string;
  body: MessageBody;
  /** The body as JSON, made once for the database. */
  bodyJson: string;
}
export type SendResult = { message: Message; repeated: boolean } | { refusal: Refusal };

interface Locked {
  merchant_id: string; id: string; state: ConversationState; last_seq: number; consumer_id: string; assignee_id: string | null; needs_reply_since: Date | null;
}
interface StoredRow { merchant_id: string; conversation_id: string; seq: number; id: string; author_kind: Message['author']['kind']; author_id: string; author_name: string; client_id: string; body: MessageBody; at: Date }

export const messageOf = (row: StoredRow): Message => ({
  merchantId: row.merchant_id, conversationId: row.conversation_id, seq: row.seq, id: row.id, author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
  clientId: row.client_id, body: row.body, at: row.at,
});

/** Whether this author may speak now [CM5]; null when yes. Somebody else's conversation answers like one that does not exist. */
const refusalFor = (draft: MessageDraft, row: Locked | undefined): Refusal | null => {
  if (!row || row.merchant_id !== draft.merchantId) return new Refusal('not_found', 'conversation');
  const { author } = draft;
  if (author.kind === 'consumer' && row.consumer_id !== author.id) return new Refusal('not_found', 'conversation of another consumer');
  if (row.state === 'closed') return new Refusal(author.kind === 'agent' && row.assignee_id !== author.id ? 'not_your_turn' : 'conversation_closed');
  if (author.kind === 'robot' && row.state !== 'bot') return new Refusal('not_your_turn', `robot in state ${row.state}`);
  if (author.kind === 'agent' && (row.state !== 'assigned' || row.assignee_id !== author.id)) return new Refusal('not_your_turn', `assigned to ${row.assignee_id}`);
  return null;
};

const lockSql = `SELECT c.merchant_id, c.id, c.state, c.last_seq, c.consumer_id, c.assignee_id, c.needs_reply_since
  FROM conversations c JOIN unnest($1::text[], $2::text[]) AS k(m, c) ON c.merchant_id = k.m AND c.id = k.c ORDER BY c.id FOR UPDATE OF c`;
const repeatSql = `SELECT s.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS k(m, c, a, i)
  JOIN messages s ON s.merchant_id = k.m AND s.conversation_id = k.c AND s.author_id = k.a AND s.client_id = k.i`;
const insertSql = `WITH stored AS (
    INSERT INTO messages (merchant_id, conversation_id, seq, id, author_kind, author_id, author_name, client_id, body, at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::timestamptz[])
  ), counted AS (
    UPDATE conversations c SET last_seq = k.seq, revision = c.revision + k.n, preview = k.preview, last_message_at = k.at, needs_reply_since = k.since
    FROM unnest($11::text[], $12::text[], $13::int[], $14::int[], $15::text[], $16::timestamptz[], $17::timestamptz[]) AS k(m, c, seq, n, preview, at, since)
    WHERE c.merchant_id = k.m AND c.id = k.c
  )
  INSERT INTO events (merchant_id, origin, lane, type, subject_id, payload, at)
  SELECT m, $18, l, y, c, p, t FROM unnest($1::text[], $19::smallint[], $21::text[], $2::text[], $20::jsonb[], $10::timestamptz[]) AS e(m, l, y, c, p, t)
  RETURNING position`;

/** What makes a message the same message [CM2]. */
const keyOf = (of: Pick<MessageDraft, 'conversationId' | 'author' | 'clientId'>): string => `${of.conversationId} ${of.author.id} ${of.clientId}`;

const findRepeats = async (tx: Tx, drafts: readonly MessageDraft[]): Promise<Message[]> =>
  (await tx.query<StoredRow>(repeatSql, [drafts.map((d) => d.merchantId), drafts.map((d) => d.conversationId), drafts.map((d) => d.author.id), drafts.map((d) => d.clientId)])).map(messageOf);

interface Plan { results: SendResult[]; fresh: Message[]; bodies: string[]; heads: Map<string, { row: Locked; count: number; last: Message }> }

/** Decides every draft against the locked rows, in order of arrival. */
const plan = (house: House, drafts: readonly MessageDraft[], rows: readonly Locked[], repeats: ReadonlyMap<string, Message>): Plan => {
  const locked = new Map(rows.map((row) => [row.id, row]));
  const seen = new Map<string, Message>(repeats);
  const out: Plan = { results: [], fresh: [], bodies: [], heads: new Map() };
  const now = house.clock.now();
  for (const draft of drafts) {
    const row = locked.get(draft.conversationId);
    const key = keyOf(draft);
    const before = seen.get(key);
    // A repeat is answered as the first time, even when the conversation has moved on since [CM2].
    if (before && row?.merchant_id === draft.merchantId) { out.results.push({ message: before, repeated: true }); continue; }
    const refusal = refusalFor(draft, row);
    if (refusal || !row) { out.results.push({ refusal: refusal ?? new Refusal('not_found') }); continue; }
    row.last_seq += 1;
    if (draft.author.kind === 'consumer') row.needs_reply_since ??= now;
    else if (draft.author.kind !== 'system') row.needs_reply_since = null;
    const message: Message = { merchantId: draft.merchantId, conversationId: draft.conversationId, author: draft.author, clientId: draft.clientId, body: draft.body, seq: row.last_seq, id: newId('message'), at: now };
    out.bodies.push(draft.bodyJson);
    seen.set(key, message);
    out.fresh.push(message);
    out.heads.set(row.id, { row, count: (out.heads.get(row.id)?.count ?? 0) + 1, last: message });
    out.results.push({ message, repeated: false });
  }
  return out;
};

const store = async (house: House, tx: Tx, { fresh, bodies, heads }: Plan): Promise<LoggedEvent[]> => {
  const payloads = fresh.map((m): MessageSent => ({ seq: m.seq, by: m.author.kind, authorId: m.author.id }));
  const types = fresh.map((m) => messageEventType(m.author.kind, heads.get(m.conversationId)?.row.state ?? 'closed'));
  const ends = [...heads.values()];
  // All of a batch were stored at one moment.
  const at = fresh[0]?.at.toISOString() ?? '';
  const positions = await tx.prepared<{ position: number }>('store-messages', insertSql, [
    fresh.map((m) => m.merchantId), fresh.map((m) => m.conversationId), fresh.map((m) => m.seq), fresh.map((m) => m.id), fresh.map((m) => m.author.kind), fresh.map((m) => m.author.id),
    fresh.map((m) => m.author.name), fresh.map((m) => m.clientId), bodies, fresh.map(() => at),
    ends.map((e) => e.row.merchant_id), ends.map((e) => e.row.id), ends.map((e) => e.row.last_seq), ends.map((e) => e.count), ends.map((e) => previewOf(e.last.body)), ends.map(() => at),
    ends.map((e) => e.row.needs_reply_since?.toISOString() ?? null), house.events.origin, fresh.map((m) => laneOf(m.conversationId)), payloads.map((p) => JSON.stringify(p)), types,
  ]);
  return fresh.map((m, i) => ({ merchantId: m.merchantId, type: types[i] ?? 'message.sent', subjectId: m.conversationId, payload: payloads[i] ?? {}, position: positions[i]?.position ?? 0, at: m.at }));
};

const keysOf = (drafts: readonly MessageDraft[]): [string[], string[]] => {
  const keys = new Map(drafts.map((draft) => [draft.conversationId, draft.merchantId]));
  return [[...keys.values()], [...keys.keys()]];
};

/** Who may not speak any more may still repeat what they said when they could: it gets its first answer, not the refusal [CM2]. */
const answerRepeats = async (tx: Tx, drafts: readonly MessageDraft[], { results }: Plan): Promise<void> => {
  const refused = drafts.flatMap((draft, i) => { const result = results[i]; return result && 'refusal' in result && result.refusal.code !== 'not_found' ? [{ draft, i }] : []; });
  if (refused.length === 0) return;
  const stored = new Map((await findRepeats(tx, refused.map(({ draft }) => draft))).map((message) => [keyOf(message), message]));
  for (const { draft, i } of refused) {
    const message = stored.get(keyOf(draft));
    if (message) results[i] = { message, repeated: true };
  }
};

const attempt = async (house: House, drafts: readonly MessageDraft[], lookForRepeats: boolean): Promise<readonly SendResult[]> => {
  const client = await house.db.pool.connect();
  const after: (() => void)[] = [];
  try {
    await client.query('BEGIN');
    const tx = txOver(client, after);
    const rows = await tx.prepared<Locked>('lock-conversations', lockSql, keysOf(drafts));
    const repeats = lookForRepeats ? await findRepeats(tx, drafts) : [];
    const planned = plan(house, drafts, rows, new Map(repeats.map((message) => [keyOf(message), message])));
    if (!lookForRepeats) await answerRepeats(tx, drafts, planned);
    const events = planned.fresh.length > 0 ? await store(house, tx, planned) : [];
    await client.query('COMMIT');
    client.release();
    if (planned.fresh.length > 0) { house.bus.publish(messagesTopic, planned.fresh); house.bus.publish(committedTopic, events); }
    return planned.results;
  } catch (error) {
    await client.query('ROLLBACK').then(() => client.release(), () => client.release(true));
    throw error;
  }
};

/** Errors that one bad item causes (class 22: its data, class 23: a constraint): the others of the batch must not suffer. */
const isOfOneItem = (error: unknown): boolean => /^2[23]/.test(sqlState(error) ?? '');

const writeApart = async (house: House, drafts: readonly MessageDraft[]): Promise<readonly SendResult[]> => {
  const results: SendResult[] = [];
  for (const draft of drafts) {
    results.push(...await writeMessages(house, [draft]).catch((error: Error): SendResult[] => {
      house.log.error({ conversation: draft.conversationId, error: error.stack }, 'a message could not be stored');
      return [{ refusal: new Refusal('internal', error.message) }];
    }));
  }
  return results;
};

/** Writes a batch. The common case looks for no repeats: one shows as a unique violation, and the batch runs again looking for them. */
export const writeMessages = async (house: House, drafts: readonly MessageDraft[]): Promise<readonly SendResult[]> => {
  let lookForRepeats = false;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(house, drafts, lookForRepeats);
    } catch (error) {
      invariant(tries < 6, `a batch of messages failed ${tries} times: ${String(error)}`);
      if (sqlState(error) === '23505' && constraintOf(error) === 'messages_once_per_client_id' && !lookForRepeats) lookForRepeats = true;
      else if (isOfOneItem(error) && drafts.length > 1) return writeApart(house, drafts);
      else if (sqlState(error) !== '40P01' && sqlState(error) !== '40001') throw error;
    }
  }
};
