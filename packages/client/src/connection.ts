// One socket to the server that heals itself: says hello, feels the other side's pulse, comes back after a break. Knows nothing of messages.
import type { ServerFrame } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { Answer, AnswerFrame, RequestFrame, SendFrame } from './frames.ts';
import { localRefusal } from './local-refusals.ts';
import type { OpenSocket, Socket } from './open-socket.ts';
import { RefusedError, refuse } from './refused-error.ts';
import { backoffMs, systemTimers, type Timers } from './timers.ts';
import { watchBrowser, type WatchNetwork } from './watch-browser.ts';

/** Who says hello, and what it saw last in each conversation (at most 200 points). Asked for before every attempt. */
export interface Identity {
  as: 'consumer' | 'member';
  token?: string | undefined;
  resume?: { conversationId: string; afterSeq: number }[];
}

/** `stopped` is final until `start()`: closed by its owner, or refused by the server (then with the refusal). */
export type ConnectionState =
  | { status: 'connecting' }
  | { status: 'online'; session: string }
  | { status: 'offline'; retryInMs: number }
  | { status: 'stopped'; refusal: RefusalView | null };

export interface ConnectionOptions {
  /** The socket's full address; see `socketUrl`. A function is asked before every attempt: a client may come back at another of several servers. */
  url: string | (() => string);
  hello: () => Identity;
  openSocket: OpenSocket;
  /** Every frame but `pong`, `goodbye` and the answers to `request`. `welcome` comes first in each session. */
  onFrame: (frame: ServerFrame) => void;
  onState?: (state: ConnectionState) => void;
  /** 0 … 1, for the jitter. */
  random?: () => number;
  timers?: Timers;
  /** Tells when the machine's network comes and goes; by default the browser's events, nothing in Node. */
  watchNetwork?: WatchNetwork;
}

export interface Connection {
  readonly state: ConnectionState;
  start(): void;
  /** Closes the socket; what is under way is refused as `unavailable`. */
  stop(): void;
  /** Tries at once if offline, feels the pulse if online. */
  nudge(): void;
  /** Sends a command and waits for its answer. Throws `RefusedError`; a broken line, or 15 s without an answer, is a retryable `unavailable`. */
  request<F extends RequestFrame>(frame: F): Promise<Answer<F>>;
  /** Sends what needs no answer; lost when not online. */
  send(frame: SendFrame): void;
}

const protocol: typeof import('@qindesk/protocol').protocolVersion = 1;
const pingEveryMs = 20_000;
const pulseWithinMs = 10_000;
const welcomeWithinMs = 15_000;
const answerWithinMs = 15_000;
const firstRetryMs = 300;
const mostRetryMs = 15_000;

interface Waiting {
  resolve: (frame: AnswerFrame) => void;
  reject: (error: RefusedError) => void;
  timer: unknown;
}

