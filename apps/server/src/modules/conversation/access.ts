// The only way from a conversation's id to the conversation, with rights checked. What is not yours answers like what does not exist.
import { refuse, type House, type Tx } from '../../platform/index.ts';
import { carries, grantsAt, type ConsumerActor, type MemberActor } from '../identity/index.ts';
import { conversationColumns, conversationOf, type Conversation, type ConversationRow } from './conversation.ts';

/** read: see it · serve: answer it · act: take over, transfer, close another's. */
export type Use = 'read' | 'serve' | 'act';

/**
 * Whether a member may use a conversation: one's own always while the grant lasts; those of one's groups may be read by who serves them; all of the granted
 * shops and groups by who leads or inspects. Returns null, or the code of the refusal.
 */
export const refusalOfUse = (actor: MemberActor, conversation: Pick<Conversation, 'merchantId' | 'shopId' | 'groupId' | 'assigneeId' | 'lastAssigneeId' | 'state'>, use: Use, now: Date): 'not_found' | 'not_allowed' | null => {
  const grants = grantsAt(actor, { merchantId: conversation.merchantId, shopId: conversation.shopId, groupId: conversation.groupId }, now);
  if (grants.length === 0) return 'not_found';
  const own = (conversation.state === 'closed' ? conversation.lastAssigneeId : conversation.assigneeId) === actor.memberId;
  const readsAll = grants.some((grant) => carries(grant, 'conversation.read_all'));
  const serves = grants.some((grant) => carries(grant, 'conversation.serve'));
  const ofMyGroup = conversation.groupId !== null && actor.servesGroupIds.has(conversation.groupId);
  const reads = readsAll || (serves && (own || ofMyGroup));
  if (!reads) return 'not_found';
  if (use === 'read') return null;
  if (use === 'serve') return own && serves ? null : 'not_allowed';
  return (own && serves) || grants.some((grant) => carries(grant, 'conversation.take_over')) ? null : 'not_allowed';
};

const selectSql = (lock: boolean): string => `SELECT ${conversationColumns} FROM conversations WHERE merchant_id = ANY($1) AND id = $2${lock ? ' FOR UPDATE' : ''}`;

/** Loads a conversation for a member; with a Tx it is locked. Refuses `not_found`, `not_allowed`. */
export const accessConversation = async (house: House, actor: MemberActor, id: string, use: Use, tx?: Tx): Promise<Conversation> => {
  const merchants = [...new Set(actor.grants.map((grant) => grant.merchantId))];
  const row = await (tx ?? house.db).maybe<ConversationRow>(selectSql(tx !== undefined), [merchants, id]);
  if (!row) return refuse('not_found', `conversation ${id}`);
  const conversation = conversationOf(row);
  const refusal = refusalOfUse(actor, conversation, use, house.clock.now());
  return refusal ? refuse(refusal, `${use} of ${id}`) : conversation;
};

/** A consumer's own conversation; with a Tx it is locked. Refuses `not_found`. */
export const accessOwnConversation = async (house: House, actor: ConsumerActor, id: string, tx?: Tx): Promise<Conversation> => {
  const row = await (tx ?? house.db).maybe<ConversationRow>(selectSql(tx !== undefined), [[actor.merchantId], id]);
  return row && row.consumer_id === actor.consumerId && row.shop_id === actor.shopId ? conversationOf(row) : refuse('not_found', `conversation ${id}`);
};
