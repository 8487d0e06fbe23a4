// Opens a consumer's conversation with a shop, or returns the open one [CM4]. Not for the first message.
import type { Focus } from '@qindesk/protocol';
import { newId, refuse, type House } from '../../platform/index.ts';
import { findOrderCard } from '../commerce/index.ts';
import type { ConsumerActor } from '../identity/index.ts';
import { conversationColumns, conversationOf, type Conversation, type ConversationRow } from './conversation.ts';
import type { ConversationStarted } from './events.ts';

const openSql = `SELECT ${conversationColumns} FROM conversations WHERE merchant_id = $1 AND shop_id = $2 AND consumer_id = $3 AND state <> 'closed'`;

/** The consumer's open conversation, or undefined. Index: conversations_one_open_per_consumer. */
export const findOpenConversation = async (house: House, consumer: ConsumerActor): Promise<Conversation | undefined> => {
  const row = await house.db.maybe<ConversationRow>(openSql, [consumer.merchantId, consumer.shopId, consumer.consumerId]);
  return row && conversationOf(row);
};

/** Starts with the robot; with one already open, returns that one and moves its focus to the page of now. A focus on another shop's product or another's order is dropped. */
export const startConversation = (house: House, consumer: ConsumerActor, focus: Partial<Focus> = {}): Promise<Conversation> =>
  house.db.transact(async (tx) => {
    const key = [consumer.merchantId, consumer.shopId, consumer.consumerId];
    const productId = focus.productId
      ? (await tx.maybe<{ id: string }>('SELECT id FROM products WHERE merchant_id = $1 AND shop_id = $2 AND id = $3', [consumer.merchantId, consumer.shopId, focus.productId]))?.id ?? null
      : null;
    // Only the consumer's own [CO2].
    const orderId = focus.orderId ? (await findOrderCard(tx, consumer.merchantId, consumer.shopId, consumer.consumerId, focus.orderId))?.orderId ?? null : null;
    const inserted = await tx.maybe<ConversationRow>(
      `INSERT INTO conversations (merchant_id, id, shop_id, consumer_id, state, started_at, product_id, page_url, order_id) VALUES ($1, $2, $3, $4, 'bot', $5, $6, $7, $8)
       ON CONFLICT (merchant_id, shop_id, consumer_id) WHERE state <> 'closed' DO NOTHING RETURNING ${conversationColumns}`,
      [consumer.merchantId, newId('conversation'), consumer.shopId, consumer.consumerId, house.clock.now(), productId, focus.pageUrl ?? null, orderId]);
    if (inserted) {
      await tx.run(`INSERT INTO conversation_moves (merchant_id, conversation_id, number, state, by_kind, by_id, reason) VALUES ($1, $2, 1, 'bot', 'consumer', $3, 'started')`, [inserted.merchant_id, inserted.id, consumer.consumerId]);
      const payload: ConversationStarted = { shopId: consumer.shopId, consumerId: consumer.consumerId };
      await house.events.append(tx, [{ merchantId: consumer.merchantId, type: 'conversation.started', subjectId: inserted.id, payload }]);
      return conversationOf(inserted);
    }
    const open = (await tx.maybe<ConversationRow>(`${openSql} FOR UPDATE`, key)) ?? refuse('unavailable', 'the open conversation was closed a moment ago', { retryAfterMs: 100 });
    if (productId || orderId || focus.pageUrl) await tx.run('UPDATE conversations SET product_id = coalesce($3, product_id), page_url = coalesce($4, page_url), order_id = coalesce($5, order_id) WHERE merchant_id = $1 AND id = $2', [open.merchant_id, open.id, productId, focus.pageUrl ?? null, orderId]);
    return conversationOf(open);
  });
