// The table of rounds: claimed when due under a lease, held on to, finished, many in one statement each. Not for opening them (open-rounds) or working on them (agenda).
import { plainArray, textArray, type House } from '../../platform/index.ts';

/** A round taken by a process that died is due again after this: short, so that the robot has answered within 5 s of a restart [CM7]. A living process renews it. */
const leaseMs = 2000;
export const renewEveryMs = 700;

/** One round of one conversation: the messages from `firstSeq` to `lastSeq`. `attempts` counts this one. */
export interface DueRound { merchantId: string; conversationId: string; firstSeq: number; lastSeq: number; attempts: number; openedAt: string }

/** A round under way here. `heldUntil` (performance.now) is the end of its lease, counted from before it was asked for. */
export interface Held { round: DueRound; heldUntil: number }

/** Written NOT IN over a list that is read once: against an array each row would be compared with all that is under way. */
const claimSql = `UPDATE bot_rounds r SET due_at = now() + make_interval(secs => ${leaseMs / 1000}.0), attempts = attempts + 1
  WHERE r.ctid = ANY (ARRAY(SELECT ctid FROM bot_rounds WHERE due_at <= now() AND conversation_id NOT IN (SELECT unnest($2::text[])) ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED))
  RETURNING r.merchant_id AS "merchantId", r.conversation_id AS "conversationId", r.first_seq AS "firstSeq", r.last_seq AS "lastSeq", r.attempts, r.opened_at::text AS "openedAt"`;

/** Takes rounds that are due, the longest due first, but not of the conversations that are under way here. Index: bot_rounds_due. */
export const claimRounds = async (house: House, atMost: number, underWay: readonly string[]): Promise<Held[]> => {
  const from = performance.now();
  return (await house.db.prepared<DueRound>('robot-claim', claimSql, [atMost, textArray(underWay)])).map((round) => ({ round, heldUntil: from + leaseMs }));
};

const keysOf = (held: readonly Held[]): string[] => [textArray(held.map(({ round }) => round.merchantId)), textArray(held.map(({ round }) => round.conversationId))];
const openedOf = (held: readonly Held[]): string => textArray(held.map(({ round }) => round.openedAt));

const renewSql = `UPDATE bot_rounds r SET due_at = now() + make_interval(secs => ${leaseMs / 1000}.0) FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS k(m, c, a, o)
  WHERE r.merchant_id = k.m AND r.conversation_id = k.c AND r.attempts = k.a AND r.opened_at = k.o::timestamptz RETURNING r.conversation_id AS id`;

const renew = async (house: House, held: readonly Held[]): Promise<void> => {
  const from = performance.now();
  const rows = await house.db.prepared<{ id: string }>('robot-renew', renewSql, [...keysOf(held), plainArray(held.map(({ round }) => round.attempts)), openedOf(held)]);
  const ours = new Set(rows.map((row) => row.id));
  for (const one of held) one.heldUntil = ours.has(one.round.conversationId) ? from + leaseMs : 0;
};

/**
 * What is under way here stays ours, unless another process has taken it since, which counts an attempt. A round that was opened anew meanwhile (attempts 0) is left
 * alone: it is due when this run ends. Those taken or renewed just now are left for the next time.
 */
export const keepRounds = async (house: House, held: readonly Held[]): Promise<void> => {
  const ageing = held.filter(({ heldUntil }) => heldUntil - performance.now() < leaseMs - renewEveryMs / 2);
  if (ageing.length > 0) await renew(house, ageing);
};

/** Those that are still ours, asked before the robot speaks: a lease that ran out while this process was held up may be another's by now. */
export const stillOurs = async <One extends Held>(house: House, held: readonly One[]): Promise<One[]> => {
  const lapsed = held.filter(({ heldUntil }) => performance.now() >= heldUntil);
  if (lapsed.length > 0) await renew(house, lapsed);
  return held.filter(({ heldUntil }) => performance.now() < heldUntil);
};

const deleteSql = `DELETE FROM bot_rounds r USING unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS k(m, c, l, o)
  WHERE r.merchant_id = k.m AND r.conversation_id = k.c AND r.last_seq = k.l AND r.opened_at = k.o::timestamptz RETURNING r.conversation_id AS id`;
const goOnSql = `UPDATE bot_rounds r SET first_seq = k.l + 1, due_at = now(), attempts = 0 FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS k(m, c, l, o)
  WHERE r.merchant_id = k.m AND r.conversation_id = k.c AND r.last_seq > k.l AND r.opened_at = k.o::timestamptz`;

/** Done with these. Where more was written meanwhile the round stays and is due again. */
export const finishRounds = async (house: House, held: readonly Held[]): Promise<void> => {
  const values = (of: readonly Held[]): string[] => [...keysOf(of), plainArray(of.map(({ round }) => round.lastSeq)), openedOf(of)];
  const gone = new Set((await house.db.prepared<{ id: string }>('robot-finish', deleteSql, values(held))).map((row) => row.id));
  const rest = held.filter(({ round }) => !gone.has(round.conversationId));
  // A statement of its own: it must see what was written while the one before waited.
  if (rest.length > 0) await house.db.prepared('robot-go-on', goOnSql, values(rest));
};

/** Milliseconds until something is due that is not under way here, at most `atMost`. Index: bot_rounds_due. */
export const nextDueMs = async (house: House, atMost: number, underWay: readonly string[]): Promise<number> => {
  const [row] = await house.db.prepared<{ ms: number | null }>('robot-next', 'SELECT extract(epoch FROM min(due_at) - now())::float * 1000 AS ms FROM bot_rounds WHERE conversation_id NOT IN (SELECT unnest($1::text[]))', [textArray(underWay)]);
  return row?.ms == null ? atMost : Math.min(atMost, Math.max(5, row.ms));
};
