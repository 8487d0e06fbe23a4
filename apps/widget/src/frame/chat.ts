// What a consumer can do, and the state kept true behind the screen. The line itself is in open-line.ts; nothing is drawn here.
import { createHttp, type Line } from '@qindesk/client';
import type { ConsumerConversationView, Focus, SendableBody } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { PageFocus, Settings } from '../settings.ts';
import { createConsumerRequests } from './consumer-requests.ts';
import type { KeptStore } from './kept.ts';
import { createNotices } from './notices.ts';
import { openLine } from './open-line.ts';
import { readWidget, signIn } from './session.ts';
import { isOpen, isUnsent, withConversation, type ChatState } from './state.ts';
import type { Store } from './store.ts';
import { createUploads, type Uploads } from './uploads.ts';

export interface Chat {
  uploads: Uploads;
  /** Begins to talk to the server; harmless when it already does. */
  connect(): void;
  send(body: SendableBody): void;
  retry(clientId: string): void;
  drop(clientId: string): void;
  /** One tap to a person [BT2]. Without a network the wish is kept, like a message. */
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

/** A chat for one shop; silent until `connect()`. */
export const createChat = (settings: Settings, store: Store<ChatState>, kept: KeptStore): Chat => {
  const { get, set } = store;
  const http = createHttp({ baseUrl: settings.base, token: () => kept.read().token });
  const requests = createConsumerRequests(http);
  const notices = createNotices(store);
  const previews = new Map<string, string>();
  /** The focus that the server knows of. */
  let toldFocus = '';
  let humanWanted = false;
  let connecting = false;
  let tokenRenewedAt = 0;

  const setConversation = (next: ConsumerConversationView): void => {
    const held = get().conversation;
    // A late word about a conversation that is over does not push the present one aside.
    if (held !== null && held.id !== next.id && isOpen(held) && !isOpen(next)) return;
    set(withConversation(get(), next));
    kept.write({ talking: isOpen(get().conversation) });
    if (held !== null && held.id !== next.id) line.unfollow(held.id);
    line.follow(next.id, { afterSeq: get().messages.findLast((message) => message.conversationId === next.id)?.seq ?? 0 });
  };
  /** Does something to the present conversation, and shows what became of it. */
  const change = (act: (id: string) => Promise<ConsumerConversationView>): void => {
    const { conversation } = get();
    if (conversation !== null) void notices.attempt(async () => setConversation(await act(conversation.id)));
  };

  const pageFocus = (): Focus => {
    const { widget, order } = get();
    // Without the query: it may hold what is nobody's business.
    return { productId: widget?.product?.id ?? null, orderId: order?.id ?? null, pageUrl: `${location.origin}${location.pathname}`.slice(0, 500) };
  };
  const startConversation = async (): Promise<string> => {
    const focus = pageFocus();
    toldFocus = JSON.stringify(focus);
    const conversation = (await line.request({ type: 'conversation.start', focus })).conversation as ConsumerConversationView;
    setConversation(conversation);
    return conversation.id;
  };

  const onWelcome = (open: ConsumerConversationView | null): void => {
    uploads.retryAll();
    if (open !== null) setConversation(open);
    // None is open: the one held was closed meanwhile, or there are only earlier ones to look at.
    requests.history().then((items) => {
      const held = items.find((item) => item.id === get().conversation?.id);
      // The welcome knows more of an open one: a list has no place in the queue.
      if (open === null && held !== undefined) setConversation(held);
      if (get().earlier === null) set({ earlier: items.filter((item) => item.id !== get().conversation?.id && item.lastSeq > 0) });
    }).catch(() => undefined);
  };

  const callHuman = (): void => void notices.attempt(async () => {
    humanWanted = false;
    try {
      const { conversation } = get();
      setConversation(await requests.askHuman(isOpen(conversation) ? conversation.id : await startConversation()));
    } finally {
      set({ askingHuman: false });
    }
  });

  /** The kept token is worth nothing any more: a new one, but not again and again. */
  const onRefused = (refusal: RefusalView): void => {
    if (refusal.code === 'bad_token' && Date.now() - tokenRenewedAt > 60_000) {
      tokenRenewedAt = Date.now();
      kept.write({ token: undefined });
      connect();
    } else set({ failure: refusal });
  };

  const line: Line = openLine({
    settings, store, kept, notices, setConversation, onWelcome, onRefused,
    address: startConversation,
    // What was written before the wish is said before it.
    onSettled: () => {
      if (humanWanted) callHuman();
    },
  });
  const send = (body: SendableBody): void => {
    const { conversation } = get();
    // Asked of what the page shows now: starting an open conversation again only moves its focus there, ahead of the message.
    if (isOpen(conversation) && toldFocus !== JSON.stringify(pageFocus())) startConversation().catch(() => undefined);
    line.outbox.enqueue(isOpen(conversation) ? conversation.id : null, body);
  };
  const uploads = createUploads({
    http, store, notices,
    onStored: (kind, url, preview) => {
      previews.set(url, preview);
      send({ type: kind, url, alt: '' });
    },
  });

  const findOrder = async (): Promise<void> => {
    const orders = settings.order === null ? [] : await requests.orders().catch(() => []);
    set({ order: orders.find((order) => order.number === settings.order) ?? null });
  };

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
        void findOrder();
      } else onRefused(refusal);
    });
  };

  return {
    uploads,
    connect,
    send,
    retry: (clientId) => line.outbox.retry(clientId, isOpen(get().conversation) ? undefined : null),
    drop: line.outbox.drop,
    askHuman: () => {
      set({ askingHuman: true });
      humanWanted = true;
      if (line.state.status === 'online') callHuman();
    },
    leaveQueue: () => change(requests.leaveQueue),
    rate: (score, reasons, comment) => change((id) => requests.rate(id, { score, reasons, ...(comment === '' ? {} : { comment }) })),
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
    showEarlier: () => void notices.attempt(async () => {
      const [next, ...rest] = get().earlier ?? [];
      if (next === undefined || get().loadingEarlier) return;
      set({ loadingEarlier: true });
      try {
        const messages = await requests.messages(next.id);
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
      // What is still on its way goes to the conversation of whoever it is now.
      for (const entry of get().outgoing.filter(isUnsent)) line.outbox.retry(entry.clientId, null);
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
