// How long what consumers asked the robot waited for its next actor, time in which the server was away not counted [CM7]. Pure.
import { groupBy } from './group-by.ts';
import type { Truth } from './truth.ts';

const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
};

/**
 * Milliseconds, ascending, one for each message to the robot that found an actor: the robot’s decision, or the move to a queue, an agent or the end. Counted from the
 * message, or from the last time before the actor came at which the server had become ready.
 */
export const nextActorDelays = ({ events, decisions }: Pick<Truth, 'events' | 'decisions'>, readyAt: readonly Date[]): number[] => {
  const decided = groupBy(decisions, (decision) => decision.conversationId);
  const ready = readyAt.map((date) => date.getTime());
  return [...groupBy(events, (event) => event.conversationId)].flatMap(([conversationId, list]) => list.flatMap((event, i): number[] => {
    if (event.type !== 'message.asked') return [];
    const moved = list.slice(i + 1).find((later) => later.type === 'conversation.moved' && later.payload.to !== 'bot');
    const answers = (decided.get(conversationId) ?? []).filter((decision) => decision.roundSeq >= Number(event.payload.seq)).map((decision) => Date.parse(decision.at));
    const actor = earliest([moved && Date.parse(moved.at), ...answers]);
    if (actor === undefined) return [];
    return [actor - Math.max(Date.parse(event.at), ...ready.filter((time) => time <= actor))];
  })).sort((a, b) => a - b);
};
