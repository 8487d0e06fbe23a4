// Identifiers of everything the product names: prefixed, time-ordered, branded. Not for making them (platform/ids does).
import { z } from 'zod';

/** The three letters before the underscore, by kind of thing. */
export const idPrefixes = {
  organisation: 'org',
  shop: 'shp',
  member: 'mem',
  group: 'grp',
  contract: 'ctr',
  consumer: 'csm',
  conversation: 'cnv',
  message: 'msg',
  note: 'nte',
  question: 'qst',
  quickReply: 'qrp',
  alarm: 'alm',
  product: 'prd',
  order: 'ord',
  session: 'ses',
  decision: 'dec',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = string & { readonly __kind: K };

/** `xxx_` and 22 characters of Crockford base 32: 10 of time (ms), 12 of chance (60 bits). */
const body = '[0-9a-hjkmnp-tv-z]{22}';

const id = <K extends IdKind>(kind: K) =>
  z.string().regex(new RegExp(`^${idPrefixes[kind]}_${body}$`), { message: `not a ${kind} id` }) as unknown as z.ZodType<Id<K>, string>;

export type OrganisationId = Id<'organisation'>;
export type ShopId = Id<'shop'>;
export type MemberId = Id<'member'>;
export type GroupId = Id<'group'>;
export type ContractId = Id<'contract'>;
export type ConsumerId = Id<'consumer'>;
export type ConversationId = Id<'conversation'>;
export type MessageId = Id<'message'>;
export type NoteId = Id<'note'>;
export type QuestionId = Id<'question'>;
export type QuickReplyId = Id<'quickReply'>;
export type AlarmId = Id<'alarm'>;
export type ProductId = Id<'product'>;
export type OrderId = Id<'order'>;
export type DecisionId = Id<'decision'>;

export const organisationId = id('organisation');
export const shopId = id('shop');
export const memberId = id('member');
export const groupId = id('group');
export const contractId = id('contract');
export const consumerId = id('consumer');
export const conversationId = id('conversation');
export const messageId = id('message');
export const noteId = id('note');
export const questionId = id('question');
export const quickReplyId = id('quickReply');
export const alarmId = id('alarm');
export const productId = id('product');
export const orderId = id('order');
export const decisionId = id('decision');

/** Client-made, random, unique for one sender: makes a repeated send harmless [CM2]. */
export const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
