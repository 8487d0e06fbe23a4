// Stored decisions: of one conversation for the desk, of a shop for those who judge them. Changes nothing.
import type { DecisionView, LoggedDecisionView } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import { blot } from './blot.ts';
import { earlierIn } from './candidates.ts';
import type { ShopOfRobot } from './judgements.ts';

interface DecisionRow { id: string; at: Date; text: string; outcome: DecisionView['outcome']; question_id: string | null; title: string | null; confidence: number; reasons: string[]; library_version: number | null; candidates: DecisionView['candidates'] }
const columns = 'd.id, d.at, d.text, d.outcome, d.question_id, q.title, d.confidence, d.reasons, d.library_version, d.candidates';

const viewOf = (row: DecisionRow): DecisionView => ({
  id: row.id, at: row.at.toISOString(), text: row.text, outcome: row.outcome, question: row.question_id ? { id: row.question_id, title: row.title ?? '' } as DecisionView['question'] : null,
  earlier: earlierIn(row), confidence: row.confidence, reasons: row.reasons, libraryVersion: row.library_version, candidates: row.candidates,
});

/** Stored decisions of a conversation, newest first, for the desk. */
export const listDecisions = async (house: House, merchantId: string, conversationId: string): Promise<DecisionView[]> =>
  (await house.db.query<DecisionRow>(
    `SELECT ${columns} FROM decisions d LEFT JOIN questions q ON q.merchant_id = d.merchant_id AND q.id = d.question_id
     WHERE d.merchant_id = $1 AND d.conversation_id = $2 ORDER BY d.round_seq DESC LIMIT 20`, [merchantId, conversationId])).map(viewOf);

export interface LogFilter { judged?: boolean | undefined; outcome?: 'answer' | 'offer' | 'ask' | undefined; cursor?: string | undefined; limit: number }
export interface LogPage { items: LoggedDecisionView[]; cursor: string | null }
interface LogRow extends DecisionRow { conversation_id: string; round_seq: number; means: string | null; answered_id: string | null; by_name: string | null; judged_at: Date | null; meant_title: string | null; micros: string; listed: boolean }

const judgementOf = (row: LogRow): LoggedDecisionView['judgement'] => row.means === null || row.judged_at === null ? null : {
  means: row.means === 'nothing' || row.means === 'other' ? row.means : { id: row.means, title: row.meant_title ?? '' } as Exclude<NonNullable<LoggedDecisionView['judgement']>['means'], string>,
  right: row.answered_id === null ? null : row.means === row.answered_id, by: row.by_name ?? '', at: row.judged_at.toISOString(),
};
const entryOf = (row: LogRow): LoggedDecisionView => ({ ...viewOf(row), text: blot(row.text), conversationId: row.conversation_id as LoggedDecisionView['conversationId'], seq: row.round_seq, judgement: judgementOf(row) });

/** Where a page ended: the time of its last row in microseconds, and the row's id. */
const cursorOf = (row: LogRow): string => `${row.micros}~${row.id}`;
const before = (cursor: string | undefined): [micros: string, id: string] => {
  const [micros = '', id = ''] = (cursor ?? '').split('~');
  return /^\d{1,17}$/.test(micros) ? [micros, id] : ['99999999999999999', ''];
};
const beforeSql = (at: string, id: string): string => `(${at}, ${id}) < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4)`;
const logColumns = (at: string): string => `${columns}, d.conversation_id, d.round_seq, j.means, j.answered_id, j.by_name, j.at AS judged_at, m.title AS meant_title, (extract(epoch FROM ${at}) * 1000000)::bigint::text AS micros`;
const titlesSql = 'LEFT JOIN questions q ON q.merchant_id = d.merchant_id AND q.id = d.question_id LEFT JOIN questions m ON m.merchant_id = j.merchant_id AND m.id = j.means';

/** Rows looked at in one reading, and readings for one page: a page of a shop in which hardly anything is left to judge comes short rather than late. */
const window = 1000;
const windows = 10;
/** What the matcher made of words; neither clicks, several requests at once (one judgement cannot speak for both) nor what needed no library (greetings, thanks, details, a person wanted). */
const listedSql = "d.outcome IN ('answer', 'offer', 'ask') AND d.text <> '' AND d.candidates <> '[]' AND NOT d.reasons && ARRAY['clicked', 'several_requests', 'greeting', 'card', 'detail:order', 'detail:parcel', 'detail:phone', 'detail:address', 'detail:link']";

/** By windows of the index decisions_by_shop: with the conditions inside, a planner that takes them for rarer than they are reads the whole table. */
const listNewest = async (house: Pick<House, 'db'>, shop: ShopOfRobot, { judged, outcome, cursor, limit }: LogFilter): Promise<LogPage> => {
  const items: LoggedDecisionView[] = [];
  let from = before(cursor);
  for (let reading = 0; reading < windows; reading++) {
    const rows = await house.db.query<LogRow>(
      `SELECT ${logColumns('d.at')}, ${listedSql} ${judged === false ? 'AND j.means IS NULL' : ''} ${outcome ? 'AND d.outcome = $5' : ''} AS listed
       FROM (SELECT * FROM decisions d WHERE d.merchant_id = $1 AND d.shop_id = $2 AND ${beforeSql('d.at', 'd.id')} ORDER BY d.at DESC, d.id DESC LIMIT ${window}) d
       LEFT JOIN judgements j ON j.merchant_id = d.merchant_id AND j.conversation_id = d.conversation_id AND j.round_seq = d.round_seq ${titlesSql} ORDER BY d.at DESC, d.id DESC`,
      [shop.merchantId, shop.shopId, ...from, ...(outcome ? [outcome] : [])]);
    for (const [i, row] of rows.entries()) {
      if (row.listed) items.push(entryOf(row));
      if (items.length === limit) return { items, cursor: i + 1 < rows.length || rows.length === window ? cursorOf(row) : null };
    }
    const last = rows.at(-1);
    if (rows.length < window || !last) return { items, cursor: null };
    from = before(cursorOf(last));
  }
  return { items, cursor: from.join('~') };
};

/** Index: judgements_by_shop; decisions by their key. */
const listJudgedOnes = async (house: Pick<House, 'db'>, shop: ShopOfRobot, { outcome, cursor, limit }: LogFilter): Promise<LogPage> => {
  const rows = await house.db.query<LogRow>(
    `SELECT ${logColumns('j.at')} FROM judgements j JOIN decisions d ON d.merchant_id = j.merchant_id AND d.conversation_id = j.conversation_id AND d.round_seq = j.round_seq ${titlesSql}
     WHERE j.merchant_id = $1 AND j.shop_id = $2 AND ${beforeSql('j.at', 'd.id')} ${outcome ? 'AND d.outcome = $5' : ''} ORDER BY j.at DESC, d.id DESC LIMIT ${limit + 1}`,
    [shop.merchantId, shop.shopId, ...before(cursor), ...(outcome ? [outcome] : [])]);
  const found = rows.slice(0, limit);
  const last = found.at(-1);
  return { items: found.map(entryOf), cursor: rows.length > limit && last ? cursorOf(last) : null };
};

/** What the robot of a shop made of words, newest first; those judged, last judged first. The cursor is opaque; a page may come short while there is more. The caller has checked the right. */
export const listShopDecisions = (house: Pick<House, 'db'>, shop: ShopOfRobot, filter: LogFilter): Promise<LogPage> => (filter.judged ? listJudgedOnes : listNewest)(house, shop, filter);
