// The socket protocol on one page: its version, what a client may say, what the server says. Not for HTTP (http/).
import { z } from 'zod';
import { clientId, conversationId, organisationId, productId, orderId, shopId } from './ids.ts';
import { sendableBody } from './bodies.ts';
import { presenceState } from './views.ts';
import type { AlarmView, BoardView, ConsumerConversationView, ConversationView, MessageView, NoteView, PresenceState } from './views.ts';
import type { RefusalView } from './errors.ts';

export const protocolVersion = 1;
/** A frame larger than this closes the socket. */
export const maxFrameBytes = 64 * 1024;
/** A backfill carries at most this many messages; `complete: false` asks the client to go on. */
export const backfillLimit = 500;

/** What the page around a widget shows. */
export const focus = z.object({ productId: productId.nullable().default(null), orderId: orderId.nullable().default(null), pageUrl: z.string().max(500).nullable().default(null) });
export type Focus = z.infer<typeof focus>;

/** A number the client chooses; the answer to a command carries it back. */
const ref = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const seq = z.int().min(0).max(2 ** 31 - 1);
const resumePoint = z.object({ conversationId, afterSeq: seq });

export const clientFrame = z.discriminatedUnion('type', [
  /** First frame of every socket. A consumer shows its token; a member is known by the cookie of the sign-in. */
  z.object({ type: z.literal('hello'), protocol: z.int(), as: z.enum(['consumer', 'member']), token: z.string().max(500).optional(), resume: z.array(resumePoint).max(200).default([]) }),
  /** Consumer: opens the conversation with the shop, or returns the open one [CM4]. */
  z.object({ type: z.literal('conversation.start'), ref, focus: focus.optional() }),
  z.object({ type: z.literal('message.send'), ref, conversationId, clientId, body: sendableBody }),
  /** Staff: see a conversation live. `silent` leaves no trace for the consumer. */
  z.object({ type: z.literal('conversation.watch'), ref, conversationId, afterSeq: seq.default(0) }),
  z.object({ type: z.literal('conversation.unwatch'), ref, conversationId }),
  z.object({ type: z.literal('conversation.resume'), ref, conversationId, afterSeq: seq }),
  z.object({ type: z.literal('typing'), conversationId, on: z.boolean() }),
  z.object({ type: z.literal('read'), conversationId, seq }),
  z.object({ type: z.literal('presence.set'), ref, state: presenceState.exclude(['offline']) }),
  z.object({ type: z.literal('board.watch'), ref, merchantId: organisationId, shopId: shopId.nullable().default(null) }),
  z.object({ type: z.literal('board.unwatch'), ref }),
  z.object({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;
export type ClientFrameInput = z.input<typeof clientFrame>;

export type ServerFrame =
  /** Answer to hello. `conversation`: the consumer's open one. `conversations`: the member's own open ones, fresh. */
  | { type: 'welcome'; protocol: number; now: string; session: string; conversation?: ConsumerConversationView | null; conversations?: ConversationView[]; presence?: PresenceFrame['presence'] }
  | { type: 'accepted'; ref: number; conversationId: string; clientId: string; messageId: string; seq: number; at: string }
  | { type: 'done'; ref: number; conversation?: ConversationView | ConsumerConversationView }
  | { type: 'refused'; ref: number | null; refusal: RefusalView }
  | { type: 'messages'; messages: MessageView[] }
  | { type: 'backfill'; ref: number | null; conversationId: string; messages: MessageView[]; complete: boolean }
  | { type: 'conversation.changed'; conversation: ConversationView | ConsumerConversationView }
  /** You may no longer see it, or it is no longer in your list. */
  | { type: 'conversation.removed'; conversationId: string; reason: 'closed' | 'transferred' | 'access_ended' | 'requeued' }
  | { type: 'note.added'; note: NoteView }
  | { type: 'typing'; conversationId: string; by: 'consumer' | 'agent' | 'robot'; on: boolean }
  | { type: 'read'; conversationId: string; by: 'consumer' | 'staff'; seq: number }
  | PresenceFrame
  | { type: 'board'; board: BoardView; alarms: AlarmView[] }
  | { type: 'alarm.raised' | 'alarm.changed'; alarm: AlarmView }
  /** The rights of this session changed (a contract began or ended, a role changed): fetch /v1/me again. */
  | { type: 'access.changed' }
  | { type: 'pong'; now: string }
  /** The server is going away, has had enough, or does not reach what it needs while others may; reconnect after this long. */
  | { type: 'goodbye'; reason: 'drain' | 'slow' | 'unavailable' | 'access_ended' | 'signed_out'; retryAfterMs: number };

export interface PresenceFrame {
  type: 'presence';
  presence: { memberId: string; state: PresenceState; load: number; capacity: number };
}
export type { MessageView, ConversationView, ConsumerConversationView };
