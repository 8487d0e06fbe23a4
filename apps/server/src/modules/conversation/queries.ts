// Reading messages and lists of conversations. Rights are checked by the caller (access) or applied here as a condition.
import type { ConversationState, ConversationView } from '@qindesk/protocol';
import { backfillLimit } from '@qindesk/protocol/socket';
import type { Database, House } from '../../platform/index.ts';
import { carries, type MemberActor } from '../identity/index.ts';
import { refusalOfUse } from './access.ts';
import type { Message } from './events.ts';
import { messageOf } from './store-messages.ts';
import { conversationViewOf, listSheets } from './views.ts';

/** A number is an int of PostgreSQL; none comes after it. */
const lastNumber = 2 ** 31 - 1;

/** Messages after a number, oldest first, at most 500; `complete` when there is no more. Rides the primary key. */
export const listMessagesAfter = async (db: Pick<Database, 'query'>, merchantId: string, id: string, afterSeq: number, limit = backfillLimit): Promise<{ messages: Message[]; complete: boolean }> => {
  const rows = await db.query<Parameters<typeof messageOf>[0]>('SELECT * FROM messages WHERE merchant_id = $1 AND conversation_id = $2 AND seq > $3 ORDER BY seq LIMIT $4', [merchantId, id, Math.min(afterSeq, lastNumber), limit + 1]);
  return { messages: rows.slice(0, limit).map(messageOf), complete: rows.length <= limit };
};

/** The given messages of many conversations: for telling sockets what another process stored. */
export const listMessagesAt = async (db: Pick<Database, 'query'>, keys: readonly { merchantId: string; conversationId: string; seq: number }[]): Promise<Message[]> =>
  (await db.query<Parameters<typeof messageOf>[0]>(
    `SELECT s.* FROM unnest($1::text[], $2::text[], $3::int[]) AS k(m, c, n) JOIN messages s ON s.merchant_id = k.m AND s.conversation_id = k.c AND s.seq = k.n ORDER BY s.conversation_id, s.seq`,
    [keys.map((k) => k.merchantId), keys.map((k) => k.conversationId), keys.map((k) => k.seq)])).map(messageOf);

export interface ListFilter {
  merchantId?: string; shopId?: string; state?: ConversationState; open?: boolean; assigneeId?: string; groupId?: string; cursor?: string; limit: number;
}

/** Which rows a member may read, as a condition over `c` with its values; mirrors refusalOfUse, which is applied to the rows once more. */
const readable = (actor: MemberActor, now: Date, bind: (value: unknown) => string): string => {
  const parts = actor.grants.filter((grant) => grant.until === null || grant.until > now).map((grant) => {
    const within = [`c.merchant_id = ${bind(grant.merchantId)}`];
    if (grant.shopIds) within.push(`c.shop_id = ANY(${bind([...grant.shopIds])})`);
    if (grant.groupIds) within.push(`(c.group_id IS NULL OR c.group_id = ANY(${bind([...grant.groupIds])}))`);
    if (!carries(grant, 'conversation.read_all')) {
      within.push(`(coalesce(c.assignee_id, CASE WHEN c.state = 'closed' THEN c.last_assignee_id END) = ${bind(actor.memberId)} OR c.group_id = ANY(${bind([...actor.servesGroupIds])}))`);
    }
    return `(${within.join(' AND ')})`;
  });
  return parts.length > 0 ? `(${parts.join(' OR ')})` : 'false';
};

/** A page of conversations, last begun first; the cursor is opaque. Index: conversations_by_start. */
export const listConversations = async (house: House, actor: MemberActor, filter: ListFilter): Promise<{ items: ConversationView[]; cursor: string | null }> => {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const now = house.clock.now();
  const where = [readable(actor, now, bind)];
  if (filter.merchantId) where.push(`c.merchant_id = ${bind(filter.merchantId)}`);
  if (filter.shopId) where.push(`c.shop_id = ${bind(filter.shopId)}`);
  if (filter.state) where.push(`c.state = ${bind(filter.state)}`);
  if (filter.open !== undefined) where.push(filter.open ? "c.state <> 'closed'" : "c.state = 'closed'");
  if (filter.groupId) where.push(`c.group_id = ${bind(filter.groupId)}`);
  if (filter.assigneeId) where.push(`coalesce(c.assignee_id, c.last_assignee_id) = ${bind(filter.assigneeId)}`);
  const [ms, id] = (filter.cursor ?? '').split('~');
  if (ms && id && /^\d{1,15}$/.test(ms)) where.push(`(c.started_at, c.id) < (to_timestamp(${bind(Number(ms) / 1000)}::double precision), ${bind(id)})`);
  const sheets = await listSheets(house.db, where.join(' AND '), values, `ORDER BY c.started_at DESC, c.id DESC LIMIT ${filter.limit + 1}`);
  const page = sheets.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    items: page.filter((sheet) => refusalOfUse(actor, sheet.conversation, 'read', now) === null).map((sheet) => conversationViewOf(sheet, actor, now)),
    cursor: sheets.length > filter.limit && last ? `${last.conversation.startedAt.getTime()}~${last.conversation.id}` : null,
  };
};
