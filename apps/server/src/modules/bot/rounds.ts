// The robot's agenda: consumer messages become rounds (durable rows), a burst becomes one round, due rounds are acted upon. [CM7]
import { startReader, type House, type LoggedEvent, type Reader, type Tx } from '../../platform/index.ts';
import type { MessageBody } from '@qindesk/protocol';
import type { ConversationMoved, MessageSent } from '../conversation/index.ts';
import { shopSettings } from '@qindesk/protocol';
import { actOnRound } from './act.ts';
import { detailIn } from './details.ts';
import { startWarming } from './shop-brain.ts';
import { asksForHuman, readsComplete } from './words.ts';

/** A burst is gathered no longer than this. */
const gatherAtMostMs = 3000;
/** Rounds one process works on at once. */
const atOnce = 32;
/** A round taken by a process that died is due again after this: short, so that the robot has answered within 5 s of a restart [CM7]. A living process renews it. */
const leaseMs = 2000;
const renewEveryMs = 700;

interface Fresh { merchant_id: string; conversation_id: string; seq: number; body: MessageBody; at: Date; settings: object }

const waitFor = (body: MessageBody, settings: object): number => {
  const { roundGatherMs } = shopSettings.parse(settings);
  if (body.type !== 'text' || body.questionId || asksForHuman(body.text)) return 0;
  // Whoever sends a number is likely to say next what it is about.
  return readsComplete(body.text) && detailIn(body.text) === null ? Math.min(roundGatherMs, 250) : roundGatherMs;
};

