// Delivers every message of a followed conversation once and in order, whatever the line did to it [CM6]. Knows nothing of sockets: it is fed frames.
import type { MessageView, ServerFrame } from '@qindesk/protocol';
import { toRefusedError, type RefusedError } from './refused-error.ts';
import { backoffMs, systemTimers, type Timers } from './timers.ts';

type Backfill = Extract<ServerFrame, { type: 'backfill' }>;

export interface FollowOptions {
  /** The last number already held; 0 for all of it. */
  afterSeq?: number;
  /** Staff: also asks the server to send this conversation live, and again after every break. */
  watch?: boolean;
}

export interface ResumeOptions {
  /** Asks for what follows `afterSeq`; `watch` asks for the live stream too. Throws `RefusedError`. */
  ask: (conversationId: string, afterSeq: number, watch: boolean) => Promise<Backfill | null>;
  /** Messages in order, each exactly once. */
  onMessages: (conversationId: string, messages: MessageView[]) => void;
  /** The server no longer shows this conversation; it is not followed any more. */
  onLost?: (conversationId: string, error: RefusedError) => void;
  random?: () => number;
  timers?: Timers;
}

export interface Resume {
  /** Follows a conversation; asks for what is missing at once when online. Following again keeps the place. */
  follow(conversationId: string, options?: FollowOptions): void;
  unfollow(conversationId: string): void;
  /** The last number delivered, `null` if not followed. */
  lastSeq(conversationId: string): number | null;
  /** The points for `hello`: those of the last followed conversations that are not watched. */
  points(): { conversationId: string; afterSeq: number }[];
  /** Takes what is its business out of a frame; returns what is left of it, if anything. */
  take(frame: ServerFrame): ServerFrame | null;
  /** The line broke: what was asked will not be answered. */
  disconnected(): void;
}

/** `hello` takes no more. */
const mostPoints = 200;
const firstRetryMs = 300;
const mostRetryMs = 15_000;
/** How long the backfill that follows a hello may take before it is asked for. */
const unaskedWithinMs = 5_000;
/** A view may overtake the messages that it counts. */
const overtakenMs = 1_000;

interface Track {
  last: number;
  watch: boolean;
  /** This session's server was told to send it live. */
  watching: boolean;
  /** Came too early, by number. */
  early: Map<number, MessageView>;
  /** Something was asked and is not answered yet. `hello` waits for the server's own backfill. */
  asking: 'no' | 'hello' | 'request' | 'later';
  failures: number;
  timer: unknown;
  hintTimer: unknown;
}

