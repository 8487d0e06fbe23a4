// How long what consumers asked the robot waited for its next actor, time in which the house was away not counted [CM7]. Pure.
import { groupBy } from './group-by.ts';
import type { Truth } from './truth.ts';

const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
};

/** `ms` until somebody was there for message no. `seq`. */
export interface NextActorDelay { conversationId: string; seq: number; ms: number; askedAt: string }

/** When the house was there: while at least one of its nodes was. */
export interface Uptime { readyAt: readonly Date[]; endedAt: readonly Date[] }

/** From when on the wait counts: the message, or the first moment of readiness after the last end before somebody acted. */
const beginOf = (asked: number, actor: number, { readyAt, endedAt }: Uptime): number => {
  const end = endedAt.map((date) => date.getTime()).findLast((time) => time <= actor);
  if (end === undefined) return asked;
  const ready = readyAt.map((date) => date.getTime()).find((time) => time > end) ?? actor;
  return Math.min(actor, Math.max(asked, ready));
};

/**
 * Shortest first, one for each message to the robot that found an actor: the robot’s decision, or the move to a queue, an agent or the end. One that acts before the
 * house counts as ready has kept nobody waiting.
 */
export const nextActorDelays = ({ events, decisions }: Pick<Truth, 'events' | 'decisions'>, uptime: Uptime): NextActorDelay[] => {
  const decided = groupBy(decisions, (decision) => decision.conversationId);
  return [...groupBy(events, (event) => event.conversationId)].flatMap(([conversationId, list]) => list.flatMap((event, i): NextActorDelay[] => {
    if (event.type !== 'message.asked') return [];
    const moved = list.slice(i + 1).find((later) => later.type === 'conversation.moved' && later.payload.to !== 'bot');
    const answers = (decided.get(conversationId) ?? []).filter((decision) => decision.roundSeq >= Number(event.payload.seq)).map((decision) => Date.parse(decision.at));
    const actor = earliest([moved && Date.parse(moved.at), ...answers]);
    return actor === undefined ? [] : [{ conversationId, seq: Number(event.payload.seq), ms: actor - beginOf(Date.parse(event.at), actor, uptime), askedAt: event.at }];
  })).sort((a, b) => a.ms - b.ms);
};
