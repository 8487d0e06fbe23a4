// What people said of the robot's decisions: reading it as figures and as what a model may learn. Not for saying it (judge-decision) or learning (learn).
import type { Judged } from '@qindesk/matcher';
import type { PrecisionView } from '@qindesk/protocol';
import type { Database, House } from '../../platform/index.ts';
import { withoutDetails } from './details.ts';

type Queries = Pick<Database, 'query' | 'maybe'>;
export interface ShopOfRobot { merchantId: string; shopId: string }

/** Precision is told of the answers judged in so many days. */
const precisionDays = 30;
/** Older judgements than so many teach no more. */
const learntFrom = 1000;

/** Answers judged right / answers judged. Index: judgements_by_shop. */
export const readPrecision = async (house: Pick<House, 'db' | 'clock'>, { merchantId, shopId }: ShopOfRobot): Promise<PrecisionView> => {
  const since = new Date(house.clock.ms() - precisionDays * 86_400_000);
  const row = await house.db.maybe<{ judged: number; right: number }>(
    `SELECT count(*)::int AS judged, count(*) FILTER (WHERE means = answered_id)::int AS right FROM judgements WHERE merchant_id = $1 AND shop_id = $2 AND at >= $3 AND answered_id IS NOT NULL`, [merchantId, shopId, since]);
  return { days: precisionDays, judged: row?.judged ?? 0, right: row?.right ?? 0 };
};

/** Changes whenever a judgement of the shop is made, changed or taken back. */
export const markOfJudgements = async (db: Queries, { merchantId, shopId }: ShopOfRobot): Promise<string> => {
  const row = await db.maybe<{ mark: string }>("SELECT count(*) || ' ' || coalesce(max(at)::text, '') AS mark FROM judgements WHERE merchant_id = $1 AND shop_id = $2", [merchantId, shopId]);
  return row?.mark ?? '';
};

/** What the newest judgements say, as the matcher takes it. What was read with the product, the order or the question before says nothing of the words alone, nor do several requests at once of any. Who only said "something other" of what was no answer said nothing. */
export const listJudged = async (db: Queries, { merchantId, shopId }: ShopOfRobot): Promise<Judged[]> => {
  const rows = await db.query<{ text: string; means: string; answered_id: string | null }>(
    `SELECT d.text, j.means, j.answered_id FROM judgements j JOIN decisions d ON d.merchant_id = j.merchant_id AND d.conversation_id = j.conversation_id AND d.round_seq = j.round_seq
     WHERE j.merchant_id = $1 AND j.shop_id = $2 AND NOT EXISTS (SELECT FROM unnest(d.reasons) AS r(reason) WHERE reason LIKE 'context:%' OR reason LIKE 'guard:context%' OR reason = 'several_requests') ORDER BY j.at DESC LIMIT ${learntFrom}`, [merchantId, shopId]);
  return rows.flatMap(({ text, means, answered_id }): Judged[] => {
    const asked = withoutDetails(text);
    if (means === 'other') return answered_id === null ? [] : [{ text: asked, not: answered_id }];
    return [{ text: asked, means: means === 'nothing' ? null : means }];
  });
};
