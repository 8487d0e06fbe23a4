// Stored decisions: of one conversation for the desk, of a shop for those who judge them. Changes nothing.
import type { DecisionView, LoggedDecisionView } from '@qindesk/protocol';
import type { House, SqlValue } from '../../platform/index.ts';
import { blot } from './blot.ts';
import type { ShopOfRobot } from './judgements.ts';

interface DecisionRow { id: string; at: Date; text: string; outcome: DecisionView['outcome']; question_id: string | null; title: string | null; confidence: number; reasons: string[]; library_version: number | null; candidates: DecisionView['candidates'] }
const columns = 'd.id, d.at, d.text, d.outcome, d.question_id, q.title, d.confidence, d.reasons, d.library_version, d.candidates';

const viewOf = (row: DecisionRow): DecisionView => ({
  id: row.id, at: row.at.toISOString(), text: row.text, outcome: row.outcome, question: row.question_id ? { id: row.question_id, title: row.title ?? '' } as DecisionView['question'] : null,
  confidence: row.confidence, reasons: row.reasons, libraryVersion: row.library_version, candidates: row.candidates,
});

/** Stored decisions of a conversation, newest first, for the desk. */
export const listDecisions = async (house: House, merchantId: string, conversationId: string): Promise<DecisionView[]> =>
  (await house.db.query<DecisionRow>(
    `SELECT ${columns} FROM decisions d LEFT JOIN questions q ON q.merchant_id = d.merchant_id AND q.id = d.question_id
     WHERE d.merchant_id = $1 AND d.conversation_id = $2 ORDER BY d.round_seq DESC LIMIT 20`, [merchantId, conversationId])).map(viewOf);

export interface LogFilter { judged?: boolean | undefined; outcome?: 'answer' | 'offer' | 'ask' | undefined; cursor?: string | undefined; limit: number }
interface LogRow extends DecisionRow { conversation_id: string; round_seq: number; means: string | null; answered_id: string | null; by_name: string | null; judged_at: Date | null; meant_title: string | null }

const judgementOf = (row: LogRow): LoggedDecisionView['judgement'] => row.means === null || row.judged_at === null ? null : {
  means: row.means === 'nothing' || row.means === 'other' ? row.means : { id: row.means, title: row.meant_title ?? '' } as Exclude<NonNullable<LoggedDecisionView['judgement']>['means'], string>,
  right: row.answered_id === null ? null : row.means === row.answered_id, by: row.by_name ?? '', at: row.judged_at.toISOString(),
};

/**
 * What the robot of a shop made of words, newest first; neither clicks nor what needed no library (greetings, thanks, details, a person wanted). The cursor is opaque.
 * Index: decisions_by_shop; those judged ride judgements_by_shop, last judged first. The caller has checked the right.
 */
export const listShopDecisions = async (house: Pick<House, 'db'>, shop: ShopOfRobot, filter: LogFilter): Promise<{ items: LoggedDecisionView[]; cursor: string | null }> => {
  const values: SqlValue[] = [shop.merchantId, shop.shopId];
  const bind = (value: SqlValue): string => `$${values.push(value)}`;
  const order = filter.judged ? 'j.at' : 'd.at';
  const where = ['d.merchant_id = $1', 'd.shop_id = $2', "d.outcome IN ('answer', 'offer', 'ask')", "d.candidates <> '[]'", "d.text <> ''", "NOT d.reasons && ARRAY['clicked', 'greeting', 'card', 'detail:order', 'detail:parcel', 'detail:phone', 'detail:address', 'detail:link']"];
  if (filter.judged !== undefined) where.push(filter.judged ? 'j.merchant_id = $1 AND j.shop_id = $2' : 'j.means IS NULL');
  if (filter.outcome) where.push(`d.outcome = ${bind(filter.outcome)}`);
  const [micros, id] = (filter.cursor ?? '').split('~');
  if (micros && id && /^\d{1,17}$/.test(micros)) where.push(`(${order}, d.id) < (timestamptz 'epoch' + ${bind(micros)}::bigint * interval '1 microsecond', ${bind(id)})`);
  const rows = await house.db.query<LogRow & { micros: number }>(
    `SELECT ${columns}, d.conversation_id, d.round_seq, j.means, j.answered_id, j.by_name, j.at AS judged_at, m.title AS meant_title, (extract(epoch FROM ${order}) * 1000000)::bigint AS micros
     FROM decisions d LEFT JOIN judgements j ON j.merchant_id = d.merchant_id AND j.conversation_id = d.conversation_id AND j.round_seq = d.round_seq
     LEFT JOIN questions q ON q.merchant_id = d.merchant_id AND q.id = d.question_id LEFT JOIN questions m ON m.merchant_id = j.merchant_id AND m.id = j.means
     WHERE ${where.join(' AND ')} ORDER BY ${order} DESC, d.id DESC LIMIT ${bind(filter.limit + 1)}`, values);
  const found = rows.slice(0, filter.limit);
  const last = found.at(-1);
  return {
    items: found.map((row) => ({ ...viewOf(row), text: blot(row.text), conversationId: row.conversation_id as LoggedDecisionView['conversationId'], seq: row.round_seq, judgement: judgementOf(row) })),
    cursor: rows.length > filter.limit && last ? `${last.micros}~${last.id}` : null,
  };
};
