// What a round's messages mean to the robot, and where they stand. Pure. Not for deciding (decide).
import type { Conversation, Message } from '../conversation/index.ts';
import type { Round } from './decide.ts';
import { asksForHuman } from './words.ts';

/** What the robot needs of a conversation. */
export type Place = Pick<Conversation, 'merchantId' | 'id' | 'shopId' | 'consumerId' | 'productId' | 'orderId'>;

/** The consumer's own messages, in order. Who left the queue has taken back the wish for a person: asking for one before that counts no more. */
export const roundOf = (messages: readonly Pick<Message, 'author' | 'body'>[]): Round => {
  const left = messages.findLastIndex(({ body }) => body.type === 'system' && body.code === 'left_queue');
  const takenBack = (body: Message['body'], i: number): boolean => i < left && body.type === 'text' && asksForHuman(body.text);
  return {
    messages: messages.filter(({ author, body }, i) => author.kind === 'consumer' && !takenBack(body, i)).map(({ body }) =>
      body.type === 'text' ? { kind: 'text', text: body.text, questionId: body.questionId ?? null }
        : { kind: body.type === 'image' || body.type === 'video' ? 'picture' : 'card', text: '', questionId: null }),
  };
};
