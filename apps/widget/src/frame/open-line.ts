// Makes the line to the server and turns what comes over it into state.
import { createLine, localOutboxStorage, memoryOutboxStorage, openBrowserSocket, socketUrl, type ConnectionState, type Line, type OutboxEntry, type OutboxStorage } from '@qindesk/client';
import type { ConsumerConversationView, MessageView, ServerFrame } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { Settings } from '../settings.ts';
import type { KeptStore } from './kept.ts';
import type { Notices } from './notices.ts';
import { playSound } from './play-sound.ts';
import { isUnsent, withMessages, type ChatState } from './state.ts';
import type { Store } from './store.ts';

export interface OpenLineOptions {
  settings: Settings;
  store: Store<ChatState>;
  kept: KeptStore;
  notices: Notices;
  /** Starts a conversation, or finds the open one, for what was written before there was one. */
  address: () => Promise<string>;
  setConversation: (conversation: ConsumerConversationView) => void;
  onWelcome: (open: ConsumerConversationView | null) => void;
  /** The server will not talk to this identity. */
  onRefused: (refusal: RefusalView) => void;
  /** The line is up and nothing waits to be sent. */
  onSettled: () => void;
}

/** A line that is away for less than this is not worth a word. */
const awayAfterMs = 2_500;
const typingEndsAfterMs = 8_000;
/** An agent's message older than this was said before, and makes no sound. */
const freshMs = 30_000;

const outboxStorage = (scope: string): OutboxStorage => {
  try {
    return localOutboxStorage(scope, localStorage);
  } catch {
    return memoryOutboxStorage();
  }
};

/** The line of one chat; silent until `start()`. */
export const openLine = (options: OpenLineOptions): Line => {
  const { settings, kept, notices, setConversation, onWelcome, onRefused, onSettled } = options;
  const { get, set } = options.store;
  const readdressed = new Set<string>();
  let awayTimer: ReturnType<typeof setTimeout> | undefined;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    if (get().line === 'online' && !get().outgoing.some(isUnsent)) onSettled();
  };

  const showTyping = (typing: ChatState['typing']): void => {
    clearTimeout(typingTimer);
    if (typing !== null) typingTimer = setTimeout(() => set({ typing: null }), typingEndsAfterMs);
    set({ typing });
  };
  const onTyping = (frame: Extract<ServerFrame, { type: 'typing' }>): void => {
    if (frame.conversationId === get().conversation?.id && frame.by !== 'consumer') showTyping(frame.on ? { by: frame.by } : null);
  };
  const onRead = (frame: Extract<ServerFrame, { type: 'read' }>): void => {
    const { conversation } = get();
    if (frame.by !== 'staff' || conversation?.id !== frame.conversationId) return;
    set({ conversation: { ...conversation, agentReadSeq: Math.max(conversation.agentReadSeq, frame.seq) } });
  };
  const onFrame = (frame: ServerFrame): void => {
    if (frame.type === 'welcome') {
      onWelcome(frame.conversation ?? null);
      settle();
    } else if (frame.type === 'conversation.changed') setConversation(frame.conversation as ConsumerConversationView);
    else if (frame.type === 'typing') onTyping(frame);
    else if (frame.type === 'read') onRead(frame);
    else if (frame.type === 'refused') notices.show(frame.refusal);
  };

  const onMessages = (_: string, messages: MessageView[]): void => {
    set(withMessages(get(), messages));
    const fresh = messages.some((message) => message.author.kind === 'agent' && Date.now() - Date.parse(message.at) < freshMs);
    // The robot does not say that it is thinking; a question just put to it does.
    const last = messages.at(-1);
    if (last?.author.kind === 'consumer' && get().conversation?.state === 'bot' && Date.now() - Date.parse(last.at) < typingEndsAfterMs) showTyping({ by: 'robot' });
    if (fresh && get().sound && (document.hidden || !get().open)) playSound();
  };

  const onState = (state: ConnectionState): void => {
    set({ line: state.status });
    if (state.status === 'online') {
      clearTimeout(awayTimer);
      awayTimer = undefined;
      set({ away: false });
    } else awayTimer ??= setTimeout(() => set({ away: true }), awayAfterMs);
    if (state.status === 'stopped' && state.refusal !== null) onRefused(state.refusal);
  };

  const onOutbox = (entries: readonly OutboxEntry[]): void => {
    set({ outgoing: entries });
    settle();
    // The conversation was closed while this was being written: it opens the next one, once.
    for (const entry of entries) {
      if (entry.failed?.code !== 'conversation_closed' || readdressed.has(entry.clientId)) continue;
      readdressed.add(entry.clientId);
      queueMicrotask(() => line.outbox.retry(entry.clientId, null));
    }
  };

  const line = createLine({
    url: socketUrl(settings.base),
    openSocket: openBrowserSocket,
    identity: () => ({ as: 'consumer', token: kept.read().token }),
    storage: outboxStorage(settings.shop),
    address: options.address,
    onMessages, onFrame, onState, onOutbox,
  });
  set({ outgoing: line.outbox.entries });
  return line;
};
