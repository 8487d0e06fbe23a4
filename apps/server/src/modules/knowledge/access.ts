// The only way from an id to a library, with rights checked. Not for the rights themselves (identity/permissions).
import type { OrganisationId, QuestionId } from '@qindesk/protocol';
import { refuse } from '../../platform/index.ts';
import { requirePermission, type MemberCtx, type Permission } from '../identity/index.ts';
import { getShop } from '../tenancy/index.ts';
import type { Place } from './question.ts';

/** The shop, if the member may do this there; refuses `not_found` and `not_allowed`. */
export const accessShop = async (ctx: MemberCtx, shopId: string, permission: Permission): Promise<Place> => {
  const shop = await getShop(ctx.db, shopId);
  requirePermission(ctx.actor, permission, { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
  return { merchantId: shop.merchantId, shopId: shop.id };
};

/** The place of a draft question, if the member may do this there. Index: questions_once_per_id. */
export const accessQuestion = async (ctx: MemberCtx, questionId: QuestionId, permission: Permission): Promise<Place> => {
  const row = (await ctx.db.maybe<{ merchant_id: OrganisationId; shop_id: Place['shopId'] }>('SELECT merchant_id, shop_id FROM questions WHERE id = $1', [questionId]))
    ?? refuse('not_found', `question ${questionId}`);
  requirePermission(ctx.actor, permission, { merchantId: row.merchant_id, shopId: row.shop_id }, ctx.clock.now());
  return { merchantId: row.merchant_id, shopId: row.shop_id };
};
