// What the database holds at the end, read in one snapshot. Not for judging it (verdict, replay).
import type { AuthorKind, ConversationState, MessageBody } from '@qindesk/protocol';
import pg from 'pg';

export interface StoredMessage {
  conversationId: string; seq: number; id: string; authorKind: AuthorKind; authorId: string; authorName: string; clientId: string; body: MessageBody; at: string;
}
export interface StoredConversation {
  id: string; merchantId: string; shopId: string; consumerId: string; state: ConversationState; groupId: string | null; assigneeId: string | null; lastSeq: number;
}
export interface StoredMove { conversationId: string; number: number; state: ConversationState; assigneeId: string | null; reason: string }
/** A row of the log; `payload` as the room that wrote it shaped it. */
export interface StoredEvent { position: number; type: string; conversationId: string; payload: Readonly<Record<string, unknown>>; at: string }
export interface StoredRound { conversationId: string; firstSeq: number; lastSeq: number; attempts: number }
export interface StoredAgent { memberId: string; capacity: number }

export interface Truth {
  conversations: StoredConversation[];
  messages: StoredMessage[];
  moves: StoredMove[];
  /** Of conversations, in the order of their positions. */
  events: StoredEvent[];
  rounds: StoredRound[];
  decisions: { conversationId: string; roundSeq: number; at: string }[];
  queueEntries: { conversationId: string; groupId: string }[];
  agents: StoredAgent[];
}

const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;

const queries: { [Name in keyof Truth]: string } = {
  conversations: `SELECT id, merchant_id AS "merchantId", shop_id AS "shopId", consumer_id AS "consumerId", state, group_id AS "groupId", assignee_id AS "assigneeId", last_seq AS "lastSeq" FROM conversations ORDER BY id`,
  messages: `SELECT conversation_id AS "conversationId", seq, id, author_kind AS "authorKind", author_id AS "authorId", author_name AS "authorName", client_id AS "clientId", body,
    ${iso('at')} FROM messages ORDER BY conversation_id, seq`,
  moves: `SELECT conversation_id AS "conversationId", number, state, assignee_id AS "assigneeId", reason FROM conversation_moves ORDER BY conversation_id, number`,
  events: `SELECT position::float8 AS position, coalesce(fact->>1, type) AS type, fact->>0 AS "conversationId", fact->2 AS payload, ${iso('at')}
    FROM events CROSS JOIN LATERAL (SELECT jsonb_build_array(subject_id, type, payload) AS fact, 1 AS n WHERE subject_id IS NOT NULL
      UNION ALL SELECT * FROM jsonb_array_elements(CASE WHEN jsonb_typeof(payload) = 'array' THEN payload ELSE '[]' END) WITH ORDINALITY) AS f
    ORDER BY events.position, f.n`,
  rounds: `SELECT conversation_id AS "conversationId", first_seq AS "firstSeq", last_seq AS "lastSeq", attempts FROM bot_rounds`,
  decisions: `SELECT conversation_id AS "conversationId", round_seq AS "roundSeq", ${iso('at')} FROM decisions`,
  queueEntries: `SELECT conversation_id AS "conversationId", group_id AS "groupId" FROM queue_entries`,
  agents: `SELECT member_id AS "memberId", capacity FROM agents`,
};

/** A connection that does not bring the program down when the database is killed under it. */
export const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: 'simulation' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Everything the verdict needs, as of one moment. */
export const readTruth = async (url: string): Promise<Truth> => {
  const client = await connect(url);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const truth: Partial<Record<keyof Truth, unknown>> = {};
    for (const [name, sql] of Object.entries(queries) as [keyof Truth, string][]) truth[name] = (await client.query(sql)).rows;
    await client.query('COMMIT');
    return truth as unknown as Truth;
  } finally {
    await client.end().catch(() => undefined);
  }
};
