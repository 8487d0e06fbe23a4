// Stores decisions before they are carried out, so that a repeat after a crash does the same [BT1]. Not for reading them (list-decisions).
import { copyLine, newId, sqlState, textArray, type House } from '../../platform/index.ts';
import { candidatesOf } from './candidates.ts';
import type { Decided } from './decide-case.ts';

/** So much of a round's words is kept with its decision. */
const textKept = 4000;
/** Beside the first and the runner-up, candidates below this share say nothing to whoever asks why; with them most rows would outgrow what a page holds of them. */
const leastShare = 0.01;

const columns = '(merchant_id, conversation_id, round_seq, id, at, text, outcome, question_id, confidence, candidates, reasons, library_version, detail, shop_id)';
const storeSql = `INSERT INTO decisions ${columns} SELECT m, c, l, i, a, t, o, q, p, d, r::text[], v, j, s
  FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::real[], $10::jsonb[], $11::text[], $12::int[], $13::jsonb[], $14::text[]) AS k(m, c, l, i, a, t, o, q, p, d, r, v, j, s)
  ON CONFLICT DO NOTHING`;
/** Below it one more round trip costs more than the rows. */
const copyFrom = 8;
const uniqueViolation = '23505';

type Value = string | number | null;
const rowOf = ({ about, decision, read, brain, text }: Decided, at: string): Value[] => [
  about.round.merchantId, about.round.conversationId, about.round.lastSeq, newId('decision'), at, text.slice(0, textKept), decision.outcome, decision.outcome === 'answer' ? decision.questionId : null, decision.confidence,
  JSON.stringify(candidatesOf(read, brain, decision).filter(({ probability }, i) => i < 2 || probability >= leastShare)), textArray(decision.reasons), brain?.library.version ?? null, JSON.stringify(decision), about.shop.id];

/** Stores many in one statement. Two processes that held a round one after the other have decided it once: the first decision stays. */
export const storeDecisions = async (house: House, decided: readonly Decided[]): Promise<void> => {
  if (decided.length === 0) return;
  const at = house.clock.now().toISOString();
  const rows = decided.map((one) => rowOf(one, at));
  if (rows.length >= copyFrom) {
    try { await house.db.transact((tx) => tx.together([{ copy: `COPY decisions ${columns} FROM STDIN`, lines: rows.map(copyLine).join('') }])); return; } catch (error) { if (sqlState(error) !== uniqueViolation) throw error; }
  }
  await house.db.prepared('robot-decided', storeSql, columns.split(',').map((_, i) => textArray(rows.map((row) => { const value = row[i] ?? null; return value === null ? null : String(value); }))));
};
