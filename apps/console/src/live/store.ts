// The one line to the server and the one live state of this page; hooks to read it, functions to speak. How frames change it: apply-event.ts.
import { createLine, localOutboxStorage, openBrowserSocket, RefusedError, socketUrl, type Answer, type ConnectionState, type Line, type RequestFrame, type SendFrame } from '@qindesk/client';
import { refusalView, type SendableBody } from '@qindesk/protocol';
import { useRef, useSyncExternalStore } from 'react';
import { setServerNow } from '../ui/now.ts';
import { applyEvent, type LiveEvent } from './apply-event.ts';
import { emptyState, type ConnectionView, type LiveState } from './state.ts';

let state = emptyState('');
let line: Line | undefined;
const readers = new Set<() => void>();
const watchers = new Set<(event: LiveEvent, before: LiveState, after: LiveState) => void>();
let telling = false;

// Frames come in bursts; the screen is told once for all that came within a frame's time.
const tellReaders = (): void => {
  if (telling) return;
  telling = true;
  setTimeout(() => {
    telling = false;
    for (const reader of readers) reader();
  }, 16);
};

/** Applies an event and tells everybody who reads. Places dispatch only what HTTP told them. */
export const dispatch = (event: LiveEvent): void => {
  const before = state;
  state = applyEvent(before, event, Date.now());
  if (state !== before) tellReaders();
  for (const watcher of watchers) watcher(event, before, state);
};

/** The state as of now, for event handlers. */
export const liveState = (): LiveState => state;

/** Calls back after every event, also those that change nothing (sounds, notifications). Returns how to stop. */
export const onLiveEvent = (watcher: (event: LiveEvent, before: LiveState, after: LiveState) => void): (() => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

const subscribe = (reader: () => void): (() => void) => {
  readers.add(reader);
  return () => readers.delete(reader);
};

/** A part of the live state. The selector must return something that is kept in the state, or a plain value. */
export const useLive = <T>(select: (state: LiveState) => T): T => useSyncExternalStore(subscribe, () => select(state));

const sameShallow = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
};

/** Like `useLive`, for a selector that builds an array or object: the last one is returned while its members are the same. */
export const useLiveShallow = <T>(select: (state: LiveState) => T): T => {
  const last = useRef<{ value: T } | null>(null);
  return useSyncExternalStore(subscribe, () => {
    const value = select(state);
    if (last.current !== null && sameShallow(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  });
};

const connectionViewOf = (next: ConnectionState, before: ConnectionView): ConnectionView => {
  const lostSince = next.status === 'online' ? null : before.lostSince ?? (before.status === 'connecting' ? (next.status === 'offline' ? Date.now() : null) : Date.now());
  return { status: next.status, lostSince, retryAt: next.status === 'offline' ? Date.now() + next.retryInMs : null, refusal: next.status === 'stopped' ? next.refusal : null };
};

/** Opens the line for a member. A second call for the same member does nothing; for another one it starts afresh. */
export const startLive = (memberId: string): void => {
  if (line !== undefined && state.memberId === memberId && line.state.status !== 'stopped') return;
  stopLive();
  state = emptyState(memberId);
  line = createLine({
    url: socketUrl(location.origin), openSocket: openBrowserSocket, storage: localOutboxStorage(`member:${memberId}`, localStorage),
    identity: () => ({ as: 'member' }),
    onState: (next) => dispatch({ type: 'connection', connection: connectionViewOf(next, state.connection) }),
    onMessages: (_, messages) => dispatch({ type: 'messages', messages }),
    onFrame: (frame) => {
      if (frame.type === 'welcome') setServerNow(frame.now);
      if (frame.type === 'conversation.removed' && frame.reason !== 'closed') line?.unfollow(frame.conversationId);
      dispatch(frame);
    },
    onOutbox: (entries) => dispatch({ type: 'outbox', entries }),
    onAccepted: (accepted, entry) => dispatch({ type: 'outbox.accepted', entry, seq: accepted.seq }),
    onLost: (conversationId, error) => dispatch({ type: 'thread.lost', conversationId, refusal: error.refusal }),
  });
  dispatch({ type: 'outbox', entries: line.outbox.entries });
  line.start();
};

/** Closes the line and forgets everything but what waits in the outbox. */
export const stopLive = (): void => {
  line?.stop();
  line = undefined;
  state = emptyState('');
  tellReaders();
};

/** Sends a command and waits for its answer. Throws `RefusedError`. */
export const request = <F extends RequestFrame>(frame: F): Promise<Answer<F>> =>
  line === undefined ? Promise.reject(new RefusedError(refusalView('unavailable'))) : line.request(frame);

/** Sends what needs no answer; lost when the line is down. */
export const send = (frame: SendFrame): void => line?.send(frame);

/** Tries to connect at once. */
export const reconnect = (): void => line?.nudge();

/** Follows a conversation's messages after a number; `watch` for one that is not the member's own. */
export const openThread = (conversationId: string, afterSeq: number, watch: boolean): void => {
  dispatch({ type: 'thread.opened', conversationId, before: afterSeq });
  line?.follow(conversationId, { afterSeq: state.threads[conversationId]?.messages.at(-1)?.seq ?? afterSeq, watch });
};

/** Stops following. What is held stays, and goes on from there when it is opened again. */
export const closeThread = (conversationId: string): void => line?.unfollow(conversationId);

/** Puts a message on its way; it is shown at once and kept until accepted [CM2, CM3]. */
export const sendMessage = (conversationId: string, body: SendableBody): string | undefined => line?.outbox.enqueue(conversationId, body);

/** Sends a refused message again. */
export const retryMessage = (clientId: string): void => line?.outbox.retry(clientId);

/** Gives a refused message up. */
export const dropMessage = (clientId: string): void => line?.outbox.drop(clientId);
