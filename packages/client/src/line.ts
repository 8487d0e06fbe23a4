// A whole line to the server: connection, resume and outbox wired together. What the widget, the desk and the simulation hold.
import type { MessageView, ServerFrame } from '@qindesk/protocol';
import { createConnection, type Connection, type ConnectionOptions, type ConnectionState, type Identity } from './connection.ts';
import { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts';
import type { RefusedError } from './refused-error.ts';
import { createResume, type Resume } from './resume.ts';

export interface LineOptions extends Pick<ConnectionOptions, 'url' | 'openSocket' | 'random' | 'timers' | 'watchNetwork'>, Pick<OutboxOptions, 'address' | 'storage' | 'onAccepted' | 'now'> {
  /** Asked for before every attempt. */
  identity: () => Omit<Identity, 'resume'>;
  /** Messages of followed conversations: each once, in order [CM6]. */
  onMessages: (conversationId: string, messages: MessageView[]) => void;
  /** Every other frame; also messages of conversations that are not followed. */
  onFrame?: (frame: ServerFrame) => void;
  onState?: (state: ConnectionState) => void;
  onOutbox?: OutboxOptions['onChange'];
  /** A followed conversation may not be seen any more. */
  onLost?: (conversationId: string, error: RefusedError) => void;
}

export interface Line extends Pick<Connection, 'start' | 'stop' | 'nudge' | 'request' | 'send'>, Pick<Resume, 'follow' | 'lastSeq'> {
  readonly state: ConnectionState;
  readonly outbox: Outbox;
  /** Stops following; a watched conversation is unwatched. */
  unfollow(conversationId: string): void;
}

/** A line; silent until `start()`. */
export const createLine = (options: LineOptions): Line => {
  const shared = { ...(options.random && { random: options.random }), ...(options.timers && { timers: options.timers }) };
  const watched = new Set<string>();

  const resume: Resume = createResume({
    ...shared,
    ask: async (conversationId, afterSeq, watch) => {
      if (!watch) return connection.request({ type: 'conversation.resume', conversationId, afterSeq });
      const answer = await connection.request({ type: 'conversation.watch', conversationId, afterSeq });
      return answer.type === 'backfill' ? answer : null;
    },
    onMessages: (conversationId, messages) => {
      for (const message of messages) if (message.clientId !== undefined) outbox.confirm(message.clientId);
      options.onMessages(conversationId, messages);
    },
    onLost: (conversationId, error) => {
      watched.delete(conversationId);
      options.onLost?.(conversationId, error);
    },
  });

  const connection = createConnection({
    ...shared,
    url: options.url,
    openSocket: options.openSocket,
    ...(options.watchNetwork && { watchNetwork: options.watchNetwork }),
    hello: () => ({ ...options.identity(), resume: resume.points() }),
    onFrame: (frame) => {
      const left = resume.take(frame);
      if (left !== null) options.onFrame?.(left);
      // Last: the reader of the welcome has learnt which conversation is open before anything is sent to it.
      if (frame.type === 'welcome') outbox.setOnline(true);
    },
    onState: (state) => {
      if (state.status !== 'online') {
        resume.disconnected();
        outbox.setOnline(false);
      }
      options.onState?.(state);
    },
  });

  const outbox: Outbox = createOutbox({
    ...shared,
    send: (conversationId, { clientId, body }) => connection.request({ type: 'message.send', conversationId, clientId, body }),
    ...(options.address && { address: options.address }),
    ...(options.storage && { storage: options.storage }),
    ...(options.onOutbox && { onChange: options.onOutbox }),
    ...(options.onAccepted && { onAccepted: options.onAccepted }),
    ...(options.now && { now: options.now }),
  });

  return {
    outbox,
    get state() {
      return connection.state;
    },
    start: connection.start,
    stop: connection.stop,
    nudge: connection.nudge,
    request: connection.request,
    send: connection.send,
    lastSeq: resume.lastSeq,
    follow: (conversationId, follow) => {
      if (follow?.watch) watched.add(conversationId);
      resume.follow(conversationId, follow);
    },
    unfollow: (conversationId) => {
      resume.unfollow(conversationId);
      if (watched.delete(conversationId)) connection.request({ type: 'conversation.unwatch', conversationId }).catch(() => undefined);
    },
  };
};
