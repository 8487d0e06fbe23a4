// One socket: who it is, what it watches, how it is written to. Parsing and rate live here; what a command does lives in commands.
import type { ServerFrame } from '@qindesk/protocol';
import type { QueuePlace } from '../../modules/conversation/index.ts';
import type { ConsumerActor, MemberActor } from '../../modules/identity/index.ts';
import type { MessageView } from '@qindesk/protocol';

/** A conversation that a session hears of. `holding`: frames kept back while the backfill is read, so that nothing is twice or out of order. */
export interface Watch {
  merchantId: string;
  shopId: string;
  groupId: string | null;
  /** own: in the member's list by assignment · watch: opened by hand · consumer: the consumer's own. */
  mode: 'own' | 'watch' | 'consumer';
  holding: MessageView[] | null;
  /** The conversation's last number when the watch began: what is told first follows it. */
  knownTo: number;
  /** The last number that a backfill has sent. What was read from the database may be told live only afterwards: it is passed over then [CM6]. */
  backfilledTo: number;
  /** The place in the queue that this socket was told last [RT5]. */
  place: QueuePlace | null;
}

export interface Session {
  id: string;
  actor: ConsumerActor | MemberActor;
  /** The sign-in it lives by, checked again while it lasts; null for consumers. */
  signInToken: string | null;
  watches: Map<string, Watch>;
  send(frame: ServerFrame): void;
  /** A frame that is written out already. */
  sendJson(json: string): void;
  /** One `messages` frame of views as encoded JSON, which other sessions may share. */
  sendMessages(views: readonly Buffer[]): void;
  close(reason: Extract<ServerFrame, { type: 'goodbye' }>['reason'], retryAfterMs: number): void;
  /** Run once when the socket is gone. */
  onClose: (() => void)[];
  closed: boolean;
}

/** Allows `perMinute` on average and a burst of a sixth of it (at least 10). Times in ms. */
export const createBucket = (perMinute: number, now: () => number): (() => number) => {
  const burst = Math.max(10, perMinute / 6);
  let tokens = burst;
  let at = now();
  return () => {
    const ms = now();
    tokens = Math.min(burst, tokens + ((ms - at) * perMinute) / 60_000);
    at = ms;
    if (tokens < 1) return Math.ceil(((1 - tokens) * 60_000) / perMinute);
    tokens -= 1;
    return 0;
  };
};
