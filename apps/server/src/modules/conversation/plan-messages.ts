// Decides what becomes of the messages of a batch over locked conversations: who may speak, which are repeats, which numbers they get. Pure; not for SQL (store-messages).
import type { ConversationState, MessageBody } from '@qindesk/protocol';
import { Refusal, newId } from '../../platform/index.ts';
import type { Author } from './conversation.ts';
import type { Message } from './events.ts';

export interface MessageDraft {
  merchantId: string;
  conversationId: string;
  author: Author;
  clientId: string;
  body: MessageBody;
  /** The body as JSON, made once for the database and the sockets. */
  bodyJson: string;
}
export type SendResult = { message: Message; repeated: boolean } | Refusal;

/** What a batch must know of a conversation that it has locked. */
export interface LockedConversation { merchant_id: string; id: string; state: ConversationState; last_seq: number; consumer_id: string; assignee_id: string | null }

/** How a batch leaves a conversation: `answered` when somebody but the consumer spoke, `asks` when the consumer spoke after that or nobody else did. */
export interface Head { row: LockedConversation; count: number; last: Message; answered: boolean; asks: boolean }

export interface MessagePlan { results: SendResult[]; fresh: Message[]; heads: Map<string, Head> }

/** What makes a message the same message [CM2]. */
export const keyOf = (of: Pick<MessageDraft, 'conversationId' | 'author' | 'clientId'>): string => `${of.conversationId} ${of.author.id} ${of.clientId}`;

/** Whether this author may speak now [CM5]; null when yes. Somebody else's conversation answers like one that does not exist. */
const refusalFor = (draft: MessageDraft, row: LockedConversation): Refusal | null => {
  const { author } = draft;
  if (author.kind === 'consumer' && row.consumer_id !== author.id) return new Refusal('not_found', 'conversation of another consumer');
  if (row.state === 'closed') return new Refusal(author.kind === 'agent' && row.assignee_id !== author.id ? 'not_your_turn' : 'conversation_closed');
  if (author.kind === 'robot' && row.state !== 'bot') return new Refusal('not_your_turn', `robot in state ${row.state}`);
  if (author.kind === 'agent' && (row.state !== 'assigned' || row.assignee_id !== author.id)) return new Refusal('not_your_turn', `assigned to ${row.assignee_id}`);
  return null;
};

const noteHead = (heads: Map<string, Head>, row: LockedConversation, message: Message): void => {
  const head = heads.get(row.id) ?? { row, count: 0, last: message, answered: false, asks: false };
  head.count += 1;
  head.last = message;
  if (message.author.kind === 'consumer') head.asks = true;
  else if (message.author.kind !== 'system') { head.answered = true; head.asks = false; }
  heads.set(row.id, head);
};

/** Decides every draft in order of arrival; numbers go on from `last_seq` of the rows, which is moved on. `repeats` are the messages that are stored already, by key. */
export const planMessages = (drafts: readonly MessageDraft[], rows: readonly LockedConversation[], repeats: ReadonlyMap<string, Message>, now: Date): MessagePlan => {
  const locked = new Map(rows.map((row) => [row.id, row]));
  const seen = new Map<string, Message>(repeats);
  const plan: MessagePlan = { results: [], fresh: [], heads: new Map() };
  for (const draft of drafts) {
    const row = locked.get(draft.conversationId);
    if (!row || row.merchant_id !== draft.merchantId) { plan.results.push(new Refusal('not_found', 'conversation')); continue; }
    const key = keyOf(draft);
    const before = seen.get(key);
    // A repeat is answered as the first time, even when the conversation has moved on since [CM2].
    if (before) { plan.results.push({ message: before, repeated: true }); continue; }
    const refusal = refusalFor(draft, row);
    if (refusal) { plan.results.push(refusal); continue; }
    row.last_seq += 1;
    const { merchantId, conversationId, author, clientId, body, bodyJson } = draft;
    const message: Message = { merchantId, conversationId, author, clientId, body, bodyJson, seq: row.last_seq, id: newId('message'), at: now };
    seen.set(key, message);
    plan.fresh.push(message);
    noteHead(plan.heads, row, message);
    plan.results.push({ message, repeated: false });
  }
  return plan;
};
