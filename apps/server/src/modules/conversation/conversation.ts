// The conversation: its states, the table of allowed moves, its row, its lock. Not for rights (access) or views (views).
import type { AuthorKind, ConversationId, ConversationState, OrganisationId, ShopId, ConsumerId, GroupId, MemberId } from '@qindesk/protocol';
import { refuse, type Database, type Tx } from '../../platform/index.ts';

export interface Conversation {
  merchantId: OrganisationId;
  id: ConversationId;
  shopId: ShopId;
  consumerId: ConsumerId;
  state: ConversationState;
  groupId: GroupId | null;
  assigneeId: MemberId | null;
  lastAssigneeId: MemberId | null;
  lastSeq: number;
  revision: number;
  startedAt: Date;
  queuedAt: Date | null;
  assignedAt: Date | null;
  closedAt: Date | null;
  needsReplySince: Date | null;
  productId: string | null;
  orderId: string | null;
}

/** From each state, where a conversation may go. */
export const allowedMoves: Readonly<Record<ConversationState, readonly ConversationState[]>> = {
  bot: ['queued', 'waiting', 'assigned', 'closed'],
  waiting: ['queued', 'assigned', 'closed'],
  queued: ['assigned', 'queued', 'bot', 'waiting', 'closed'],
  assigned: ['assigned', 'queued', 'closed'],
  closed: ['assigned'],
};

export interface ConversationRow {
  merchant_id: OrganisationId; id: ConversationId; shop_id: ShopId; consumer_id: ConsumerId; state: ConversationState; group_id: GroupId | null; assignee_id: MemberId | null; last_assignee_id: MemberId | null;
  last_seq: number; revision: number; started_at: Date; queued_at: Date | null; assigned_at: Date | null; closed_at: Date | null; needs_reply_since: Date | null;
  product_id: string | null; order_id: string | null;
}

export const conversationColumns = `merchant_id, id, shop_id, consumer_id, state, group_id, assignee_id, last_assignee_id, last_seq, revision, started_at, queued_at, assigned_at, closed_at, needs_reply_since,
  product_id, order_id`;

export const conversationOf = (row: ConversationRow): Conversation => ({
  merchantId: row.merchant_id, id: row.id, shopId: row.shop_id, consumerId: row.consumer_id, state: row.state, groupId: row.group_id, assigneeId: row.assignee_id, lastAssigneeId: row.last_assignee_id,
  lastSeq: row.last_seq, revision: row.revision, startedAt: row.started_at, queuedAt: row.queued_at, assignedAt: row.assigned_at, closedAt: row.closed_at,
  needsReplySince: row.needs_reply_since, productId: row.product_id, orderId: row.order_id,
});

/** Locks one conversation until the end of the transaction; refuses `not_found`. Lock order of the house: conversation, queue entry, agent. */
export const lockConversation = async (tx: Tx, merchantId: string, id: string): Promise<Conversation> => {
  const row = await tx.maybe<ConversationRow>(`SELECT ${conversationColumns} FROM conversations WHERE merchant_id = $1 AND id = $2 FOR UPDATE`, [merchantId, id]);
  return row ? conversationOf(row) : refuse('not_found', `conversation ${id}`);
};

/** One conversation as of now, without a lock. */
export const findConversation = async (db: Pick<Database, 'maybe'>, merchantId: string, id: string): Promise<Conversation | undefined> => {
  const row = await db.maybe<ConversationRow>(`SELECT ${conversationColumns} FROM conversations WHERE merchant_id = $1 AND id = $2`, [merchantId, id]);
  return row && conversationOf(row);
};

/** Those of the conversations that exist, by id, as of now: one statement, however many. */
export const findConversations = async (db: Pick<Database, 'query'>, keys: readonly { merchantId: string; id: string }[]): Promise<Map<string, Conversation>> => {
  const rows = await db.query<ConversationRow>(`SELECT ${conversationColumns} FROM conversations WHERE (merchant_id, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`, [keys.map((key) => key.merchantId), keys.map((key) => key.id)]);
  return new Map(rows.map((row) => [row.id, conversationOf(row)]));
};

/** Who did something, as messages and moves record it. */
export interface Author { kind: AuthorKind; id: string; name: string }
export const systemAuthor: Author = { kind: 'system', id: 'system', name: 'Qindesk' };
