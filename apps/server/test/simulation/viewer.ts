// One client program: the SDK's line over a bad wire, whose every sight is kept in the ledger. Tabs of consumers and desks of staff are viewers.
import { createLine, socketUrl, type Identity, type Line, type LineOptions } from '@qindesk/client';
import type { ServerFrame } from '@qindesk/protocol';
import { createDoor } from './door.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { createWire, type Wire } from './wire.ts';

export interface ViewerOptions {
  /** Addresses of the nodes. */
  nodes: readonly string[];
  /** Names it in violations. */
  name: string;
  authorId: string;
  identity: Omit<Identity, 'resume'>;
  ledger: Ledger;
  random: Random;
  headers?: Record<string, string>;
  address?: LineOptions['address'];
  onFrame(frame: ServerFrame): void;
  onMessages?: LineOptions['onMessages'];
}

export interface Viewer extends Pick<Line, 'request' | 'outbox' | 'start'>, Pick<Wire, 'cut' | 'recent'> {
  readonly name: string;
  readonly online: boolean;
  /** Follows from where it stopped when it followed before. */
  follow(conversationId: string, watch?: boolean): void;
  unfollow(conversationId: string): void;
  follows(conversationId: string): boolean;
  /** The last number it holds; 0 for none. */
  lastSeq(conversationId: string): number;
  followed(): string[];
  /** Leaves for good: nothing is owed to it any more. */
  stop(): void;
}

const repeatShare = 0.06;

/** A viewer; silent until `start()`. */
export const createViewer = (options: ViewerOptions): Viewer => {
  const { ledger, name, authorId, random } = options;
  const wire = createWire({ authorId, ledger, random: random.fork('wire'), repeatShare, ...(options.headers && { headers: options.headers }) });
  const following = new Set<string>();
  const held = new Map<string, number>();
  const jitter = random.fork('jitter');
  const door = createDoor(options.nodes, random.fork('door'));
  const line = createLine({
    url: () => socketUrl(door()), openSocket: wire.openSocket, identity: () => options.identity, random: jitter.next,
    ...(options.address && { address: options.address }),
    onFrame: options.onFrame,
    onMessages: (id, messages) => {
      ledger.saw(name, id, messages);
      held.set(id, messages.at(-1)?.seq ?? held.get(id) ?? 0);
      options.onMessages?.(id, messages);
    },
    onLost: (id) => { following.delete(id); ledger.unfollow(name, id); },
  });
  return {
    request: line.request, outbox: line.outbox, start: line.start, cut: wire.cut, recent: wire.recent,
    name,
    get online() { return line.state.status === 'online'; },
    follow: (id, watch = false) => {
      if (following.has(id)) return;
      following.add(id);
      const afterSeq = held.get(id) ?? 0;
      ledger.follow(name, id, afterSeq);
      line.follow(id, { afterSeq, watch });
    },
    unfollow: (id) => {
      if (!following.delete(id)) return;
      ledger.unfollow(name, id);
      line.unfollow(id);
    },
    follows: (id) => following.has(id),
    lastSeq: (id) => held.get(id) ?? 0,
    followed: () => [...following],
    stop: () => {
      line.stop();
      for (const id of following) ledger.unfollow(name, id);
      following.clear();
    },
  };
};
