// Rows of conversation_figures: many read at once, many written at once. Not for what they mean (figures).
import { textArray, valueArray, type Tx } from '../../platform/index.ts';
import { definitionVersion, keyOf, type Figures } from './figures.ts';

/** Column, its type, and where its value comes from: the one place that pairs them. */
const columns: readonly (readonly [name: string, type: string, of: (f: Figures) => string | number | boolean | Date | null])[] = [
  ['merchant_id', 'text', (f) => f.merchantId], ['conversation_id', 'text', (f) => f.conversationId], ['definition_version', 'int', () => definitionVersion],
  ['shop_id', 'text', (f) => f.shopId], ['consumer_id', 'text', (f) => f.consumerId], ['group_id', 'text', (f) => f.groupId], ['member_id', 'text', (f) => f.memberId],
  ['asked_at', 'timestamptz', (f) => f.askedAt], ['robot_received', 'boolean', (f) => f.robotReceived], ['handed_over', 'boolean', (f) => f.handedOver],
  ['requested_at', 'timestamptz', (f) => f.requestedAt], ['assigned_at', 'timestamptz', (f) => f.assignedAt], ['queue_ms', 'bigint', (f) => f.queueMs],
  ['first_response_ms', 'bigint', (f) => f.firstResponseMs], ['response_ms_sum', 'bigint', (f) => f.responseMsSum], ['response_count', 'int', (f) => f.responseCount],
  ['round_since', 'timestamptz', (f) => f.roundSince], ['human_messages', 'int', (f) => f.humanMessages], ['consumer_messages', 'int', (f) => f.consumerMessages],
  ['robot_messages', 'int', (f) => f.robotMessages], ['abandoned', 'boolean', (f) => f.abandoned], ['rating', 'smallint', (f) => f.rating], ['closed_at', 'timestamptz', (f) => f.closedAt],
  ['applied_position', 'bigint', (f) => f.appliedPosition],
];
const names = columns.map(([name]) => name);

interface FiguresRow {
  merchant_id: string; conversation_id: string; shop_id: string; consumer_id: string; group_id: string | null; member_id: string | null; asked_at: Date | null; robot_received: boolean;
  handed_over: boolean; requested_at: Date | null; assigned_at: Date | null; queue_ms: number | null; first_response_ms: number | null; response_ms_sum: number; response_count: number;
  round_since: Date | null; human_messages: number; consumer_messages: number; robot_messages: number; abandoned: boolean; rating: number | null; closed_at: Date | null; applied_position: number;
}

const figuresOf = (row: FiguresRow): Figures => ({
  merchantId: row.merchant_id, conversationId: row.conversation_id, shopId: row.shop_id, consumerId: row.consumer_id, groupId: row.group_id, memberId: row.member_id, askedAt: row.asked_at,
  robotReceived: row.robot_received, handedOver: row.handed_over, requestedAt: row.requested_at, assignedAt: row.assigned_at, queueMs: row.queue_ms, firstResponseMs: row.first_response_ms,
  responseMsSum: row.response_ms_sum, responseCount: row.response_count, roundSince: row.round_since, humanMessages: row.human_messages, consumerMessages: row.consumer_messages,
  robotMessages: row.robot_messages, abandoned: row.abandoned, rating: row.rating, closedAt: row.closed_at, appliedPosition: row.applied_position,
});

export interface ConversationKey { merchantId: string; conversationId: string }

const readSql = `SELECT ${names.map((name) => `f.${name}`).join(', ')} FROM unnest($1::text[], $2::text[]) AS k(m, c) JOIN conversation_figures f ON f.merchant_id = k.m AND f.conversation_id = k.c`;

/** Figures of these conversations, by key. Rides the primary key; planned each time, since a plan kept from when the table was small reads all of it. */
export const readFigures = async (tx: Pick<Tx, 'query'>, keys: readonly ConversationKey[]): Promise<Map<string, Figures>> => {
  const rows = await tx.query<FiguresRow>(readSql, [textArray(keys.map((key) => key.merchantId)), textArray(keys.map((key) => key.conversationId))]);
  return new Map(rows.map(figuresOf).map((figures) => [keyOf(figures), figures]));
};

const writeSql = `INSERT INTO conversation_figures (${names.join(', ')}) SELECT * FROM unnest(${columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})
  ON CONFLICT (merchant_id, conversation_id) DO UPDATE SET ${names.slice(2).map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Writes rows, one statement for all. */
export const writeFigures = async (tx: Tx, figures: readonly Figures[]): Promise<void> => {
  if (figures.length > 0) await tx.run(writeSql, columns.map(([, , of]) => valueArray(figures.map(of))));
};
