// A person says what a round of the robot meant, or takes that back. One judgement a decision: the last word stands.
import type { ConversationId, RouteOutput } from '@qindesk/protocol';
import type { robotRoutes } from '@qindesk/protocol';
import { refuse } from '../../platform/index.ts';
import { requirePermission, type MemberCtx } from '../identity/index.ts';
import type { DecisionJudged } from './events.ts';
import { noticeJudgement } from './shop-brain.ts';

export type Judgement = RouteOutput<typeof robotRoutes.judge>;
type Round = { id: ConversationId; seq: number };
interface DecidedRow { merchant_id: string; shop_id: string; outcome: string; question_id: string | null }

/** The decision about a round, if the member may judge in its shop; refuses `not_found` and `not_allowed`. Rides the primary key: one look for each merchant of the member. */
const accessDecision = async (ctx: MemberCtx, { id, seq }: Round): Promise<DecidedRow> => {
  const merchants = [...new Set(ctx.actor.grants.map((grant) => grant.merchantId))];
  const row = (await ctx.db.maybe<DecidedRow>('SELECT merchant_id, shop_id, outcome, question_id FROM decisions WHERE merchant_id = ANY($1) AND conversation_id = $2 AND round_seq = $3 AND shop_id IS NOT NULL', [merchants, id, seq]))
    ?? refuse('not_found', `decision ${seq} of ${id}`);
  requirePermission(ctx.actor, 'decisions.judge', { merchantId: row.merchant_id, shopId: row.shop_id }, ctx.clock.now());
  return row;
};

/** Refuses `not_found` for a question that the shop's library does not have. The robot has learnt from it within a minute, in this process with the next question. */
export const judgeDecision = async (ctx: MemberCtx, round: Round, means: string): Promise<Judgement> => {
  const decided = await accessDecision(ctx, round);
  const answeredId = decided.outcome === 'answer' ? decided.question_id : null;
  const judgement = await ctx.db.transact(async (tx): Promise<Judgement> => {
    const question = means === 'nothing' || means === 'other' ? null
      : (await tx.maybe<{ id: string; title: string }>('SELECT id, title FROM questions WHERE merchant_id = $1 AND shop_id = $2 AND id = $3', [decided.merchant_id, decided.shop_id, means])) ?? refuse('not_found', `question ${means}`, { field: 'means' });
    const [row] = await tx.query<{ at: Date }>(
      `INSERT INTO judgements (merchant_id, conversation_id, round_seq, shop_id, means, answered_id, by_member_id, by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())
       ON CONFLICT (merchant_id, conversation_id, round_seq) DO UPDATE SET means = excluded.means, by_member_id = excluded.by_member_id, by_name = excluded.by_name, at = excluded.at RETURNING at`,
      [decided.merchant_id, round.id, round.seq, decided.shop_id, means, answeredId, ctx.actor.memberId, ctx.actor.name]);
    const payload: DecisionJudged = { shopId: decided.shop_id, roundSeq: round.seq, right: answeredId === null ? null : means === answeredId };
    await ctx.events.append(tx, [{ merchantId: decided.merchant_id, type: 'decision.judged', subjectId: round.id, payload }]);
    tx.afterCommit(() => noticeJudgement(decided.shop_id));
    return { means: question ? question as Exclude<Judgement['means'], string> : means as 'nothing' | 'other', right: payload.right, by: ctx.actor.name, at: (row?.at ?? ctx.clock.now()).toISOString() };
  }, { merchants: [decided.merchant_id] });
  return judgement;
};

/** Taking back what nobody said is harmless. */
export const withdrawJudgement = async (ctx: MemberCtx, round: Round): Promise<void> => {
  const decided = await accessDecision(ctx, round);
  await ctx.db.transact(async (tx) => {
    await tx.run('DELETE FROM judgements WHERE merchant_id = $1 AND conversation_id = $2 AND round_seq = $3', [decided.merchant_id, round.id, round.seq]);
    tx.afterCommit(() => noticeJudgement(decided.shop_id));
  }, { merchants: [decided.merchant_id] });
};
