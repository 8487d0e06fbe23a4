// Groups of a shop and who serves them. A provider's agent enters through a contract in force that covers the group.
import type { GroupView } from '@qindesk/protocol';
import { refuse, type House, type Tx } from '../../platform/index.ts';
import { requirePermission, type MemberCtx } from '../identity/index.ts';
import { createGroup, getGroup, renameGroup, getShop, inForceSql, listGroups, type Group } from '../tenancy/index.ts';

/** Groups of a shop that the actor's grants reach. */
export const listShopGroups = async (ctx: MemberCtx, shopId: string): Promise<GroupView[]> => {
  const shop = await getShop(ctx.db, shopId);
  requirePermission(ctx.actor, 'groups.read', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
  const reach = ctx.actor.grants.filter((grant) => grant.merchantId === shop.merchantId);
  const groups = (await listGroups(ctx.db, [shop.merchantId])).filter((group) => group.shopId === shop.id && reach.some((grant) => grant.groupIds === null || grant.groupIds.has(group.id)));
  return Promise.all(groups.map((group) => groupViewOf(ctx, group)));
};

/** Who serves now: an inactive member, or one whose contract is over, could not be named in a change either. */
const servingSql = `SELECT gm.member_id AS id FROM group_members gm JOIN members m ON m.id = gm.member_id AND m.active LEFT JOIN contracts ct ON ct.id = gm.contract_id
  WHERE gm.merchant_id = $1 AND gm.group_id = $2 AND (gm.contract_id IS NULL OR ${inForceSql('ct')}) ORDER BY gm.member_id`;

const groupViewOf = async (house: House, group: Group): Promise<GroupView> => ({
  id: group.id as GroupView['id'], shopId: group.shopId as GroupView['shopId'], merchantId: group.merchantId as GroupView['merchantId'], name: group.name, isDefault: group.isDefault,
  memberIds: (await house.db.query<{ id: GroupView['memberIds'][number] }>(servingSql, [group.merchantId, group.id])).map((row) => row.id),
});

/** Replaces who serves a group. Refuses `not_found` for anybody who is neither the merchant's member nor an agent of a provider whose contract covers the group. */
export const setGroupMembers = async (tx: Tx, group: Group, memberIds: readonly string[]): Promise<void> => {
  const wanted = [...new Set(memberIds)];
  // Two who replace them at once: the later one replaces what the earlier one left.
  await tx.query('SELECT 1 FROM groups WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE', [group.merchantId, group.id]);
  const found = await tx.query<{ id: string; contract_id: string | null }>(
    `SELECT m.id, CASE WHEN m.organisation_id = $2 THEN NULL ELSE ct.id END AS contract_id FROM members m
     LEFT JOIN LATERAL (SELECT c.id FROM contracts c WHERE c.provider_id = m.organisation_id AND c.merchant_id = $2 AND ${inForceSql('c')} AND $3 = ANY(c.shop_ids) AND (c.group_ids = '{}' OR $4 = ANY(c.group_ids)) LIMIT 1) ct ON true
     WHERE m.id = ANY($1) AND m.active AND (m.organisation_id = $2 OR ct.id IS NOT NULL)`, [wanted, group.merchantId, group.shopId, group.id]);
  if (found.length !== wanted.length) refuse('not_found', 'a member who cannot serve this group', { field: 'memberIds' });
  await tx.run('DELETE FROM group_members WHERE merchant_id = $1 AND group_id = $2', [group.merchantId, group.id]);
  await tx.run('INSERT INTO group_members (merchant_id, group_id, member_id, contract_id) SELECT $1, $2, m, c FROM unnest($3::text[], $4::text[]) AS k(m, c)', [group.merchantId, group.id, found.map((f) => f.id), found.map((f) => f.contract_id)]);
};

/** Adds a group with its first members. */
export const addGroup = async (ctx: MemberCtx, shopId: string, input: { name: string; memberIds: readonly string[] }): Promise<GroupView> => {
  const shop = await getShop(ctx.db, shopId);
  requirePermission(ctx.actor, 'groups.write', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
  const id = await ctx.db.transact(async (tx) => {
    const groupId = await createGroup(tx, { merchantId: shop.merchantId, shopId: shop.id, name: input.name });
    await setGroupMembers(tx, await getGroup(tx, groupId), input.memberIds);
    await ctx.events.append(tx, [{ merchantId: shop.merchantId, type: 'group.changed', subjectId: null, payload: { groupId } }]);
    return groupId;
  });
  return groupViewOf(ctx, await getGroup(ctx.db, id));
};

/** Renames a group or replaces its members. */
export const changeGroup = async (ctx: MemberCtx, groupId: string, input: { name?: string; memberIds?: readonly string[] }): Promise<GroupView> => {
  const group = await getGroup(ctx.db, groupId);
  requirePermission(ctx.actor, 'groups.write', { merchantId: group.merchantId, shopId: group.shopId, groupId }, ctx.clock.now());
  await ctx.db.transact(async (tx) => {
    if (input.name) await renameGroup(tx, group, input.name);
    if (input.memberIds) await setGroupMembers(tx, group, input.memberIds);
    await ctx.events.append(tx, [{ merchantId: group.merchantId, type: 'group.changed', subjectId: null, payload: { groupId } }]);
  });
  return groupViewOf(ctx, await getGroup(ctx.db, groupId));
};
