// What the console knows live: the shape of the state and its first value. Not for how it changes (apply-event.ts) nor for where it comes from (store.ts).
import type { OutboxEntry } from '@qindesk/client';
import type { AlarmView, BoardView, ConversationView, MessageView, NoteView, PresenceState, RefusalView } from '@qindesk/protocol';

/** The line to the server, for people. `lostSince` and `retryAt` are ms since 1970; a first connecting has lost nothing. */
export interface ConnectionView {
  status: 'connecting' | 'online' | 'offline' | 'stopped';
  lostSince: number | null;
  retryAt: number | null;
  refusal: RefusalView | null;
}

/** Messages at hand of one conversation: without gap, from the first number held. */
export interface Thread {
  messages: readonly MessageView[];
  /** The number before the first one held; 0 when the beginning is here. */
  before: number;
  /** False until the first answer: the thread is still loading. */
  loaded: boolean;
  /** The server will not show it. */
  lost: RefusalView | null;
}

/** A member's presence as told live. */
export interface Presence { state: PresenceState; load: number; capacity: number }

export interface LiveState {
  memberId: string;
  connection: ConnectionView;
  /** Whether a welcome has come: what is empty before that is unknown, not empty. */
  welcomed: boolean;
  conversations: Readonly<Record<string, ConversationView>>;
  /** Ids of conversations that left the list while this page was open, and how. */
  departed: Readonly<Record<string, 'closed' | 'transferred' | 'access_ended' | 'requeued'>>;
  threads: Readonly<Record<string, Thread>>;
  notes: Readonly<Record<string, readonly NoteView[]>>;
  /** Who types where, and since when (ms); a stop may get lost, so readers let it age. */
  typing: Readonly<Record<string, { by: 'consumer' | 'agent' | 'robot'; at: number }>>;
  presences: Readonly<Record<string, Presence>>;
  outbox: readonly OutboxEntry[];
  /** Accepted, but not yet seen in the conversation: they stay on the screen until the message itself comes. */
  settling: readonly { entry: OutboxEntry; seq: number }[];
  /** The board last told, by merchant and shop: see `boardKey`. */
  boards: Readonly<Record<string, BoardView>>;
  alarms: Readonly<Record<string, AlarmView>>;
  /** Grows with every `access.changed`. */
  accessChanges: number;
}

/** Names a board in `boards`. */
export const boardKey = (merchantId: string, shopId: string | null): string => `${merchantId}/${shopId ?? ''}`;

/** Nothing known yet. */
export const emptyState = (memberId: string): LiveState => ({
  memberId, connection: { status: 'connecting', lostSince: null, retryAt: null, refusal: null }, welcomed: false, conversations: {}, departed: {}, threads: {}, notes: {}, typing: {}, presences: {}, outbox: [], settling: [], boards: {}, alarms: {}, accessChanges: 0,
});
