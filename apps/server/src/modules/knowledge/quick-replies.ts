// Quick replies: a shop's for all its agents, a member's own. Sentences only; answers with pictures belong to the library.
import type { OrganisationId, QuickReplyId, QuickReplyView, ShopId } from '@qindesk/protocol';
import { newId, refuse } from '../../platform/index.ts';
import { requirePermission, type MemberCtx } from '../identity/index.ts';
import { accessShop } from './access.ts';
import { cleanLine, cleanText } from './clean-text.ts';

interface QuickReplyRow { id: QuickReplyId; shop_id: ShopId; member_id: string | null; title: string; text: string }
const viewOf = (row: QuickReplyRow): QuickReplyView => ({ id: row.id, shopId: row.shop_id, scope: row.member_id === null ? 'shop' : 'personal', title: row.title, text: row.text });
const rightTo = (scope: 'shop' | 'personal') => (scope === 'shop' ? 'quick_replies.write_shop' : 'quick_replies.write');

/** A list longer than this helps nobody to be quick. */
const most = 500;

/** The shop's and the member's own, own ones first. */
export const listQuickReplies = async (ctx: MemberCtx, shopId: string): Promise<QuickReplyView[]> => {
  const place = await accessShop(ctx, shopId, 'shop.read');
  const rows = await ctx.db.transact((tx) => tx.query<QuickReplyRow>(
    `SELECT id, shop_id, member_id, title, text FROM quick_replies WHERE merchant_id = $1 AND shop_id = $2 AND (member_id IS NULL OR member_id = $3) ORDER BY member_id IS NULL, id LIMIT ${2 * most}`,
    [place.merchantId, place.shopId, ctx.actor.memberId]), { merchants: [place.merchantId] });
  return rows.map(viewOf);
};

/** Refuses `too_large` when the list is full. */
export const addQuickReply = async (ctx: MemberCtx, shopId: string, input: { scope: 'shop' | 'personal'; title: string; text: string }): Promise<QuickReplyView> => {
  const place = await accessShop(ctx, shopId, rightTo(input.scope));
  const row: QuickReplyRow = { id: newId('quickReply'), shop_id: place.shopId, member_id: input.scope === 'personal' ? ctx.actor.memberId : null, title: cleanLine(input.title), text: cleanText(input.text) };
  if (row.title === '' || row.text === '') refuse('invalid', 'nothing is left of the text', { field: row.title === '' ? 'title' : 'text' });
  await ctx.db.transact(async (tx) => {
    const held = await tx.maybe<{ count: number }>('SELECT count(*) AS count FROM quick_replies WHERE merchant_id = $1 AND shop_id = $2 AND member_id IS NOT DISTINCT FROM $3', [place.merchantId, place.shopId, row.member_id]);
    if ((held?.count ?? 0) >= most) refuse('too_large', `${most} quick replies`);
    await tx.run('INSERT INTO quick_replies (merchant_id, id, shop_id, member_id, title, text) VALUES ($1, $2, $3, $4, $5, $6)', [place.merchantId, row.id, row.shop_id, row.member_id, row.title, row.text]);
  }, { merchants: [place.merchantId] });
  return viewOf(row);
};

/** Refuses `not_found` for another member's own. */
export const removeQuickReply = async (ctx: MemberCtx, id: QuickReplyId): Promise<void> => {
  const merchants = ctx.actor.grants.map((grant) => grant.merchantId);
  const row = await ctx.db.maybe<{ merchant_id: OrganisationId; shop_id: ShopId; member_id: string | null }>('SELECT merchant_id, shop_id, member_id FROM quick_replies WHERE merchant_id = ANY($1::text[]) AND id = $2', [merchants, id]);
  if (!row || (row.member_id !== null && row.member_id !== ctx.actor.memberId)) return refuse('not_found', `quick reply ${id}`);
  requirePermission(ctx.actor, rightTo(row.member_id === null ? 'shop' : 'personal'), { merchantId: row.merchant_id, shopId: row.shop_id }, ctx.clock.now());
  await ctx.db.transact((tx) => tx.run('DELETE FROM quick_replies WHERE merchant_id = $1 AND id = $2', [row.merchant_id, id]), { merchants: [row.merchant_id] });
};
