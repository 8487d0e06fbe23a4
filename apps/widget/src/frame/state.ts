// Everything the screen shows, and the pure steps that change it. No network here.
import type { ConnectionState, OutboxEntry } from '@qindesk/client';
import type { ConsumerConversationView, MessageView, OrderView, WidgetView } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';

/** A file on its way to the server. */
export interface Upload {
  id: string;
  kind: 'image' | 'video';
  /** Address inside this page, to show the file at once. */
  preview: string;
  /** 0 … 1. */
  share: number;
  failed: RefusalView | null;
}

export interface ChatState {
  open: boolean;
  /** Names, welcome card and the like; kept from the last visit until the fresh one is there. */
  widget: WidgetView | null;
  /** Set when the shop or the session was refused for good. */
  failure: RefusalView | null;
  /** A refusal to show for a while. */
  notice: RefusalView | null;
  line: ConnectionState['status'];
  /** The line has been away long enough to say so. */
  away: boolean;
  conversation: ConsumerConversationView | null;
  /** Messages of the present conversation, and above them those of earlier ones. */
  messages: readonly MessageView[];
  /** Conversations before this one; `null` before it was asked, then those not shown yet, newest first. */
  earlier: readonly ConsumerConversationView[] | null;
  loadingEarlier: boolean;
  outgoing: readonly OutboxEntry[];
  uploads: readonly Upload[];
  typing: { by: 'agent' | 'robot' } | null;
  order: OrderView | null;
  askingHuman: boolean;
  unread: number;
  sound: boolean;
}

export const firstState: ChatState = {
  open: false, widget: null, failure: null, notice: null, line: 'stopped', away: false, conversation: null, messages: [], earlier: null, loadingEarlier: false,
  outgoing: [], uploads: [], typing: null, order: null, askingHuman: false, unread: 0, sound: false,
};

/** A view of the conversation that is older than the one held is ignored. */
export const withConversation = (state: ChatState, next: ConsumerConversationView): Partial<ChatState> => {
  const { conversation } = state;
  if (conversation?.id === next.id && conversation.revision > next.revision) return {};
  return { conversation: next };
};

/** Adds messages at the end. A message of somebody else ends that side's typing. */
export const withMessages = (state: ChatState, messages: readonly MessageView[]): Partial<ChatState> => ({
  messages: [...state.messages, ...messages],
  typing: messages.some((message) => message.author.kind !== 'consumer') ? null : state.typing,
});

/** Messages that the consumer has not seen: others' words, not the lines of the system. */
export const countUnread = (messages: readonly MessageView[], conversationId: string | undefined, readSeq: number): number =>
  messages.filter((message) => message.conversationId === conversationId && message.seq > readSeq && (message.author.kind === 'agent' || message.author.kind === 'robot')).length;

/** Whether a conversation can still be written to. */
export const isOpen = (conversation: ConsumerConversationView | null): conversation is ConsumerConversationView =>
  conversation !== null && conversation.state !== 'closed';

/** Whether a message still waits for the server; a failed one waits for the person. */
export const isUnsent = (entry: OutboxEntry): boolean => entry.failed === null;
