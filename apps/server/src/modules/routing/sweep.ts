// What comes round every second: conversations whose agent is gone, silent or out of contract go back to the queue; left messages whose shop has opened are queued. [RT4] [SC1] [RT3]
import { shopSettings } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import { conversationColumns, conversationOf, lockConversation, systemAuthor, type ConversationRow } from '../conversation/index.ts';
import { permissions } from '../identity/index.ts';
import { getShop, inForceSql, isOpen } from '../tenancy/index.ts';
import { disconnectedBy, setPresence } from './agent.ts';
import { drawQueue } from './draw-queue.ts';
import { enqueue } from './queue.ts';
import { requeue } from './request-agent.ts';

const columns = conversationColumns.split(',').map((name) => `c.${name.trim()}`).join(', ');
type Limit = 'agentSilentLimitS' | 'disconnectLimitS';
const usual = shopSettings.parse({});
/** A moment that lies longer ago than the shop's limit; what is within any shop's limit is told so before its shop is looked up. */
const overdueSql = (since: string, limit: Limit): string =>
  `${since} < now() - interval '${shopSettings.shape[limit].unwrap().minValue} seconds' AND ${since} < now() - make_interval(secs => coalesce((s.settings->>'${limit}')::int, ${usual[limit]}))`;
const shopJoin = 'JOIN shops s ON s.merchant_id = c.merchant_id AND s.id = c.shop_id';

/** Each finds assigned conversations that must be given back; reason and query. */
const lostSql: Readonly<Record<'agent_disconnected' | 'agent_silent' | 'contract_ended' | 'agent_inactive', string>> = {
  agent_disconnected: `SELECT ${columns} FROM agents a JOIN conversations c ON c.assignee_id = a.member_id AND c.state = 'assigned' ${shopJoin}
    WHERE ${overdueSql('a.seen_at', 'disconnectLimitS')} AND ${overdueSql('c.assigned_at', 'disconnectLimitS')}`,
  agent_silent: `SELECT ${columns} FROM conversations c ${shopJoin}
    WHERE c.state = 'assigned' AND ${overdueSql('greatest(c.needs_reply_since, c.assigned_at)', 'agentSilentLimitS')} AND c.needs_reply_since IS NOT NULL`,
  contract_ended: `SELECT ${columns} FROM conversations c JOIN members m ON m.id = c.assignee_id
    WHERE c.state = 'assigned' AND m.organisation_id <> c.merchant_id AND NOT EXISTS (SELECT FROM contracts ct WHERE ct.provider_id = m.organisation_id AND ct.merchant_id = c.merchant_id AND ${inForceSql('ct')}
      AND c.shop_id = ANY(ct.shop_ids) AND (c.group_id IS NULL OR ct.group_ids = '{}' OR c.group_id = ANY(ct.group_ids)))`,
  // Or in a role that does not serve.
  agent_inactive: `SELECT ${columns} FROM conversations c JOIN members m ON m.id = c.assignee_id WHERE c.state = 'assigned' AND NOT (m.active AND m.role IN (${permissions['conversation.serve'].roles.map((role) => `'${role}'`).join(', ')}))`,
};

const giveBack = async (house: House, reason: keyof typeof lostSql): Promise<string[]> => {
  const groups: string[] = [];
  for (const row of await house.db.query<ConversationRow>(`${lostSql[reason]} LIMIT 500`)) {
    const found = conversationOf(row);
    await house.db.transact(async (tx) => {
      const conversation = await lockConversation(tx, found.merchantId, found.id);
      // It may have been answered, closed or moved since it was found.
      if (conversation.state !== 'assigned' || conversation.assigneeId !== found.assigneeId) return;
      if (reason === 'agent_silent' && conversation.needsReplySince?.getTime() !== found.needsReplySince?.getTime()) return;
      await requeue(house, tx, conversation, reason, conversation.assigneeId);
      if (conversation.groupId) groups.push(conversation.groupId);
    });
  }
  return groups;
};

const takeOffline = async (house: House): Promise<void> => {
  const gone = await house.db.query<{ member_id: string; organisation_id: string }>(
    "SELECT a.member_id, m.organisation_id FROM agents a JOIN members m ON m.id = a.member_id WHERE a.state <> 'offline' AND a.seen_at < now() - interval '45 seconds' LIMIT 500");
  for (const agent of gone) await setPresence(house, { memberId: agent.member_id, organisationId: agent.organisation_id }, 'offline', disconnectedBy);
};

const openLeftMessages = async (house: House): Promise<string[]> => {
  const groups: string[] = [];
  const shops = await house.db.query<{ shop_id: string }>("SELECT DISTINCT shop_id FROM conversations WHERE state = 'waiting'");
  for (const { shop_id: shopId } of shops) {
    const shop = await getShop(house.db, shopId);
    if (!isOpen(shop.settings, house.clock.now())) continue;
    const rows = await house.db.query<{ merchant_id: string; id: string }>("SELECT merchant_id, id FROM conversations WHERE merchant_id = $1 AND shop_id = $2 AND state = 'waiting' ORDER BY started_at LIMIT 500", [shop.merchantId, shop.id]);
    for (const row of rows) {
      await house.db.transact(async (tx) => {
        const conversation = await lockConversation(tx, row.merchant_id, row.id);
        if (conversation.state !== 'waiting' || !conversation.groupId) return;
        await enqueue(house, tx, conversation, { groupId: conversation.groupId, by: systemAuthor, reason: 'shop_opened', line: { type: 'system', code: 'queued', params: {} }, queuedAt: conversation.needsReplySince ?? undefined });
        groups.push(conversation.groupId);
      });
    }
  }
  return groups;
};

/** One round. Draws for every group that has anybody waiting, so that nothing a crash left behind stays. */
export const sweepRouting = async (house: House): Promise<void> => {
  await takeOffline(house);
  for (const reason of Object.keys(lostSql) as (keyof typeof lostSql)[]) await giveBack(house, reason);
  await openLeftMessages(house);
  const groups = await house.db.query<{ id: string }>('SELECT DISTINCT group_id AS id FROM queue_entries');
  for (const { id } of groups) await drawQueue(house, [id]);
};
