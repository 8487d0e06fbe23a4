// Plays the log of events again, in the order of its positions, and holds every step against the rules of turns and slots. Pure.
//
// Positions of one conversation are in commit order: every event is appended under the lock of its conversation. So are the assignments of one agent, under the
// agent's lock; a release that the server had counted was committed, so its position is smaller. What is played again therefore never exceeds what the server
// saw: a slot too many here is one too many there [RT1].
import type { ConversationState } from '@qindesk/protocol';
import type { StoredEvent, StoredMessage, Truth } from './truth.ts';
import type { Violation, ViolationKind } from './violation.ts';

interface Place { state: ConversationState; assigneeId: string | null; moves: number; lastSeq: number }
interface Moved { from: ConversationState; to: ConversationState; reason: string; assigneeId: string | null; previousAssigneeId: string | null; shopId: string; consumerId: string }
interface Sent { seq: number; by: StoredMessage['authorKind']; authorId: string }

/** Reasons of assignments that the queue made by itself. */
const drawn = new Set(['drawn', 'sticky']);

interface Stage {
  places: Map<string, Place>;
  loads: Map<string, number>;
  capacities: ReadonlyMap<string, number>;
  /** Open conversation of each consumer in each shop. */
  open: Map<string, string>;
  found: Violation[];
}
const tell = (stage: Stage, kind: ViolationKind, rule: string, event: StoredEvent, detail: string): void => {
  stage.found.push({ kind, rule, conversationId: event.conversationId, detail: `${detail} (event ${event.position})` });
};

const openFor = (stage: Stage, event: StoredEvent, key: string): void => {
  const other = stage.open.get(key);
  if (other && other !== event.conversationId) tell(stage, 'openTwice', 'CM4', event, `was open while ${other} was`);
  stage.open.set(key, event.conversationId);
};

const playMove = (stage: Stage, event: StoredEvent, place: Place, moved: Moved): void => {
  if (moved.from !== place.state) tell(stage, 'misordered', 'CM1', event, `moved from ${moved.from} while it was ${place.state}`);
  if (moved.to === 'assigned' && drawn.has(moved.reason) && place.state !== 'queued') tell(stage, 'assignedTwice', 'RT6', event, `was drawn for ${moved.assigneeId} while it was ${place.state}${place.assigneeId ? ` to ${place.assigneeId}` : ''}`);
  if (place.assigneeId) stage.loads.set(place.assigneeId, (stage.loads.get(place.assigneeId) ?? 0) - 1);
  place.state = moved.to;
  place.assigneeId = moved.to === 'assigned' ? moved.assigneeId : null;
  place.moves++;
  if (place.assigneeId) {
    const load = (stage.loads.get(place.assigneeId) ?? 0) + 1;
    const capacity = stage.capacities.get(place.assigneeId) ?? 0;
    stage.loads.set(place.assigneeId, load);
    if (load > capacity) tell(stage, 'overCapacity', 'RT1', event, `${place.assigneeId} was given ${load} of ${capacity} (${moved.reason})`);
  }
  const key = `${moved.shopId} ${moved.consumerId}`;
  if (moved.to !== 'closed') openFor(stage, event, key);
  else if (stage.open.get(key) === event.conversationId) stage.open.delete(key);
};

const playMessage = (stage: Stage, event: StoredEvent, place: Place, sent: Sent): void => {
  if (sent.seq !== place.lastSeq + 1) tell(stage, 'misordered', 'CM1', event, `no. ${sent.seq} was written after no. ${place.lastSeq}`);
  place.lastSeq = sent.seq;
  if (sent.by === 'robot' && place.state !== 'bot') tell(stage, 'robotOutOfTurn', 'CM5', event, `the robot said no. ${sent.seq} while it was ${place.state}`);
  if (sent.by === 'agent' && place.assigneeId !== sent.authorId) tell(stage, 'agentOutOfTurn', 'CM5', event, `${sent.authorId} said no. ${sent.seq} while it was ${place.state}${place.assigneeId ? ` to ${place.assigneeId}` : ''}`);
  if (sent.by === 'consumer' && place.state === 'closed') tell(stage, 'misordered', 'CM1', event, `the consumer said no. ${sent.seq} after it was closed`);
};

/** The log and the tables it stands beside must tell the same story: a message without its event would never reach the robot. */
const compare = (stage: Stage, truth: Pick<Truth, 'conversations' | 'messages' | 'moves'>): void => {
  const rows = new Map<string, number>();
  const moves = new Map<string, number>();
  for (const { conversationId } of truth.messages) rows.set(conversationId, (rows.get(conversationId) ?? 0) + 1);
  for (const { conversationId } of truth.moves) moves.set(conversationId, (moves.get(conversationId) ?? 0) + 1);
  for (const { id, state, assigneeId } of truth.conversations) {
    const place = stage.places.get(id);
    const unlike = (detail: string): void => { stage.found.push({ kind: 'unlogged', rule: 'CM7', conversationId: id, detail }); };
    if (!place) { unlike('is in no event'); continue; }
    if (place.lastSeq !== (rows.get(id) ?? 0)) unlike(`has ${rows.get(id) ?? 0} messages, and events of ${place.lastSeq}`);
    if (place.moves !== (moves.get(id) ?? 0)) unlike(`has ${moves.get(id) ?? 0} moves, and events of ${place.moves}`);
    if (place.state !== state || place.assigneeId !== assigneeId) unlike(`is ${state} (${assigneeId}), its events end in ${place.state} (${place.assigneeId})`);
  }
};

/** Turns [CM5], slots [RT1], single assignment [RT6], single open conversation [CM4] at every moment of the run, not only at its end. */
export const replay = (truth: Pick<Truth, 'conversations' | 'messages' | 'moves' | 'events' | 'agents'>): Violation[] => {
  const stage: Stage = { places: new Map(), loads: new Map(), capacities: new Map(truth.agents.map((agent) => [agent.memberId, agent.capacity])), open: new Map(), found: [] };
  for (const event of truth.events) {
    const { payload } = event;
    if (event.type === 'conversation.started') {
      stage.places.set(event.conversationId, { state: 'bot', assigneeId: null, moves: 1, lastSeq: 0 });
      openFor(stage, event, `${String(payload.shopId)} ${String(payload.consumerId)}`);
      continue;
    }
    const place = stage.places.get(event.conversationId);
    if (!place) tell(stage, 'unlogged', 'CM7', event, `${event.type} before it was started`);
    else if (event.type === 'conversation.moved') playMove(stage, event, place, payload as unknown as Moved);
    else if (event.type === 'message.sent' || event.type === 'message.asked') playMessage(stage, event, place, payload as unknown as Sent);
  }
  compare(stage, truth);
  return stage.found;
};
