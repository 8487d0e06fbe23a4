// The figures of one conversation and how each event changes them: definition version 1 of the figures. Pure; not for reading or storing them (figures-reader, figures-store).
import type { ConversationMoved, ConversationRated, ConversationStarted, MessageSent } from '../conversation/index.ts';
import type { HandedOver } from '../routing/index.ts';
import type { LoggedEvent } from '../../platform/index.ts';

/** Grows when a definition below changes; rows of an older version are recomputed from the log. */
export const definitionVersion = 1;

/**
 * What is measured of one conversation. Times of a person describe the last serving: a new assignment restarts the clock of the first response [MN5]. Durations in
 * milliseconds, never negative.
 */
export interface Figures {
  merchantId: string;
  conversationId: string;
  shopId: string;
  consumerId: string;
  /** The last group that had it, and the last person who served it. */
  groupId: string | null;
  memberId: string | null;
  /** First consumer message. */
  askedAt: Date | null;
  /** The consumer wrote while the conversation was with the robot. */
  robotReceived: boolean;
  handedOver: boolean;
  /** Begin of the last wait for a person. */
  requestedAt: Date | null;
  /** Begin of the last serving; null while nobody has it or it waits. Kept by a closure. */
  assignedAt: Date | null;
  /** Sum of the waits that ended with a person [MN6]. */
  queueMs: number | null;
  /** Last assignment → that person's first message; null until it was said. */
  firstResponseMs: number | null;
  responseMsSum: number;
  responseCount: number;
  /** Open round: since when a person owes an answer [MN4]. */
  roundSince: Date | null;
  humanMessages: number;
  consumerMessages: number;
  robotMessages: number;
  /** The last wait ended without a person [MN6]. */
  abandoned: boolean;
  rating: number | null;
  closedAt: Date | null;
  /** Position in the log of the latest fact that is in here; one before it that comes later was overtaken. */
  appliedPosition: number;
}

/** The events that change figures; the reader asks for these only. */
export const figureEvents = ['conversation.started', 'message.sent', 'message.asked', 'conversation.moved', 'conversation.handed_over', 'conversation.rated'] as const;

const startFigures = (event: LoggedEvent): Figures => {
  const { shopId, consumerId } = event.payload as ConversationStarted;
  return {
    merchantId: event.merchantId, conversationId: event.subjectId ?? '', shopId, consumerId, groupId: null, memberId: null, askedAt: null, robotReceived: false, handedOver: false,
    requestedAt: null, assignedAt: null, queueMs: null, firstResponseMs: null, responseMsSum: 0, responseCount: 0, roundSince: null, humanMessages: 0, consumerMessages: 0, robotMessages: 0,
    abandoned: false, rating: null, closedAt: null, appliedPosition: event.position,
  };
};

const heldByPerson = (f: Figures): boolean => f.assignedAt !== null && f.closedAt === null;
const withRobot = (f: Figures): boolean => f.assignedAt === null && f.closedAt === null && (f.requestedAt === null || f.abandoned);
/** Clocks of two machines may differ by a little: a duration below nothing is nothing. */
const between = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime());

const consumerSpoke = (f: Figures, at: Date): Figures => ({
  ...f, consumerMessages: f.consumerMessages + 1, askedAt: f.askedAt ?? at, robotReceived: f.robotReceived || withRobot(f),
  // A repeated ask stays in the round that is open [MN4]; what was said to the robot or in the queue opens none [MN3].
  roundSince: heldByPerson(f) ? f.roundSince ?? at : f.roundSince,
});

const personSpoke = (f: Figures, at: Date, memberId: string): Figures => {
  const answers = f.roundSince !== null;
  return {
    // The sender counts, not the assignee.
    ...f, humanMessages: f.humanMessages + 1, memberId,
    firstResponseMs: f.firstResponseMs ?? (heldByPerson(f) && f.assignedAt ? between(f.assignedAt, at) : null),
    responseMsSum: f.responseMsSum + (f.roundSince ? between(f.roundSince, at) : 0), responseCount: f.responseCount + (answers ? 1 : 0), roundSince: null,
  };
};