/** A round that a process has taken keeps its lease: made due under its hands, another process would take the same words once more. Who has it makes the rest due. */
const openRounds = async (tx: Tx, asked: readonly LoggedEvent[]): Promise<number> => {
  const rows = await tx.query<Fresh>(
    `SELECT s.merchant_id, s.conversation_id, s.seq, s.body, s.at, sh.settings FROM unnest($1::text[], $2::text[], $3::int[]) AS k(m, c, n)
     JOIN conversations c ON c.merchant_id = k.m AND c.id = k.c AND c.state = 'bot' JOIN messages s ON s.merchant_id = k.m AND s.conversation_id = k.c AND s.seq = k.n
     JOIN shops sh ON sh.merchant_id = c.merchant_id AND sh.id = c.shop_id ORDER BY s.conversation_id, s.seq`,
    [asked.map((e) => e.merchantId), asked.map((e) => e.subjectId), asked.map((e) => (e.payload as MessageSent).seq)]);
  for (const row of rows) {
    await tx.run(
      `INSERT INTO bot_rounds AS r (merchant_id, conversation_id, first_seq, last_seq, opened_at, due_at) VALUES ($1, $2, $3, $3, $4, now() + make_interval(secs => $5::float / 1000))
       ON CONFLICT (merchant_id, conversation_id) DO UPDATE SET first_seq = least(r.first_seq, $3), last_seq = greatest(r.last_seq, $3),
         due_at = CASE WHEN r.attempts > 0 THEN r.due_at ELSE least(greatest(now(), r.opened_at + make_interval(secs => $6::float / 1000)), excluded.due_at) END`,
      [row.merchant_id, row.conversation_id, row.seq, row.at, waitFor(row.body, row.settings), gatherAtMostMs]);
  }
  return rows.length;
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

export interface DueRound { merchantId: string; conversationId: string; firstSeq: number; lastSeq: number; attempts: number; openedAt: string }

const claimSql = `UPDATE bot_rounds r SET due_at = now() + make_interval(secs => $1::float / 1000), attempts = attempts + 1
  FROM (SELECT merchant_id, conversation_id FROM bot_rounds WHERE due_at <= now() AND conversation_id <> ALL($3) ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED) d
  WHERE r.merchant_id = d.merchant_id AND r.conversation_id = d.conversation_id
  RETURNING r.merchant_id AS "merchantId", r.conversation_id AS "conversationId", r.first_seq AS "firstSeq", r.last_seq AS "lastSeq", r.attempts, r.opened_at::text AS "openedAt"`;

/** A round under way here. `heldUntil` (performance.now) is the end of its lease, counted from before it was asked for. */
interface Held { round: DueRound; heldUntil: number; done: Promise<void> }
type Busy = Map<string, Held>;

const renewSql = `UPDATE bot_rounds r SET due_at = now() + make_interval(secs => $1::float / 1000) FROM unnest($2::text[], $3::text[], $4::int[], $5::text[]) AS k(m, c, a, o)
  WHERE r.merchant_id = k.m AND r.conversation_id = k.c AND r.attempts = k.a AND r.opened_at = k.o::timestamptz RETURNING r.conversation_id AS id`;

/**
 * What is under way here stays ours, unless another process has taken it since, which counts an attempt. A round that was opened anew meanwhile (attempts 0) is left
 * alone: it is due when this run ends.
 */
const renew = async (house: House, held: readonly Held[]): Promise<void> => {
  const from = performance.now();
  const rounds = held.map(({ round }) => round);
  const rows = await house.db.query<{ id: string }>(renewSql, [leaseMs, rounds.map((r) => r.merchantId), rounds.map((r) => r.conversationId), rounds.map((r) => r.attempts), rounds.map((r) => r.openedAt)]);
  const ours = new Set(rows.map((row) => row.id));
  for (const one of held) one.heldUntil = ours.has(one.round.conversationId) ? from + leaseMs : 0;
};

/** Asked before the robot speaks: a lease that ran out while this process was held up may be another's by now. */
const isOurs = async (house: House, held: Held): Promise<boolean> => {
  if (performance.now() >= held.heldUntil) await renew(house, [held]);
  return performance.now() < held.heldUntil;
};

const runRound = async (house: House, held: Held): Promise<void> => {
  const { round } = held;
  try {
    if (!(await actOnRound(house, round, () => isOurs(house, held)))) return;
    // More may have been written meanwhile: then the round stays and is due again.
    await house.db.query('DELETE FROM bot_rounds WHERE merchant_id = $1 AND conversation_id = $2 AND last_seq = $3 AND opened_at = $4::timestamptz', [round.merchantId, round.conversationId, round.lastSeq, round.openedAt]);
    await house.db.query('UPDATE bot_rounds SET first_seq = $3, due_at = now(), attempts = 0 WHERE merchant_id = $1 AND conversation_id = $2 AND last_seq > $4 AND opened_at = $5::timestamptz', [round.merchantId, round.conversationId, round.lastSeq + 1, round.lastSeq, round.openedAt]);
  } catch (error) {
    house.log.error({ conversation: round.conversationId, attempts: round.attempts, error: error instanceof Error ? error.stack : String(error) }, 'the robot failed on a round; it will try again, then hand over');
  }
};

/** Claims what is due and is not under way here already, and starts acting on it; returns how many rounds that were. */
const runDue = async (house: House, busy: Busy): Promise<number> => {
  const room = atOnce - busy.size;
  if (room <= 0) return 0;
  const from = performance.now();
  const due = await house.db.query<DueRound>(claimSql, [leaseMs, room, [...busy.keys()]]);
  for (const round of due) {
    const held: Held = { round, heldUntil: from + leaseMs, done: Promise.resolve() };
    busy.set(round.conversationId, held);
    held.done = runRound(house, held).finally(() => busy.delete(round.conversationId));
  }
  return due.length;
};

export interface Robot { stop(): Promise<void> }

/** Starts the reader and the agenda. Woken when a round is opened here; looks every 300 ms for those of others. */
export const startRobot = async (house: House): Promise<Robot> => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const busy: Busy = new Map();
  const plan = (ms: number): void => { clearTimeout(timer); if (!stopped) timer = setTimeout(run, ms); };
  const nextDue = async (): Promise<number> => {
    const row = await house.db.maybe<{ ms: number | null }>('SELECT extract(epoch FROM min(due_at) - now())::float * 1000 AS ms FROM bot_rounds WHERE conversation_id <> ALL($1)', [[...busy.keys()]]);
    return row?.ms == null ? 300 : Math.min(300, Math.max(5, row.ms));
  };
  const run = (): void => {
    running = runDue(house, busy).then(async (done) => plan(done > 0 ? 0 : await nextDue()))
      .catch((error: Error) => { house.log.error({ error: error.stack }, 'the robot’s agenda could not be read; it will try again'); plan(1000); });
  };
  const reader: Reader = await startReader(house.db, house.bus, house.log, {
    name: 'bot', types: ['message.asked', 'conversation.moved'],
    handle: async (tx, events) => {
      const [asked, back] = [events.filter((event) => event.type === 'message.asked'), events.filter(isBack)];
      const opened = (asked.length > 0 ? await openRounds(tx, asked) : 0) + (back.length > 0 ? await openReturned(tx, back) : 0);
      if (opened > 0) tx.afterCommit(() => plan(5));
    },
  });
  run();
  const renewal = setInterval(() => { if (busy.size > 0) void renew(house, [...busy.values()]).catch((error: Error) => house.log.warn({ error: error.message }, 'the robot’s hold on its rounds was not renewed')); }, renewEveryMs);
  const stopWarming = startWarming(house);
  return { stop: async () => { stopped = true; stopWarming(); clearInterval(renewal); clearTimeout(timer); await reader.stop(); await running; clearTimeout(timer); await Promise.all([...busy.values()].map((held) => held.done)); } };
};
