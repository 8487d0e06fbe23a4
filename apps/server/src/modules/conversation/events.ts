// The facts this room publishes, and the hint that carries fresh messages to the sockets of this process.
import type { AuthorKind, ConversationState, MessageBody } from '@qindesk/protocol';

/** `message.sent`, or `message.asked` when a consumer speaks while the conversation is with the robot: what nobody else will answer. */
export interface MessageSent { seq: number; by: AuthorKind; authorId: string }
/** The type of the fact that a message was stored. */
export const messageEventType = (by: AuthorKind, state: ConversationState): 'message.asked' | 'message.sent' => (by === 'consumer' && state === 'bot' ? 'message.asked' : 'message.sent');

/** `conversation.started` */
export interface ConversationStarted { shopId: string; consumerId: string }
/** `conversation.moved` */
export interface ConversationMoved {
  from: ConversationState; to: ConversationState; reason: string; shopId: string; consumerId: string; groupId: string | null; assigneeId: string | null;
  previousGroupId: string | null; previousAssigneeId: string | null; byKind: AuthorKind; byId: string | null; queuedAt: string | null;
}
/** `conversation.rated` */
export interface ConversationRated { score: number; shopId: string }
/** `note.added` */
export interface NoteAdded { noteId: string }

/** A message as stored. */
export interface Message {
  merchantId: string; conversationId: string; seq: number; id: string; author: { kind: AuthorKind; id: string; name: string }; clientId: string; body: MessageBody;
  /** The body as JSON where it is at hand: a message that was just stored is not written out once more for each socket. */
  bodyJson?: string;
  at: Date;
}

/** Topic of the process: Message[] just committed here, in order of number within each conversation. */
export const messagesTopic = 'conversation.messages';
