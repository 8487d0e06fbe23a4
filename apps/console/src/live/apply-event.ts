// The only reducer: state and one event give the next state. Pure; asks nothing, sends nothing.
import type { OutboxEntry } from '@qindesk/client';
import type { ConversationView, MessageBody, MessageView, NoteView, RefusalView, ServerFrame } from '@qindesk/protocol';
import { boardKey, type ConnectionView, type LiveState, type Thread } from './state.ts';

/** What changes the state: frames of the server, and what this page itself learns or does. */
export type LiveEvent =
  | ServerFrame
  | { type: 'connection'; connection: ConnectionView }
  | { type: 'outbox'; entries: readonly OutboxEntry[] }
  | { type: 'outbox.accepted'; entry: OutboxEntry; seq: number }
  /** Answers of HTTP: they take the same way as frames, so that an older view never wins. */
  | { type: 'conversations.read'; conversations: readonly ConversationView[] }
  | { type: 'notes.read'; conversationId: string; notes: readonly NoteView[] }
  /** The person goes to a conversation again that had left the list: it may be read anew. */
  | { type: 'conversation.opened'; conversationId: string }
  | { type: 'thread.opened'; conversationId: string; before: number }
  | { type: 'thread.loaded'; conversationId: string }
  | { type: 'thread.earlier'; conversationId: string; messages: readonly MessageView[] }
  | { type: 'thread.lost'; conversationId: string; refusal: RefusalView }
  | { type: 'read.sent'; conversationId: string; seq: number };

const emptyThread: Thread = { messages: [], before: 0, loaded: false, lost: null };
type ById<T> = Readonly<Record<string, T>>;
const without = <T>(record: ById<T>, id: string): ById<T> => {
  if (!(id in record)) return record;
  const { [id]: _, ...rest } = record;
  return rest;
};

const isStaffView = (conversation: object): conversation is ConversationView => 'assignee' in conversation;

/** Takes views that are not older than what is known. Read marks move on without a revision, so the further one stands. */
const takeConversations = (state: LiveState, views: readonly ConversationView[]): LiveState => {
  let { conversations, departed } = state;
  for (const view of views) {
    const known = conversations[view.id];
    if (known !== undefined && known.revision > view.revision) continue;
    const next = known === undefined ? view : { ...view, staffReadSeq: Math.max(known.staffReadSeq, view.staffReadSeq), consumerReadSeq: Math.max(known.consumerReadSeq, view.consumerReadSeq) };
    conversations = { ...conversations, [view.id]: next };
    if (next.state === 'assigned' && next.assignee?.id === state.memberId) departed = without(departed, view.id);
  }
  return { ...state, conversations, departed };
};

/** A fresh list of the member's own open conversations: what is missing in it has left while the line was down. */
const welcome = (state: LiveState, frame: Extract<ServerFrame, { type: 'welcome' }>): LiveState => {
  const own = frame.conversations ?? [];
  const ids = new Set<string>(own.map((view) => view.id));
  const gone = Object.values(state.conversations).filter((view) => view.assignee?.id === state.memberId && view.state === 'assigned' && !ids.has(view.id));
  const conversations = gone.reduce((all, view) => without(all, view.id), state.conversations);
  const next = takeConversations({ ...state, conversations, welcomed: true, typing: {} }, own);
  return frame.presence === undefined ? next : { ...next, presences: { ...next.presences, [frame.presence.memberId]: frame.presence } };
};

/** One line of a message, as the server writes it into the conversation's view. */
const previewOf = (body: MessageBody): string => {
  switch (body.type) {
    case 'text': return body.text.replace(/\s+/g, ' ').slice(0, 80);
    case 'image': return `🖼 ${body.alt}`.trim().slice(0, 80);
    case 'video': return `🎬 ${body.alt}`.trim().slice(0, 80);
    case 'product': return `🛍 ${body.title}`.slice(0, 80);
    case 'order': return `📦 ${body.number}`.slice(0, 80);
    case 'links': return `🔗 ${body.items.map((item) => item.title).join(' · ')}`.slice(0, 80);
    case 'rating_request': return '⭐';
    case 'system': return '';
  }
};

