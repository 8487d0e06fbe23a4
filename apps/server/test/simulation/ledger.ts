// The clients' side of the books: what they sent, what they were told was accepted, what they saw. Compared with the database at the end (verdict).
import type { MessageView, RefusalCode } from '@qindesk/protocol';
import type { Violation } from './violation.ts';

/** One message on its way: who sent it and under which client id. */
export interface SentMessage { authorId: string; clientId: string; conversationId: string }
/** What an `accepted` said. */
export interface Acceptance extends SentMessage { seq: number; messageId: string }

/** One client program's memory of one conversation: what the SDK handed to it, in the order in which it did. */
export interface Sight {
  viewer: string;
  conversationId: string;
  /** It asked for what follows this number. */
  afterSeq: number;
  messages: MessageView[];
  /** It no longer follows: nothing is owed to it any more. */
  ended: boolean;
}

export interface Ledger {
  /** Notes a frame that leaves; true when this message had been accepted before, so that the answer must be the same [CM2]. */
  sent(message: SentMessage): boolean;
  accepted(acceptance: Acceptance): void;
  /** `repeat` is what `sent` returned for this frame. */
  refused(message: SentMessage, code: RefusalCode, repeat: boolean): void;
  /** Begins, or goes on with, what a viewer sees of a conversation. */
  follow(viewer: string, conversationId: string, afterSeq: number): void;
  saw(viewer: string, conversationId: string, messages: readonly MessageView[]): void;
  unfollow(viewer: string, conversationId: string): void;
  /** Told of what the SDK mends without a word: a frame before the welcome, a message sent twice unasked in one session. */
  mended(what: 'beforeWelcome' | 'sentTwice'): void;
  readonly mends: Readonly<Record<'beforeWelcome' | 'sentTwice', number>>;
  readonly acceptances: readonly Acceptance[];
  readonly sights: readonly Sight[];
  /** Frames of messages that left, repeats included. */
  readonly frames: number;
  readonly refusals: ReadonlyMap<RefusalCode, number>;
  readonly violations: readonly Violation[];
}

const keyOf = ({ authorId, clientId }: Pick<SentMessage, 'authorId' | 'clientId'>): string => `${authorId} ${clientId}`;
/** Refusals that a message stored before must not be answered with; losing sight of the conversation is another matter. */
const notForRepeats: ReadonlySet<RefusalCode> = new Set(['conversation_closed', 'not_your_turn', 'move_not_possible', 'invalid', 'already_exists']);

const shortOf = (message: SentMessage): string => `client id ${message.clientId} of ${message.authorId}`;

/** An empty ledger. */
export const createLedger = (): Ledger => {
  const acceptances: Acceptance[] = [];
  const firsts = new Map<string, Acceptance>();
  const sights = new Map<string, Sight>();
  const violations: Violation[] = [];
  const refusals = new Map<RefusalCode, number>();
  const mends = { beforeWelcome: 0, sentTwice: 0 };
  let frames = 0;
  const sightKey = (viewer: string, conversationId: string): string => `${viewer} ${conversationId}`;
  return {
    sent: (message) => {
      frames++;
      const first = firsts.get(keyOf(message));
      return first !== undefined && first.conversationId === message.conversationId;
    },
    accepted: (acceptance) => {
      const first = firsts.get(keyOf(acceptance));
      if (!first) {
        firsts.set(keyOf(acceptance), acceptance);
        acceptances.push(acceptance);
      } else if (first.seq !== acceptance.seq || first.messageId !== acceptance.messageId || first.conversationId !== acceptance.conversationId) {
        violations.push({ kind: 'duplicated', rule: 'CM2', conversationId: acceptance.conversationId, detail: `${shortOf(acceptance)} was accepted as ${first.conversationId} no. ${first.seq} and as no. ${acceptance.seq}` });
      }
    },
    refused: (message, code, repeat) => {
      refusals.set(code, (refusals.get(code) ?? 0) + 1);
      if (repeat && notForRepeats.has(code)) violations.push({ kind: 'repeatRefused', rule: 'CM2', conversationId: message.conversationId, detail: `${shortOf(message)} was accepted before and refused as ${code} when it came again` });
    },
    follow: (viewer, conversationId, afterSeq) => {
      const known = sights.get(sightKey(viewer, conversationId));
      if (known) known.ended = false;
      else sights.set(sightKey(viewer, conversationId), { viewer, conversationId, afterSeq, messages: [], ended: false });
    },
    saw: (viewer, conversationId, messages) => {
      const sight = sights.get(sightKey(viewer, conversationId));
      if (!sight) throw new Error(`${viewer} saw ${conversationId} without following it`);
      sight.messages.push(...messages);
    },
    unfollow: (viewer, conversationId) => {
      const sight = sights.get(sightKey(viewer, conversationId));
      if (sight) sight.ended = true;
    },
    mended: (what) => { mends[what]++; },
    mends,
    acceptances,
    get sights() { return [...sights.values()]; },
    get frames() { return frames; },
    refusals,
    violations,
  };
};