const sent = (f: Figures, at: Date, { by, authorId }: MessageSent): Figures => {
  switch (by) {
    case 'consumer': return consumerSpoke(f, at);
    case 'agent': return personSpoke(f, at, authorId);
    case 'robot': return { ...f, robotMessages: f.robotMessages + 1 };
    case 'system': return f;
  }
};

const assigned = (f: Figures, at: Date, moved: ConversationMoved): Figures => ({
  ...f, memberId: moved.assigneeId ?? f.memberId, assignedAt: at, firstResponseMs: null, closedAt: null, abandoned: false,
  queueMs: moved.from === 'queued' && f.requestedAt ? (f.queueMs ?? 0) + between(f.requestedAt, at) : f.queueMs,
  // From hand to hand an open round stays open; one reopened has none; one that comes from robot or queue waits for this person from now on [MN3].
  roundSince: moved.from === 'closed' ? null : moved.from === 'assigned' ? f.roundSince : f.roundSince ?? at,
});

const moved = (before: Figures, at: Date, move: ConversationMoved): Figures => {
  const f = { ...before, groupId: move.groupId ?? before.groupId };
  switch (move.to) {
    case 'assigned': return assigned(f, at, move);
    // From queue to queue the wait goes on. A left message waits from the opening of the shop: moving out of `waiting` starts the clock.
    case 'queued': return { ...f, requestedAt: move.from === 'queued' ? f.requestedAt : at, assignedAt: null, abandoned: false };
    case 'waiting': return { ...f, requestedAt: at, assignedAt: null, abandoned: false };
    case 'bot': return { ...f, abandoned: true, assignedAt: null, roundSince: null };
    case 'closed': return { ...f, closedAt: at, roundSince: null, abandoned: f.abandoned || (move.from === 'queued' && move.byKind !== 'agent') };
  }
};

/** A shop whose robot is off hands over at the first word: the robot received nothing. */
const handedOver = (f: Figures, { reason }: HandedOver): Figures => ({ ...f, handedOver: true, robotReceived: f.robotReceived && !(reason === 'robot_off' && f.robotMessages === 0) });

/**
 * The figures after an event. Without figures only `conversation.started` makes some; anything else is of a conversation whose beginning the log does not hold, and
 * leaves undefined.
 */
export const applyEvent = (figures: Figures | undefined, event: LoggedEvent): Figures | undefined => {
  if (!figures) return event.type === 'conversation.started' && event.subjectId ? startFigures(event) : undefined;
  switch (event.type) {
    case 'message.sent': case 'message.asked': return sent(figures, event.at, event.payload as MessageSent);
    case 'conversation.moved': return moved(figures, event.at, event.payload as ConversationMoved);
    case 'conversation.handed_over': return handedOver(figures, event.payload as HandedOver);
    case 'conversation.rated': return { ...figures, rating: (event.payload as ConversationRated).score };
    default: return figures;
  }
};

/** One conversation over all merchants. */
export const keyOf = (of: { merchantId: string; conversationId: string | null }): string => `${of.merchantId} ${of.conversationId ?? ''}`;

/** The key of the conversation that an event is about. */
export const keyOfEvent = (event: Pick<LoggedEvent, 'merchantId' | 'subjectId'>): string => keyOf({ merchantId: event.merchantId, conversationId: event.subjectId });

/** Applies many events to many conversations; within each in the order in which they were written, whatever the order here. Returns what is known afterwards, by key. */
export const applyEvents = (before: ReadonlyMap<string, Figures>, events: readonly LoggedEvent[]): Map<string, Figures> => {
  const after = new Map(before);
  for (const event of [...events].sort((a, b) => a.position - b.position)) {
    const key = keyOfEvent(event);
    const figures = after.get(key);
    const next = applyEvent(figures, event);
    if (next && next !== figures) after.set(key, { ...next, appliedPosition: Math.max(next.appliedPosition, event.position) });
  }
  return after;
};