/** What a message does to the view of its conversation; the same as the server does when it stores one. */
const afterMessage = (view: ConversationView, message: MessageView): ConversationView => {
  if (message.seq <= view.lastSeq) return view;
  const { kind } = message.author;
  return {
    ...view, lastSeq: message.seq, revision: view.revision + 1, lastMessageAt: message.at, preview: previewOf(message.body) || view.preview,
    needsReplySince: kind === 'consumer' ? view.needsReplySince ?? message.at : kind === 'system' ? view.needsReplySince : null,
  };
};

const appendTo = (thread: Thread, messages: readonly MessageView[]): Thread => {
  const last = thread.messages.at(-1)?.seq ?? thread.before;
  const fresh = messages.filter((message) => message.seq > last);
  // A hole is not shown: the line asks for what is missing and tells it again, in order.
  if (fresh.length === 0 || fresh[0]?.seq !== last + 1) return thread;
  return { ...thread, messages: [...thread.messages, ...fresh], loaded: true };
};

const byConversation = (messages: readonly MessageView[]): Map<string, MessageView[]> => {
  const groups = new Map<string, MessageView[]>();
  for (const message of messages) {
    const group = groups.get(message.conversationId);
    if (group === undefined) groups.set(message.conversationId, [message]);
    else group.push(message);
  }
  return groups;
};

const takeMessages = (state: LiveState, messages: readonly MessageView[]): LiveState => {
  let { threads, conversations, typing, settling } = state;
  for (const [id, list] of byConversation(messages)) {
    const thread = threads[id];
    if (thread !== undefined) threads = { ...threads, [id]: appendTo(thread, list) };
    const known = conversations[id];
    const last = list.at(-1);
    if (known !== undefined && last !== undefined && last.seq > known.lastSeq) conversations = { ...conversations, [id]: list.reduce(afterMessage, known) };
    if (list.some((message) => message.author.kind === typing[id]?.by)) typing = without(typing, id);
    if (settling.some((one) => one.entry.conversationId === id)) settling = settling.filter((one) => one.entry.conversationId !== id || one.seq > (last?.seq ?? 0));
  }
  return { ...state, threads, conversations, typing, settling };
};

const takeEarlier = (state: LiveState, id: string, messages: readonly MessageView[]): LiveState => {
  const thread = state.threads[id];
  if (thread === undefined) return state;
  const first = thread.messages[0]?.seq ?? thread.before + 1;
  const earlier = messages.filter((message) => message.seq < first);
  if (earlier.length === 0 || earlier.at(-1)?.seq !== first - 1) return state;
  return { ...state, threads: { ...state.threads, [id]: { ...thread, messages: [...earlier, ...thread.messages], before: (earlier[0]?.seq ?? 1) - 1 } } };
};

const takeNotes = (state: LiveState, id: string, notes: readonly NoteView[]): LiveState => {
  const known = state.notes[id] ?? [];
  const fresh = notes.filter((note) => !known.some((other) => other.id === note.id));
  if (fresh.length === 0 && id in state.notes) return state;
  return { ...state, notes: { ...state.notes, [id]: [...known, ...fresh].sort((a, b) => a.afterSeq - b.afterSeq || a.at.localeCompare(b.at)) } };
};

const changeConversation = (state: LiveState, id: string, change: (known: ConversationView) => ConversationView): LiveState => {
  const known = state.conversations[id];
  if (known === undefined) return state;
  const next = change(known);
  return next === known ? state : { ...state, conversations: { ...state.conversations, [id]: next } };
};

const remove = (state: LiveState, frame: Extract<ServerFrame, { type: 'conversation.removed' }>, now: number): LiveState => {
  const id = frame.conversationId;
  const departed = { ...state.departed, [id]: frame.reason };
  // What was closed stays readable; when exactly and why is read again. What one may not see any more leaves this machine's memory [CM8].
  if (frame.reason === 'closed') {
    return changeConversation({ ...state, departed }, id, (known) => (known.state === 'closed' ? known : { ...known, state: 'closed', closedAt: new Date(now).toISOString() }));
  }
  return { ...state, departed, conversations: without(state.conversations, id), threads: without(state.threads, id), notes: without(state.notes, id), typing: without(state.typing, id) };
};

