// Closes a conversation with a reason, by its agent, a supervisor or the consumer, and asks for a rating where a person served.
import { refuse, type House, type Tx } from '../../platform/index.ts';
import type { ConsumerActor, MemberActor } from '../identity/index.ts';
import { accessConversation, accessOwnConversation } from './access.ts';
import { appendMessage } from './append-message.ts';
import { systemAuthor, type Author, type Conversation } from './conversation.ts';
import { moveConversation } from './move-conversation.ts';

const close = async (house: House, tx: Tx, conversation: Conversation, by: Author, reason: string): Promise<Conversation> => {
  if (conversation.state === 'closed') refuse('conversation_closed');
  const served = conversation.assigneeId !== null;
  await moveConversation(house, tx, conversation, { to: 'closed', by, reason, line: { type: 'system', code: 'closed', params: { by: by.kind } } });
  if (served) await appendMessage(house, tx, conversation, systemAuthor, { type: 'rating_request' });
  return conversation;
};

/** By staff; `reason` is one of the shop's wrap-up reasons or a text of the agent's own. Refuses `not_found`, `not_allowed`, `conversation_closed`. */
export const closeConversation = (house: House, actor: MemberActor, id: string, reason: string): Promise<Conversation> =>
  house.db.transact(async (tx) => close(house, tx, await accessConversation(house, actor, id, 'act', tx), { kind: 'agent', id: actor.memberId, name: actor.name }, reason));

/** By the consumer. */
export const closeOwnConversation = (house: House, actor: ConsumerActor, id: string): Promise<Conversation> =>
  house.db.transact(async (tx) => close(house, tx, await accessOwnConversation(house, actor, id, tx), { kind: 'consumer', id: actor.consumerId, name: actor.name }, 'consumer'));

/** By the house: for idle conversations and ended contracts. */
export const closeBySystem = (house: House, tx: Tx, conversation: Conversation, reason: string): Promise<Conversation> => close(house, tx, conversation, systemAuthor, reason);
