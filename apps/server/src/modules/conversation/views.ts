// Conversations as their audiences see them. One query for many; rights are applied per reader afterwards.
import type { ConsumerConversationView, ConversationView, MessageView } from '@qindesk/protocol';
import type { Database, House } from '../../platform/index.ts';
import type { MemberActor } from '../identity/index.ts';
import { refusalOfUse } from './access.ts';
import { conversationColumns, conversationOf, type Conversation, type ConversationRow } from './conversation.ts';
import type { Message } from './events.ts';

/** A conversation joined with the names that views need. */
export interface ConversationSheet {
  conversation: Conversation;
  shop: ConversationView['shop'];
  consumer: ConversationView['consumer'];
  group: ConversationView['group'];
  assignee: ConversationView['assignee'];
  preview: string;
  lastMessageAt: Date | null;
  closeReason: string | null;
  consumerReadSeq: number;
  staffReadSeq: number;
  rating: ConversationView['rating'];
}

interface SheetRow extends ConversationRow {
  shop_name: ConversationView['shop']['name']; shop_picture: string | null; consumer_name: string; external_id: string | null; group_name: string | null;
  agent_id: NonNullable<ConversationView['assignee']>['id'] | null; agent_name: string | null; agent_organisation: string | null; preview: string; last_message_at: Date | null; close_reason: string | null;
  consumer_read_seq: number; staff_read_seq: number; rating_score: number | null; rating_reasons: string[];
}

const columns = conversationColumns.split(',').map((name) => `c.${name.trim()}`).join(', ');
const sheetSql = `SELECT ${columns}, c.preview, c.last_message_at, c.close_reason, c.consumer_read_seq, c.staff_read_seq, c.rating_score, c.rating_reasons,
    s.name AS shop_name, s.picture AS shop_picture, u.name AS consumer_name, u.external_id, g.name AS group_name, m.id AS agent_id, m.name AS agent_name, o.name AS agent_organisation
  FROM conversations c
  JOIN shops s ON s.merchant_id = c.merchant_id AND s.id = c.shop_id
  JOIN consumers u ON u.merchant_id = c.merchant_id AND u.id = c.consumer_id
  LEFT JOIN groups g ON g.merchant_id = c.merchant_id AND g.id = c.group_id
  LEFT JOIN members m ON m.id = coalesce(c.assignee_id, CASE WHEN c.state = 'closed' THEN c.last_assignee_id END)
  LEFT JOIN organisations o ON o.id = m.organisation_id`;

const sheetOf = (row: SheetRow): ConversationSheet => ({
  conversation: conversationOf(row),
  shop: { id: row.shop_id, name: row.shop_name, picture: row.shop_picture },
  consumer: { id: row.consumer_id, name: row.consumer_name, signed: row.external_id !== null },
  group: row.group_id ? { id: row.group_id, name: row.group_name ?? '' } : null,
  assignee: row.agent_id ? { id: row.agent_id, name: row.agent_name ?? '', organisationName: row.agent_organisation ?? '' } : null,
  preview: row.preview, lastMessageAt: row.last_message_at, closeReason: row.close_reason, consumerReadSeq: row.consumer_read_seq, staffReadSeq: row.staff_read_seq,
  rating: row.rating_score === null ? null : { score: row.rating_score, reasons: row.rating_reasons },
});

type Queries = Pick<Database, 'query'>;

/** Sheets that meet a condition over alias `c`; `tail` orders and limits. */
export const listSheets = async (db: Queries, where: string, values: readonly unknown[], tail = ''): Promise<ConversationSheet[]> =>
  (await db.query<SheetRow>(`${sheetSql} WHERE ${where} ${tail}`, values as never)).map(sheetOf);

