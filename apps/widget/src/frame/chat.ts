// The conversation behind the screen: holds the line to the server, keeps the state true, offers what a consumer can do. Draws nothing.
import {
  createHttp, createLine, localOutboxStorage, memoryOutboxStorage, openBrowserSocket, socketUrl, toRefusedError,
  type ConnectionState, type Http, type Line, type OutboxEntry, type OutboxStorage,
} from '@qindesk/client';
import type { ConsumerConversationView, Focus, MessageView, SendableBody, ServerFrame } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { PageFocus, Settings } from '../settings.ts';
import type { KeptStore } from './kept.ts';
import { playSound } from './play-sound.ts';
import { readWidget, signIn } from './session.ts';
import { firstState, isOpen, withConversation, withMessages, type ChatState } from './state.ts';
import type { Store } from './store.ts';
import { createUploads, type Uploads } from './uploads.ts';

export interface Chat {
  uploads: Uploads;
  /** Begins to talk to the server; harmless when it already does. */
  connect(): void;
  send(body: SendableBody): void;
  retry(clientId: string): void;
  drop(clientId: string): void;
  askHuman(): void;
  leaveQueue(): void;
  rate(score: number, reasons: string[], comment: string): void;
  setTyping(on: boolean): void;
  markRead(seq: number): void;
  showEarlier(): void;
  identify(jwt: string | null): void;
  focus(focus: PageFocus): void;
  /** The address of a picture just sent, inside this page. */
  previewOf(url: string): string | undefined;
}

/** A line that is away for less than this is not worth a word. */
const awayAfterMs = 2_500;
const typingEndsAfterMs = 8_000;
const noticeMs = 6_000;

const outboxStorage = (scope: string): OutboxStorage => {
  try {
    return localOutboxStorage(scope, localStorage);
  } catch {
    return memoryOutboxStorage();
  }
};

