// A line written inside another verb's transaction, over a conversation that is locked: system lines and what a move says. Not for people (send-message).
import { newId, type House, type Tx } from '../../platform/index.ts';
import type { MessageBody } from '@qindesk/protocol';
import type { Author, Conversation } from './conversation.ts';
import { messageEventType, messagesTopic, type Message, type MessageSent } from './events.ts';
import { previewOf } from './preview.ts';

/** Numbers and stores the message, logs `message.sent`, tells the sockets after the commit; the conversation's own `lastSeq` moves on. */
export const appendMessage = async (house: House, tx: Tx, conversation: Conversation, author: Author, body: MessageBody): Promise<Message> => {
  const at = house.clock.now();
  const message: Message = {
    merchantId: conversation.merchantId, conversationId: conversation.id, seq: conversation.lastSeq + 1, id: newId('message'), author, clientId: newId('message'), body, at,
  };
  await tx.run(
    `INSERT INTO messages (merchant_id, conversation_id, seq, id, author_kind, author_id, author_name, client_id, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [message.merchantId, message.conversationId, message.seq, message.id, author.kind, author.id, author.name, message.clientId, JSON.stringify(body), at]);
  await tx.run(
    `UPDATE conversations SET last_seq = $3, revision = revision + 1, last_message_at = $4, preview = coalesce(nullif($5, ''), preview) WHERE merchant_id = $1 AND id = $2`,
    [conversation.merchantId, conversation.id, message.seq, at, previewOf(body)]);
  const payload: MessageSent = { seq: message.seq, by: author.kind, authorId: author.id };
  await house.events.append(tx, [{ merchantId: conversation.merchantId, type: messageEventType(author.kind, conversation.state), subjectId: conversation.id, payload }]);
  conversation.lastSeq = message.seq;
  conversation.revision += 1;
  tx.afterCommit(() => house.bus.publish(messagesTopic, [message]));
  return message;
};
