// Consumer messages become rounds, a burst becomes one round, as the durable reader hears of them. [CM7] Not for what is due (rounds) or done (act).
import { plainArray, textArray, type LoggedEvent, type Tx } from '../../platform/index.ts';
import { shopSettings } from '@qindesk/protocol';
import type { ConversationMoved, MessageSent } from '../conversation/index.ts';
import { detailIn } from './details.ts';
import { asksForHuman, readsComplete } from './words.ts';

/** A burst is gathered no longer than this, unless the shop waits longer for a single line. */
const gatherAtMostMs = 3000;
/** After words that read as finished the robot waits no longer than this for more. */
const gatherCompleteMs = 250;

const gatherByDefaultMs = shopSettings.parse({}).roundGatherMs;

interface Fresh { merchant_id: string; conversation_id: string; seq: number; at: Date; text: string | null; clicked: boolean; gather_ms: number }

const waitFor = ({ text, clicked, gather_ms }: Fresh): number => {
  // A card or a picture comes before the words about it.
  if (text === null) return gather_ms;
  if (clicked || asksForHuman(text)) return 0;
  // Whoever sends a number is likely to say next what it is about.
  return readsComplete(text) && detailIn(text) === null ? Math.min(gather_ms, gatherCompleteMs) : gather_ms;
};

/** LIMIT 1 keeps it at one look by the key for each: joined, a database that knows little of its rows yet reads every conversation there is, or every one with the robot. */
const freshSql = `SELECT s.merchant_id, s.conversation_id, s.seq, s.at, CASE WHEN s.body->>'type' = 'text' THEN s.body->>'text' END AS text, s.body ? 'questionId' AS clicked,
    coalesce((sh.settings->>'roundGatherMs')::int, $4) AS gather_ms
  FROM unnest($1::text[], $2::text[], $3::int[]) AS k(m, c, n)
  CROSS JOIN LATERAL (SELECT shop_id, state FROM conversations WHERE merchant_id = k.m AND id = k.c LIMIT 1) AS c
  CROSS JOIN LATERAL (SELECT * FROM messages WHERE merchant_id = k.m AND conversation_id = k.c AND seq = k.n LIMIT 1) AS s
  JOIN shops sh ON sh.merchant_id = k.m AND sh.id = c.shop_id WHERE c.state = 'bot' ORDER BY s.conversation_id, s.seq`;

/** A round that a process has taken keeps its lease: made due under its hands, another process would take the same words once more. Who has it makes the rest due. */
const openSql = `INSERT INTO bot_rounds AS r (merchant_id, conversation_id, first_seq, last_seq, opened_at, due_at)
  SELECT m, c, f, l, o, least(greatest(now(), o + make_interval(secs => greatest(${gatherAtMostMs}, w)::float / 1000)), now() + make_interval(secs => w::float / 1000)) FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::timestamptz[], $6::int[]) AS k(m, c, f, l, o, w)
  ON CONFLICT (merchant_id, conversation_id) DO UPDATE SET first_seq = least(r.first_seq, excluded.first_seq), last_seq = greatest(r.last_seq, excluded.last_seq),
    due_at = CASE WHEN r.attempts > 0 THEN r.due_at ELSE least(greatest(now(), r.opened_at + greatest(make_interval(secs => ${gatherAtMostMs}::float / 1000), excluded.due_at - now())), excluded.due_at) END`;

interface Opened { merchantId: string; conversationId: string; first: number; last: number; at: Date; waitMs: number }

/** Rows come by conversation and number: what one conversation said in a batch is one round, which waits as its last line asks. */
const gather = (rows: readonly Fresh[]): Opened[] => {
  const opened: Opened[] = [];
  for (const row of rows) {
    const before = opened.at(-1);
    if (before?.conversationId === row.conversation_id) { before.last = row.seq; before.waitMs = waitFor(row); }
    else opened.push({ merchantId: row.merchant_id, conversationId: row.conversation_id, first: row.seq, last: row.seq, at: row.at, waitMs: waitFor(row) });
  }
  return opened;
};

/** Opens or extends the rounds of what consumers said to the robot; returns how many. */
const openAsked = async (tx: Tx, asked: readonly LoggedEvent[]): Promise<number> => {
  const rows = await tx.prepared<Fresh>('robot-fresh', freshSql, [textArray(asked.map((e) => e.merchantId)), textArray(asked.map((e) => e.subjectId)), plainArray(asked.map((e) => (e.payload as MessageSent).seq)), gatherByDefaultMs]);
  const opened = gather(rows);
  if (opened.length === 0) return 0;
  await tx.prepared('robot-open', openSql, [textArray(opened.map((o) => o.merchantId)), textArray(opened.map((o) => o.conversationId)), plainArray(opened.map((o) => o.first)), plainArray(opened.map((o) => o.last)),
    textArray(opened.map((o) => o.at.toISOString())), plainArray(opened.map((o) => o.waitMs))]);
  return opened.length;
};

const isBack = (event: LoggedEvent): boolean => event.type === 'conversation.moved' && (event.payload as ConversationMoved).to === 'bot';

/**
 * Who leaves the queue is the robot's again: what nobody has answered meanwhile becomes a round, up to the line that says so. What was said in the queue made none.
 * `opened_at` is set anew, so that a run that found the conversation still queued does not take this round for done.
 */
const openReturned = (tx: Tx, back: readonly LoggedEvent[]): Promise<number> =>
  tx.run(
    `INSERT INTO bot_rounds AS r (merchant_id, conversation_id, first_seq, last_seq, opened_at, due_at)
     SELECT c.merchant_id, c.id, min(s.seq), c.last_seq, now(), now() FROM unnest($1::text[], $2::text[]) AS k(m, c)
     JOIN conversations c ON c.merchant_id = k.m AND c.id = k.c AND c.state = 'bot'
     JOIN messages s ON s.merchant_id = c.merchant_id AND s.conversation_id = c.id AND s.author_kind = 'consumer'
       AND s.seq > coalesce((SELECT max(a.seq) FROM messages a WHERE a.merchant_id = c.merchant_id AND a.conversation_id = c.id AND a.author_kind IN ('robot', 'agent')), 0)
     GROUP BY c.merchant_id, c.id, c.last_seq
     ON CONFLICT (merchant_id, conversation_id) DO UPDATE SET first_seq = least(r.first_seq, excluded.first_seq), last_seq = greatest(r.last_seq, excluded.last_seq), attempts = 0,
       opened_at = excluded.opened_at, due_at = excluded.due_at`,
    [back.map((e) => e.merchantId), back.map((e) => e.subjectId)]);

/** Makes rounds of what the reader hands over; returns how many were opened or extended. */
export const openRounds = async (tx: Tx, events: readonly LoggedEvent[]): Promise<number> => {
  const [asked, back] = [events.filter((event) => event.type === 'message.asked'), events.filter(isBack)];
  return (asked.length > 0 ? await openAsked(tx, asked) : 0) + (back.length > 0 ? await openReturned(tx, back) : 0);
};
