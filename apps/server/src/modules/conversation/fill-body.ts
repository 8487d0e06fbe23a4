// Turns what a client or a library names into what is stored: cards are filled from the shop's own records, never from the client.
import type { AnswerBody, MessageBody, SendableBody } from '@qindesk/protocol';
import type { Database } from '../../platform/index.ts';
import { findOrderCard, findProductView } from '../commerce/index.ts';
import type { Conversation } from './conversation.ts';

/** null when a card names a product or order that this shop (for an order: this consumer) does not have. */
export const fillBody = async (db: Database, conversation: Pick<Conversation, 'merchantId' | 'shopId' | 'consumerId'>, body: SendableBody | AnswerBody): Promise<MessageBody | null> => {
  if (body.type === 'product') {
    const product = await findProductView(db, conversation.merchantId, conversation.shopId, body.productId);
    return product && { type: 'product', productId: product.id, title: product.title.zh, priceMinor: product.priceMinor, currency: product.currency, picture: product.picture, url: product.url };
  }
  if (body.type === 'order') return findOrderCard(db, conversation.merchantId, conversation.shopId, conversation.consumerId, body.orderId);
  return body;
};