/** One sheet, or undefined. */
export const findSheet = async (db: Queries, merchantId: string, id: string): Promise<ConversationSheet | undefined> =>
  (await listSheets(db, 'c.merchant_id = $1 AND c.id = $2', [merchantId, id]))[0];

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** As a member sees it, with what they may do and why not. */
export const conversationViewOf = (sheet: ConversationSheet, actor: MemberActor, now: Date): ConversationView => {
  const c = sheet.conversation;
  const act = refusalOfUse(actor, c, 'act', now) ?? true;
  const own = c.assigneeId === actor.memberId;
  const closed = c.state === 'closed';
  const serve = refusalOfUse(actor, c, 'serve', now);
  return {
    id: c.id, merchantId: c.merchantId, shop: sheet.shop, state: c.state, consumer: sheet.consumer, group: sheet.group, assignee: sheet.assignee, lastSeq: c.lastSeq, revision: c.revision,
    preview: sheet.preview, startedAt: c.startedAt.toISOString(), lastMessageAt: iso(sheet.lastMessageAt), queuedAt: iso(c.queuedAt), assignedAt: iso(c.assignedAt), closedAt: iso(c.closedAt),
    needsReplySince: iso(c.needsReplySince), consumerReadSeq: sheet.consumerReadSeq, staffReadSeq: sheet.staffReadSeq, rating: sheet.rating, closeReason: sheet.closeReason,
    can: {
      send: closed ? 'conversation_closed' : own && serve === null ? true : 'not_your_turn',
      close: closed ? 'conversation_closed' : act,
      transfer: closed ? 'conversation_closed' : act,
      takeOver: closed ? 'conversation_closed' : own ? 'move_not_possible' : act === true && actor.role !== 'agent' ? true : 'not_allowed',
      reopen: closed ? act : 'move_not_possible',
    },
  };
};

export interface QueuePlace { position: number; estimateS: number | null }

/** What a consumer's view shows of a sheet. */
type ConsumerSheet = Pick<ConversationSheet, 'assignee' | 'staffReadSeq' | 'rating'> & { conversation: Pick<Conversation, 'id' | 'shopId' | 'state' | 'lastSeq' | 'revision'> };

/** As its consumer sees it. */
export const consumerConversationViewOf = (sheet: ConsumerSheet, promise: ConsumerConversationView['leftMessagePromise'], queue: QueuePlace | null): ConsumerConversationView => {
  const c = sheet.conversation;
  return {
    id: c.id, shopId: c.shopId, state: c.state, lastSeq: c.lastSeq, revision: c.revision, agentName: sheet.assignee?.name ?? null, queue: c.state === 'queued' ? queue : null,
    leftMessagePromise: c.state === 'waiting' ? promise : null, agentReadSeq: sheet.staffReadSeq, rating: sheet.rating,
    can: {
      askHuman: c.state === 'bot' ? true : c.state === 'closed' ? 'conversation_closed' : 'move_not_possible',
      leaveQueue: c.state === 'queued' ? true : 'move_not_possible',
      rate: c.lastSeq > 0 ? true : 'move_not_possible',
    },
  };
};

let lastAt: Date | undefined;
let lastIso = '';
/** Messages of one batch share their moment: it is written out once. */
const isoOf = (at: Date): string => { if (at !== lastAt) { lastAt = at; lastIso = at.toISOString(); } return lastIso; };

/** A message as the consumer (`consumer`) or staff (`staff`) sees it: ids of people stay inside, client ids go back to their own side only. */
export const messageViewOf = (message: Message, audience: 'consumer' | 'staff'): MessageView => {
  const { author } = message;
  const ownSide = audience === 'consumer' ? author.kind === 'consumer' : author.kind === 'agent';
  return {
    id: message.id as MessageView['id'], conversationId: message.conversationId as MessageView['conversationId'], seq: message.seq,
    author: { kind: author.kind, id: audience === 'staff' && author.kind === 'agent' ? author.id : null, name: author.name },
    body: message.body, at: isoOf(message.at), ...(ownSide ? { clientId: message.clientId } : {}),
  };
};

/** Sheets of the conversations a member holds now. */
export const listHeldSheets = (house: House, actor: MemberActor): Promise<ConversationSheet[]> =>
  listSheets(house.db, "c.assignee_id = $1 AND c.state = 'assigned' AND c.merchant_id = ANY($2)", [actor.memberId, [...new Set(actor.grants.map((g) => g.merchantId))]], 'ORDER BY c.assigned_at');
