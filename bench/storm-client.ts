// A client of the storm: the product's own SDK (outbox, resume, jitter) on a cheap wire, watched at the wire for what comes twice. Not for when the storm breaks (resume-storm.ts).
import { createLine, type Line, type OpenSocket } from '@qindesk/client';
import { openWire, socketAt, type Wire } from './wire.ts';

/** Whom the clients find at their address: a restarted server has another port. */
export interface Door { url: string }

/** What one client met since `reset`. Times are of performance.now. */
export interface Story { attempts: number; unopened: number; refusals: Map<string, number>; helloAt: number; backAt: number; helloMs: number; twice: number }

export interface StormClient {
  line: Line;
  conversationIds: readonly string[];
  story: Story;
  /** Forgets the story; it is back once it has had a welcome and the backfill of every conversation, all of `expected` numbers or more. */
  reset(expected: ReadonlyMap<string, number>): void;
  /** Numbers of a conversation as they came to the screen. */
  seen(conversationId: string): readonly number[];
}

interface Frame { type: string; conversationId?: string; messages?: { conversationId: string; seq: number }[]; refusal?: { code: string } }

const newStory = (): Story => ({ attempts: 0, unopened: 0, refusals: new Map(), helloAt: Number.NaN, backAt: Number.NaN, helloMs: Number.NaN, twice: 0 });

/** One socket's frames: counts messages that the server sent although the client had them, by its hello or by an earlier frame. */
const watchFrames = (story: () => Story): { onHello(text: string): void; onFrame(text: string): void } => {
  const had = new Map<string, number>();
  // A number below the highest may fill a hole: only the same one again is twice.
  const seen = new Map<string, Set<number>>();
  const isNew = (id: string, seq: number): boolean => {
    const numbers = seen.get(id) ?? new Set();
    seen.set(id, numbers);
    if (seq <= (had.get(id) ?? 0) || numbers.has(seq)) return false;
    numbers.add(seq);
    return true;
  };
  return {
    onHello: (text) => { for (const point of (JSON.parse(text) as { resume?: { conversationId: string; afterSeq: number }[] }).resume ?? []) had.set(point.conversationId, point.afterSeq); },
    onFrame: (text) => {
      const frame = JSON.parse(text) as Frame;
      if (frame.refusal) story().refusals.set(frame.refusal.code, (story().refusals.get(frame.refusal.code) ?? 0) + 1);
      if (frame.type === 'goodbye') story().refusals.set('goodbye', (story().refusals.get('goodbye') ?? 0) + 1);
      for (const { conversationId, seq } of frame.messages ?? []) if (!isNew(conversationId, seq)) story().twice += 1;
    },
  };
};

/** The SDK's port for sockets over a wire. */
const openOver = (door: Door, headers: Record<string, string>, localAddress: string, story: () => Story): OpenSocket => (_url, handlers) => {
  const watch = watchFrames(story);
  let wire: Wire | null = null;
  let closed = false;
  const close = (): void => { if (!closed) { closed = true; handlers.onClose(1006); } };
  story().attempts += 1;
  openWire({ ...socketAt(door.url), headers, localAddress }, (payload) => { const text = payload.toString(); watch.onFrame(text); if (!closed) handlers.onText(text); }, close).then((opened) => {
    if (closed) { opened.end(); return; }
    wire = opened;
    handlers.onOpen();
  }, () => { story().unopened += 1; close(); });
  return {
    send: (text) => {
      if (text.startsWith('{"type":"hello"')) { story().helloAt = performance.now(); watch.onHello(text); }
      wire?.send(text);
    },
    close: () => { wire?.end(); close(); },
  };
};

/** A client of `speaker` that follows `conversationIds`, of which it has the first `afterSeq` messages; silent until `line.start()`. */
export const createStormClient = (door: Door, speaker: { token: string } | { cookie: string }, conversations: ReadonlyMap<string, number>, localAddress: string): StormClient => {
  let story = newStory();
  let expected: ReadonlyMap<string, number> = new Map();
  let welcomed = false;
  const seen = new Map<string, number[]>([...conversations.keys()].map((id) => [id, []]));
  const check = (): void => {
    if (!welcomed || !Number.isNaN(story.backAt)) return;
    for (const [id, seq] of expected) if ((line.lastSeq(id) ?? 0) < seq) return;
    story.backAt = performance.now();
    story.helloMs = story.backAt - story.helloAt;
  };
  const headers: Record<string, string> = 'cookie' in speaker ? { cookie: speaker.cookie } : {};
  const line: Line = createLine({
    url: door.url, openSocket: openOver(door, headers, localAddress, () => story), watchNetwork: () => () => undefined,
    identity: () => ('token' in speaker ? { as: 'consumer', token: speaker.token } : { as: 'member' }),
    onMessages: (id, messages) => { for (const { seq } of messages) seen.get(id)?.push(seq); setImmediate(check); },
    onState: ({ status }) => { welcomed = status === 'online'; if (welcomed) setImmediate(check); },
  });
  for (const [id, afterSeq] of conversations) line.follow(id, { afterSeq });
  return {
    line, conversationIds: [...conversations.keys()], get story() { return story; }, seen: (id) => seen.get(id) ?? [],
    reset: (next) => { story = newStory(); expected = next; welcomed = false; },
  };
};