/** A chat for one shop; silent until `connect()`. */
export const createChat = (settings: Settings, store: Store<ChatState>, kept: KeptStore): Chat => {
  const { get, set } = store;
  const http: Http = createHttp({ baseUrl: settings.base, token: () => kept.read().token });
  const previews = new Map<string, string>();
  const readdressed = new Set<string>();
  /** The focus that the server knows of. */
  let toldFocus = '';
  let connecting = false;
  let tokenRenewedAt = 0;
  let humanWanted = false;
  let awayTimer: ReturnType<typeof setTimeout> | undefined;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let noticeTimer: ReturnType<typeof setTimeout> | undefined;

  const notify = (refusal: RefusalView): void => {
    clearTimeout(noticeTimer);
    noticeTimer = setTimeout(() => set({ notice: null }), noticeMs);
    set({ notice: refusal });
  };
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      notify(toRefusedError(error).refusal);
    }
  };
  const pathOf = (id: string, rest: string): string => `/v1/consumer/conversations/${id}/${rest}`;

  const setConversation = (next: ConsumerConversationView): void => {
    const held = get().conversation;
    // A late word about a conversation that is over does not push the present one aside.
    if (held !== null && held.id !== next.id && isOpen(held) && !isOpen(next)) return;
    set(withConversation(get(), next));
    kept.write({ talking: isOpen(get().conversation) });
    if (held !== null && held.id !== next.id) line.unfollow(held.id);
    line.follow(next.id, { afterSeq: get().messages.findLast((message) => message.conversationId === next.id)?.seq ?? 0 });
  };

  const readHistory = async (): Promise<ConsumerConversationView[]> =>
    (await http.request<{ items: ConsumerConversationView[] }>('GET', '/v1/consumer/conversations')).items;

  const pageFocus = (): Focus => {
    const { widget, order } = get();
    // Without the query: it may hold what is nobody's business.
    return { productId: widget?.product?.id ?? null, orderId: order?.id ?? null, pageUrl: `${location.origin}${location.pathname}`.slice(0, 500) };
  };
  const startConversation = async (): Promise<string> => {
    const focus = pageFocus();
    toldFocus = JSON.stringify(focus);
    const { conversation } = await line.request({ type: 'conversation.start', focus });
    setConversation(conversation as ConsumerConversationView);
    return (conversation as ConsumerConversationView).id;
  };
  const openConversation = async (): Promise<string> => {
    const { conversation } = get();
    return isOpen(conversation) ? conversation.id : startConversation();
  };

  const onWelcome = (open: ConsumerConversationView | null): void => {
    uploads.retryAll();
    if (humanWanted) askHuman();
    if (open !== null) setConversation(open);
    // None is open: the one held was closed meanwhile, or there are only earlier ones to look at.
    readHistory().then((items) => {
      const held = get().conversation;
      const fresh = items.find((item) => item.id === held?.id);
      if (fresh !== undefined) setConversation(fresh);
      if (get().earlier === null) set({ earlier: items.filter((item) => item.id !== get().conversation?.id && item.lastSeq > 0) });
    }).catch(() => undefined);
  };

  const onFrame = (frame: ServerFrame): void => {
    if (frame.type === 'welcome') onWelcome(frame.conversation ?? null);
    else if (frame.type === 'conversation.changed') setConversation(frame.conversation as ConsumerConversationView);
    else if (frame.type === 'typing' && frame.conversationId === get().conversation?.id && frame.by !== 'consumer') {
      clearTimeout(typingTimer);
      if (frame.on) typingTimer = setTimeout(() => set({ typing: null }), typingEndsAfterMs);
      set({ typing: frame.on ? { by: frame.by } : null });
    } else if (frame.type === 'read' && frame.by === 'staff') {
      const { conversation } = get();
      if (conversation?.id === frame.conversationId) set({ conversation: { ...conversation, agentReadSeq: Math.max(conversation.agentReadSeq, frame.seq) } });
    } else if (frame.type === 'refused') notify(frame.refusal);
  };

  const onMessages = (messages: MessageView[]): void => {
    set(withMessages(get(), messages));
    const fresh = messages.some((message) => message.author.kind === 'agent' && Date.now() - Date.parse(message.at) < 30_000);
    if (fresh && get().sound && (document.hidden || !get().open)) playSound();
  };

  const onState = (state: ConnectionState): void => {
    set({ line: state.status });
    clearTimeout(awayTimer);
    if (state.status === 'online') set({ away: false });
    else awayTimer = setTimeout(() => set({ away: true }), awayAfterMs);
    if (state.status === 'stopped' && state.refusal !== null) onRefused(state.refusal);
  };

  /** The kept token is worth nothing any more: a new one, but not again and again. */
  const onRefused = (refusal: RefusalView): void => {
    if (refusal.code === 'bad_token' && Date.now() - tokenRenewedAt > 60_000) {
      tokenRenewedAt = Date.now();
      kept.write({ token: undefined });
      connect();
    } else set({ failure: refusal });
  };

  const onOutbox = (entries: readonly OutboxEntry[]): void => {
    set({ outgoing: entries });
    // The conversation was closed while this was being written: it opens the next one, once.
    for (const entry of entries) {
      if (entry.failed?.code !== 'conversation_closed' || readdressed.has(entry.clientId)) continue;
      readdressed.add(entry.clientId);
      queueMicrotask(() => line.outbox.retry(entry.clientId, null));
    }
  };

  const line: Line = createLine({
    url: socketUrl(settings.base),
    openSocket: openBrowserSocket,
    identity: () => ({ as: 'consumer', token: kept.read().token }),
    storage: outboxStorage(settings.shop),
    address: startConversation,
    onMessages: (_, messages) => onMessages(messages),
    onFrame,
    onState,
    onOutbox,
  });
  const uploads = createUploads({
    http, store,
    onStored: (kind, url, preview) => {
      previews.set(url, preview);
      send({ type: kind, url, alt: '' });
    },
  });
  set({ outgoing: line.outbox.entries });

  const connect = (): void => {
    if (connecting || get().line !== 'stopped') return;
    connecting = true;
    set({ failure: null });
    const { jwt } = settings;
    void signIn({ http, settings, kept, onWidget: (widget) => set({ widget }), onAway: () => set({ away: true }) }).then((refusal) => {
      connecting = false;
      // Somebody else was named meanwhile.
      if (settings.jwt !== jwt) connect();
      else if (refusal === null) {
        line.start();
        if (settings.order !== null) void findOrder();
      } else onRefused(refusal);
    });
  };

  const findOrder = async (): Promise<void> => {
    const { items } = await http.request<{ items: NonNullable<ChatState['order']>[] }>('GET', '/v1/consumer/orders').catch(() => ({ items: [] }));
    set({ order: items.find((order) => order.number === settings.order) ?? null });
  };

  const send = (body: SendableBody): void => {
    const { conversation } = get();
    // Asked of what the page shows now: starting an open conversation again only moves its focus there, ahead of the message.
    if (isOpen(conversation) && toldFocus !== JSON.stringify(pageFocus())) startConversation().catch(() => undefined);
    line.outbox.enqueue(isOpen(conversation) ? conversation.id : null, body);
  };

  const askHuman = (): void => {
    humanWanted = true;
    set({ askingHuman: true });
    // Without a line the wish is kept, like a message.
    if (line.state.status !== 'online') return;
    void attempt(async () => {
      try {
        setConversation(await http.request('POST', pathOf(await openConversation(), 'human-request')));
      } finally {
        humanWanted = false;
        set({ askingHuman: false });
      }
    });
  };

  return {
    uploads,
    connect,
    send,
    askHuman,
    retry: (clientId) => line.outbox.retry(clientId, isOpen(get().conversation) ? undefined : null),
    drop: (clientId) => line.outbox.drop(clientId),
    leaveQueue: () => void attempt(async () => {
      const id = get().conversation?.id;
      if (id !== undefined) setConversation(await http.request('DELETE', pathOf(id, 'human-request')));
    }),
    rate: (score, reasons, comment) => void attempt(async () => {
      const id = get().conversation?.id;
      if (id !== undefined) setConversation(await http.request('PUT', pathOf(id, 'rating'), { body: { score, reasons, ...(comment === '' ? {} : { comment }) } }));
    }),
    setTyping: (on) => {
      const { conversation } = get();
      if (isOpen(conversation)) line.send({ type: 'typing', conversationId: conversation.id, on });
    },
    markRead: (seq) => {
      const { conversation } = get();
      if (conversation === null) return;
      kept.write({ read: { conversationId: conversation.id, seq } });
      line.send({ type: 'read', conversationId: conversation.id, seq });
    },
    showEarlier: () => void attempt(async () => {
      const [next, ...rest] = get().earlier ?? [];
      if (next === undefined || get().loadingEarlier) return;
      set({ loadingEarlier: true });
      try {
        const { messages } = await http.request<{ messages: MessageView[] }>('GET', pathOf(next.id, 'messages'));
        set({ messages: [...messages, ...get().messages], earlier: rest });
      } finally {
        set({ loadingEarlier: false });
      }
    }),
    identify: (jwt) => {
      settings.jwt = jwt;
      if (jwt === null) kept.write({ token: undefined });
      if (get().line === 'stopped' && !connecting) return;
      line.stop();
      const held = get().conversation;
      if (held !== null) line.unfollow(held.id);
      set({ conversation: null, messages: [], earlier: null, order: null });
      for (const entry of line.outbox.entries) line.outbox.retry(entry.clientId, null);
      connect();
    },
    focus: (focus) => {
      const { widget } = get();
      if (widget !== null && focus.product !== undefined) {
        set({ widget: { ...widget, product: null } });
        if (settings.product !== null) void readWidget(http, settings).then((fresh) => set({ widget: fresh })).catch(() => undefined);
      }
      if (focus.order !== undefined && get().line !== 'stopped') void findOrder();
    },
    previewOf: (url) => previews.get(url),
  };
};

/** The state to begin with: what the last visit left. */
export const stateFromKept = (kept: KeptStore): ChatState => {
  const { widget = null, sound = false } = kept.read();
  return { ...firstState, widget, sound };
};