/** A tracker with nothing followed. */
export const createResume = (options: ResumeOptions): Resume => {
  const { ask, onMessages, onLost, random = Math.random, timers = systemTimers } = options;
  const tracks = new Map<string, Track>();
  let online = false;
  let greeted = new Set<string>();

  const absorb = (id: string, track: Track, messages: readonly MessageView[]): boolean => {
    for (const message of messages) if (message.seq > track.last) track.early.set(message.seq, message);
    const ready: MessageView[] = [];
    for (let next = track.early.get(track.last + 1); next !== undefined; next = track.early.get(track.last + 1)) {
      track.early.delete(next.seq);
      track.last = next.seq;
      ready.push(next);
    }
    if (ready.length > 0) onMessages(id, ready);
    return ready.length > 0;
  };

  const calm = (track: Track | undefined): void => {
    timers.clear(track?.timer);
    timers.clear(track?.hintTimer);
  };
  const forget = (id: string): void => {
    calm(tracks.get(id));
    tracks.delete(id);
  };

  const askLater = (id: string, track: Track): void => {
    track.asking = 'later';
    track.timer = timers.set(() => void catchUp(id, track), backoffMs(track.failures, firstRetryMs, mostRetryMs, random));
    track.failures += 1;
  };

  /** After an answer: go on while the server has more, ask again while a hole stays. */
  const settle = (id: string, track: Track, progressed: boolean, complete: boolean): void => {
    if (tracks.get(id) !== track || !online) return;
    timers.clear(track.timer);
    track.asking = 'no';
    if (complete && track.early.size === 0) track.failures = 0;
    // An answer that brought nothing is not asked for again at once: that would be a storm.
    else if (progressed) void catchUp(id, track);
    else askLater(id, track);
  };

  const catchUp = async (id: string, track: Track): Promise<void> => {
    if (tracks.get(id) !== track || !online) return;
    track.asking = 'request';
    try {
      const watch = track.watch && !track.watching;
      const answer = await ask(id, track.last, watch);
      if (tracks.get(id) !== track || track.asking !== 'request') return;
      track.watching ||= watch;
      // A watch that was only acknowledged has not brought anything yet.
      if (answer === null) await catchUp(id, track);
      else settle(id, track, absorb(id, track, answer.messages), answer.complete);
    } catch (error) {
      const refused = toRefusedError(error);
      if (tracks.get(id) !== track || !online) return;
      if (refused.refusal.retryable) askLater(id, track);
      else {
        forget(id);
        onLost?.(id, refused);
      }
    }
  };

  const onLive = (frame: Extract<ServerFrame, { type: 'messages' }>): ServerFrame | null => {
    const byConversation = new Map<string, MessageView[]>();
    const rest: MessageView[] = [];
    for (const message of frame.messages) {
      const list = byConversation.get(message.conversationId) ?? [];
      byConversation.set(message.conversationId, [...list, message]);
    }
    for (const [id, list] of byConversation) {
      const track = tracks.get(id);
      if (track === undefined) {
        rest.push(...list);
        continue;
      }
      absorb(id, track, list);
      if (track.early.size > 0 && track.asking === 'no') void catchUp(id, track);
    }
    return rest.length === 0 ? null : { type: 'messages', messages: rest };
  };

  const onBackfill = (frame: Backfill): ServerFrame | null => {
    const track = tracks.get(frame.conversationId);
    if (track === undefined) return frame;
    const progressed = absorb(frame.conversationId, track, frame.messages);
    if (track.asking === 'hello') settle(frame.conversationId, track, progressed, frame.complete);
    return null;
  };

  /** A view counts more messages than were delivered: the last one may have been lost, and no later one will show the gap. */
  const hint = ({ id, lastSeq }: { id: string; lastSeq: number }): void => {
    const track = tracks.get(id);
    if (track === undefined || track.last >= lastSeq) return;
    timers.clear(track.hintTimer);
    track.hintTimer = timers.set(() => {
      if (track.last < lastSeq && track.asking === 'no') void catchUp(id, track);
    }, overtakenMs);
  };

  const onWelcome = (): void => {
    online = true;
    for (const [id, track] of tracks) {
      timers.clear(track.timer);
      // The server answers every point of the hello by itself; the rest is asked for.
      if (greeted.has(id)) {
        track.asking = 'hello';
        track.timer = timers.set(() => void catchUp(id, track), unaskedWithinMs);
      } else void catchUp(id, track);
    }
  };

  return {
    follow: (id, { afterSeq = 0, watch = false } = {}) => {
      if (tracks.has(id)) return;
      const track: Track = { last: afterSeq, watch, watching: false, early: new Map(), asking: 'no', failures: 0, timer: undefined, hintTimer: undefined };
      tracks.set(id, track);
      void catchUp(id, track);
    },
    unfollow: forget,
    lastSeq: (id) => tracks.get(id)?.last ?? null,
    points: () => {
      const points = [...tracks].filter(([, track]) => !track.watch).slice(-mostPoints)
        .map(([conversationId, track]) => ({ conversationId, afterSeq: track.last }));
      greeted = new Set(points.map((point) => point.conversationId));
      return points;
    },
    take: (frame) => {
      if (frame.type === 'welcome') onWelcome();
      if (frame.type === 'conversation.changed') hint(frame.conversation);
      if (frame.type === 'messages') return onLive(frame);
      return frame.type === 'backfill' ? onBackfill(frame) : frame;
    },
    disconnected: () => {
      online = false;
      greeted = new Set();
      for (const track of tracks.values()) {
        calm(track);
        track.asking = 'no';
        track.watching = false;
      }
    },
  };
};
