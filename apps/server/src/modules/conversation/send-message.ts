// The one door through which everybody speaks: consumer, agent, robot. Joins the group commit; answers after the commit [CM3].
import { createGroupCommit, refuse, type GroupCommit, type House } from '../../platform/index.ts';
import type { Message } from './events.ts';
import { writeMessages } from './message-batch.ts';
import type { MessageDraft } from './plan-messages.ts';

export type { MessageDraft } from './plan-messages.ts';

interface Sent { message: Message; repeated: boolean }

/**
 * Transactions at once. Measured on two processors: one leaves them idle while its messages are told; beyond two the batches only become smaller. Of the log's four lanes each meets two, so
 * that a small batch of one merchant writes at most two rows of it.
 */
const lanes = 2;
const commits = new WeakMap<House['db']['pool'], GroupCommit<MessageDraft, Sent>>();

/** The group commit of a process: one for each database. */
const commitOf = (house: House): GroupCommit<MessageDraft, Sent> => {
  let commit = commits.get(house.db.pool);
  if (!commit) {
    const owner = { ...house, db: house.db.owner };
    const { messageBatch } = house.config.limits;
    commit = createGroupCommit({ run: (drafts) => writeMessages(owner, drafts), keyOf: (draft) => draft.conversationId, lanes: messageBatch === 1 ? 10 : lanes, maxBatch: messageBatch, maxWaiting: 20_000 });
    commits.set(house.db.pool, commit);
  }
  return commit;
};

/** What jsonb cannot hold: NUL and halves of surrogate pairs, which JSON writes as escapes. */
const unstorable = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

type Draft = Omit<MessageDraft, 'bodyJson'>;

/** The draft as it waits for its commit. Refuses `invalid` for what cannot be stored. */
const written = ({ merchantId, conversationId, author, clientId, body }: Draft): MessageDraft => {
  const bodyJson = JSON.stringify(body);
  if (bodyJson.includes('\\u') && unstorable.test(bodyJson)) refuse('invalid', 'characters that cannot be stored', { field: 'body' });
  return { merchantId, conversationId, author, clientId, body, bodyJson };
};

/**
 * Stores one message and returns it; `repeated` when this client id was stored before [CM2]. Refuses `not_found`, `conversation_closed`, `not_your_turn`,
 * `overloaded`. The body has been checked and filled in by the caller.
 */
export const sendMessage = async (house: House, draft: Draft): Promise<Sent> => commitOf(house).submit(written(draft));

/** Stores several in their order, in one transaction as a rule; rejects with the first refusal, as `sendMessage` says. What went before it may be stored. */
export const sendMessages = async (house: House, drafts: readonly Draft[]): Promise<Sent[]> => commitOf(house).submitAll(drafts.map(written));

/** Resolves when nothing of this process waits to be stored: for drain and tests. */
export const messagesSettled = (house: House): Promise<void> => commits.get(house.db.pool)?.idle() ?? Promise.resolve();