const changeThread = (state: LiveState, id: string, change: (thread: Thread | undefined) => Thread | undefined): LiveState => {
  const next = change(state.threads[id]);
  return next === undefined || next === state.threads[id] ? state : { ...state, threads: { ...state.threads, [id]: next } };
};

const takeRead = (state: LiveState, id: string, field: 'consumerReadSeq' | 'staffReadSeq', seq: number): LiveState =>
  changeConversation(state, id, (known) => (known[field] >= seq ? known : { ...known, [field]: seq }));

/** The message itself may have come before the word that it was accepted. */
const settle = (state: LiveState, entry: OutboxEntry, seq: number): LiveState => {
  const last = state.threads[entry.conversationId ?? '']?.messages.at(-1)?.seq ?? 0;
  return seq <= last ? state : { ...state, settling: [...state.settling.slice(-49), { entry, seq }] };
};

/** A board carries the alarms as they stand: those of its shops that it does not name are over. */
const takeBoard = (state: LiveState, { board, alarms: told }: Extract<ServerFrame, { type: 'board' }>): LiveState => {
  const elsewhere = Object.values(state.alarms).filter((alarm) => alarm.merchantId !== board.merchantId || (board.shopId !== null && alarm.shopId !== board.shopId));
  const alarms = Object.fromEntries([...elsewhere, ...told].map((alarm) => [alarm.id, alarm]));
  return { ...state, boards: { ...state.boards, [boardKey(board.merchantId, board.shopId)]: board }, alarms };
};

/** The next state. The same state comes back where nothing changed. `now` is when the event was met, ms since 1970. */
export const applyEvent = (state: LiveState, event: LiveEvent, now: number): LiveState => {
  switch (event.type) {
    case 'welcome': return welcome(state, event);
    case 'messages': return takeMessages(state, event.messages);
    case 'backfill': return takeMessages(state, event.messages);
    case 'conversation.changed': return isStaffView(event.conversation) ? takeConversations(state, [event.conversation]) : state;
    case 'conversations.read': return takeConversations(state, event.conversations);
    case 'conversation.removed': return remove(state, event, now);
    case 'note.added': return takeNotes(state, event.note.conversationId, [event.note]);
    case 'notes.read': return takeNotes(state, event.conversationId, event.notes);
    case 'typing':
      return { ...state, typing: event.on ? { ...state.typing, [event.conversationId]: { by: event.by, at: now } } : without(state.typing, event.conversationId) };
    case 'read': return takeRead(state, event.conversationId, event.by === 'consumer' ? 'consumerReadSeq' : 'staffReadSeq', event.seq);
    case 'read.sent': return takeRead(state, event.conversationId, 'staffReadSeq', event.seq);
    case 'presence': return { ...state, presences: { ...state.presences, [event.presence.memberId]: event.presence } };
    case 'board': return takeBoard(state, event);
    case 'alarm.raised':
    case 'alarm.changed': return { ...state, alarms: { ...state.alarms, [event.alarm.id]: event.alarm } };
    case 'access.changed': return { ...state, accessChanges: state.accessChanges + 1 };
    case 'connection': return { ...state, connection: event.connection };
    case 'outbox': return { ...state, outbox: event.entries };
    case 'outbox.accepted': return settle(state, event.entry, event.seq);
    case 'conversation.opened': return { ...state, departed: without(state.departed, event.conversationId) };
    case 'thread.opened': return changeThread(state, event.conversationId, (thread) => thread ?? { ...emptyThread, before: event.before });
    case 'thread.loaded': return changeThread(state, event.conversationId, (thread) => thread && { ...thread, loaded: true });
    case 'thread.earlier': return takeEarlier(state, event.conversationId, event.messages);
    case 'thread.lost': return changeThread(state, event.conversationId, (thread) => ({ ...(thread ?? emptyThread), lost: event.refusal, loaded: true }));
    case 'accepted': case 'done': case 'refused': case 'pong': case 'goodbye': return state;
  }
};