/** A connection; silent until `start()`. */
export const createConnection = (options: ConnectionOptions): Connection => {
  const { openSocket, onFrame, onState, random = Math.random, timers = systemTimers, watchNetwork = watchBrowser } = options;
  let state: ConnectionState = { status: 'stopped', refusal: null };
  let socket: Socket | null = null;
  /** Grows with every socket, so that a late event of an old one is told apart. */
  let generation = 0;
  let attempt = 0;
  let nextRef = 1;
  let retryTimer: unknown;
  let pingTimer: unknown;
  /** Runs while something is expected from the other side. */
  let pulseTimer: unknown = null;
  let unwatch: (() => void) | null = null;
  const waiting = new Map<number, Waiting>();

  const become = (next: ConnectionState): void => {
    state = next;
    onState?.(next);
  };

  /** Ends the present socket, if any, and refuses what waited for an answer on it. */
  const drop = (): void => {
    generation += 1;
    feelPulse();
    timers.clear(pingTimer);
    timers.clear(retryTimer);
    const old = socket;
    socket = null;
    old?.close();
    const unanswered = [...waiting.values()];
    waiting.clear();
    for (const one of unanswered) {
      timers.clear(one.timer);
      one.reject(refuse('unavailable'));
    }
  };

  const halt = (refusal: RefusalView | null): void => {
    drop();
    unwatch?.();
    unwatch = null;
    become({ status: 'stopped', refusal });
  };

  const retryLater = (floorMs = 0): void => {
    drop();
    // The jitter on top of what the server asked for keeps a whole crowd from coming back in the same instant.
    const retryInMs = floorMs + backoffMs(attempt, firstRetryMs, mostRetryMs, random);
    attempt += 1;
    retryTimer = timers.set(open, retryInMs);
    become({ status: 'offline', retryInMs });
  };

  // Also on a busy line: the server hears the client only through its own frames.
  const ping = (): void => {
    socket?.send('{"type":"ping"}');
    timers.clear(pingTimer);
    pingTimer = timers.set(ping, pingEveryMs);
    pulseTimer ??= timers.set(retryLater, pulseWithinMs);
  };
  const feelPulse = (): void => {
    if (pulseTimer === null) return;
    timers.clear(pulseTimer);
    pulseTimer = null;
  };

  const answer = (ref: number, settle: (one: Waiting) => void): void => {
    const one = waiting.get(ref);
    if (one === undefined) return;
    waiting.delete(ref);
    timers.clear(one.timer);
    settle(one);
  };

  const onRefused = (frame: Extract<ServerFrame, { type: 'refused' }>): void => {
    if (frame.ref !== null) answer(frame.ref, (one) => one.reject(new RefusedError(frame.refusal)));
    else if (state.status !== 'connecting') onFrame(frame);
    else if (frame.refusal.retryable) {
      // A server that names a time is there and spreads its crowd by itself: what was failed before says nothing any more.
      if (frame.refusal.retryAfterMs !== undefined) attempt = 0;
      retryLater(frame.refusal.retryAfterMs);
    } else halt(frame.refusal);
  };

  const take = (frame: ServerFrame): void => {
    switch (frame.type) {
      case 'pong':
        return;
      case 'welcome':
        attempt = 0;
        // The state first: whoever reads the frame may already send.
        become({ status: 'online', session: frame.session });
        onFrame(frame);
        return;
      case 'refused':
        onRefused(frame);
        return;
      case 'goodbye':
        if (frame.reason === 'signed_out') halt(localRefusal('not_signed_in'));
        else retryLater(frame.retryAfterMs);
        return;
      case 'accepted':
      case 'done':
        answer(frame.ref, (one) => one.resolve(frame));
        return;
      case 'backfill':
        if (frame.ref === null) onFrame(frame);
        else answer(frame.ref, (one) => one.resolve(frame));
        return;
      default:
        onFrame(frame);
    }
  };

  const open = (): void => {
    drop();
    const mine = generation;
    become({ status: 'connecting' });
    if (mine !== generation) return;
    pulseTimer = timers.set(retryLater, welcomeWithinMs);
    socket = openSocket(typeof options.url === 'function' ? options.url() : options.url, {
      onOpen: () => {
        if (mine === generation) socket?.send(JSON.stringify({ type: 'hello', protocol, ...options.hello() }));
      },
      onText: (text) => {
        if (mine !== generation) return;
        const frame = JSON.parse(text) as ServerFrame;
        // Any frame is a pulse, but the handshake has to end in a welcome.
        if (state.status === 'online' || frame.type === 'welcome') feelPulse();
        if (frame.type === 'welcome') pingTimer = timers.set(ping, pingEveryMs);
        take(frame);
      },
      onClose: () => {
        if (mine === generation) retryLater();
      },
    });
  };

  const nudge = (): void => {
    if (state.status === 'offline') {
      attempt = 0;
      open();
    } else if (state.status === 'online') ping();
  };

  return {
    get state() {
      return state;
    },
    start: () => {
      if (state.status !== 'stopped') return;
      attempt = 0;
      unwatch ??= watchNetwork({
        onBack: nudge,
        onGone: () => {
          if (state.status === 'online' || state.status === 'connecting') retryLater();
        },
      });
      open();
    },
    stop: () => {
      if (state.status !== 'stopped' || socket !== null) halt(null);
    },
    nudge,
    request: <F extends RequestFrame>(frame: F) =>
      new Promise<Answer<F>>((resolve, reject) => {
        if (state.status !== 'online' || socket === null) {
          reject(refuse('unavailable'));
          return;
        }
        const ref = nextRef++;
        const timer = timers.set(() => answer(ref, (one) => one.reject(refuse('unavailable'))), answerWithinMs);
        waiting.set(ref, { resolve: resolve as Waiting['resolve'], reject, timer });
        socket.send(JSON.stringify({ ...frame, ref }));
      }),
    send: (frame) => {
      if (state.status === 'online') socket?.send(JSON.stringify(frame));
    },
  };
};
