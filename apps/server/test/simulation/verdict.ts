// Compares what clients were told and saw with what is stored: lost, twice, out of order, nobody's turn. Pure. Not for the order of states (replay).
import type { MessageView } from '@qindesk/protocol';
import { groupBy } from './group-by.ts';
import type { Acceptance, Sight } from './ledger.ts';
import type { StoredConversation, StoredMessage, Truth } from './truth.ts';
import type { Violation } from './violation.ts';

const bySequence = (messages: readonly StoredMessage[]): Map<string, Map<number, StoredMessage>> => {
  const found = new Map<string, Map<number, StoredMessage>>();
  for (const message of messages) {
    const list = found.get(message.conversationId) ?? new Map<number, StoredMessage>();
    found.set(message.conversationId, list.set(message.seq, message));
  }
  return found;
};

/** Text that is equal for equal values, whatever the order of keys: jsonb does not keep it. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`;
};

/** Accepted and not there [CM3]; there at another place than was told [CM1]. Returns how many acceptances are stored. */
export const judgeAcceptances = (acceptances: readonly Acceptance[], truth: Pick<Truth, 'messages'>): { stored: number; violations: Violation[] } => {
  const rows = new Map(truth.messages.map((message) => [`${message.conversationId} ${message.authorId} ${message.clientId}`, message]));
  const violations: Violation[] = [];
  let stored = 0;
  for (const { conversationId, authorId, clientId, seq, messageId } of acceptances) {
    const row = rows.get(`${conversationId} ${authorId} ${clientId}`);
    if (!row) violations.push({ kind: 'lost', rule: 'CM3', conversationId, detail: `no. ${seq} (${messageId}, client id ${clientId} of ${authorId}) was accepted and is not stored` });
    else if (row.seq !== seq || row.id !== messageId) violations.push({ kind: 'misordered', rule: 'CM1', conversationId, detail: `client id ${clientId} was accepted as no. ${seq} (${messageId}) and is stored as no. ${row.seq} (${row.id})` });
    if (row) stored++;
  }
  return { stored, violations };
};

/** One client id of one author in more than one row, wherever [CM2]. */
export const judgeRepeats = ({ messages }: Pick<Truth, 'messages'>): Violation[] => {
  const firsts = new Map<string, StoredMessage>();
  return messages.flatMap((message): Violation[] => {
    if (message.authorKind === 'system') return [];
    // The robot's client ids name the round: they repeat in another conversation.
    const key = `${message.authorKind === 'robot' ? message.conversationId : ''} ${message.authorId} ${message.clientId}`;
    const first = firsts.get(key);
    firsts.set(key, first ?? message);
    return first ? [{ kind: 'duplicated', rule: 'CM2', conversationId: message.conversationId, detail: `client id ${message.clientId} of ${message.authorId} is stored as ${first.conversationId} no. ${first.seq} and as no. ${message.seq}` }] : [];
  });
};

/** Numbers 1, 2, 3 … in every conversation, and the counter at the last of them [CM1]. */
export const judgeNumbers = (truth: Pick<Truth, 'messages' | 'conversations'>): Violation[] => {
  const stored = bySequence(truth.messages);
  const counts = new Map<string, number>();
  for (const { conversationId } of truth.messages) counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
  return truth.conversations.flatMap(({ id, lastSeq }): Violation[] => {
    const numbers = [...(stored.get(id)?.keys() ?? [])].sort((a, b) => a - b);
    const wrong = numbers.findIndex((seq, i) => seq !== i + 1);
    if (wrong >= 0) return [{ kind: 'misordered', rule: 'CM1', conversationId: id, detail: `after no. ${wrong} comes no. ${numbers[wrong]}` }];
    if (numbers.length !== (counts.get(id) ?? 0)) return [{ kind: 'misordered', rule: 'CM1', conversationId: id, detail: `${counts.get(id)} messages share ${numbers.length} numbers` }];
    return numbers.length === lastSeq ? [] : [{ kind: 'misordered', rule: 'CM1', conversationId: id, detail: `holds ${numbers.length} messages, its counter says ${lastSeq}` }];
  });
};

const differenceOf = (seen: MessageView, row: StoredMessage | undefined): string | null => {
  if (!row) return 'is not stored';
  if (seen.id !== row.id) return `is ${seen.id} there and ${row.id} in the database`;
  if (seen.author.kind !== row.authorKind || seen.author.name !== row.authorName) return `is by ${seen.author.kind} ${seen.author.name} there and by ${row.authorKind} ${row.authorName} in the database`;
  if (seen.at !== row.at) return `is of ${seen.at} there and of ${row.at} in the database`;
  return canonical(seen.body) === canonical(row.body) ? null : `says ${canonical(seen.body)} there and ${canonical(row.body)} in the database`;
};

const judgeSight = (sight: Sight, stored: ReadonlyMap<number, StoredMessage>, lastSeq: number): Violation[] => {
  const violations: Violation[] = [];
  const tell = (kind: 'duplicated' | 'misordered', detail: string): void => {
    violations.push({ kind, rule: 'CM6', conversationId: sight.conversationId, detail: `${sight.viewer} ${detail}` });
  };
  let last = sight.afterSeq;
  for (const message of sight.messages) {
    if (message.seq <= last) tell('duplicated', `saw no. ${message.seq} after no. ${last}`);
    else if (message.seq > last + 1) tell('misordered', `saw no. ${message.seq} after no. ${last}`);
    last = Math.max(last, message.seq);
    // What was written after the database was read is not judged.
    const difference = message.seq <= lastSeq ? differenceOf(message, stored.get(message.seq)) : null;
    if (difference) tell('misordered', `saw no. ${message.seq}, which ${difference}`);
  }
  if (!sight.ended && last < lastSeq) tell('misordered', `holds up to no. ${last}, but the conversation goes on to no. ${lastSeq}`);
  return violations;
};

/** Everyone who follows has seen exactly what is stored, once, in order, to the end [CM6]. */
export const judgeSights = (sights: readonly Sight[], truth: Pick<Truth, 'messages' | 'conversations'>): Violation[] => {
  const stored = bySequence(truth.messages);
  const lastSeqs = new Map(truth.conversations.map((one) => [one.id, one.lastSeq]));
  return sights.flatMap((sight) => judgeSight(sight, stored.get(sight.conversationId) ?? new Map<number, StoredMessage>(), lastSeqs.get(sight.conversationId) ?? 0));
};

const unansweredOf = (conversation: StoredConversation, messages: readonly StoredMessage[]): StoredMessage | null => {
  const last = messages.findLast((message) => message.authorKind !== 'system');
  return conversation.state === 'bot' && last?.authorKind === 'consumer' ? last : null;
};

/**
 * Open conversations in which nobody will act on the last consumer message [CM7]: with the robot, older than 5 s, and neither answered, decided nor on the robot's
 * agenda; or queued without a place in the queue; or on the agenda still, long after the robot had its time. `since`: when the last restart was over; `now`: when
 * the database was read.
 */
export const judgeNextActors = (truth: Pick<Truth, 'conversations' | 'messages' | 'rounds' | 'decisions' | 'queueEntries'>, times: { readAt: Date; readySince: Date }): Violation[] => {
  const graceMs = 5000;
  const messages = groupBy(truth.messages, (message) => message.conversationId);
  const rounds = new Map(truth.rounds.map((round) => [round.conversationId, round]));
  const decided = new Map<string, number>();
  for (const { conversationId, roundSeq } of truth.decisions) decided.set(conversationId, Math.max(roundSeq, decided.get(conversationId) ?? 0));
  const queued = new Set(truth.queueEntries.map((entry) => entry.conversationId));
  return truth.conversations.flatMap((conversation): Violation[] => {
    const tell = (detail: string): Violation[] => [{ kind: 'withoutNextActor', rule: 'CM7', conversationId: conversation.id, detail }];
    if (conversation.state === 'queued' && !queued.has(conversation.id)) return tell('is queued and has no place in any queue');
    const open = unansweredOf(conversation, messages.get(conversation.id) ?? []);
    if (!open || times.readAt.getTime() - Math.max(Date.parse(open.at), times.readySince.getTime()) <= graceMs) return [];
    const round = rounds.get(conversation.id);
    if (round) return tell(`no. ${open.seq} is still on the robot's agenda after ${round.attempts} attempts`);
    return (decided.get(conversation.id) ?? 0) >= open.seq ? [] : tell(`no. ${open.seq} is with the robot, not answered, not decided, and on no agenda`);
  });
};

/** Places in a queue that belong to no waiting conversation. */
export const judgeQueues = ({ conversations, queueEntries }: Pick<Truth, 'conversations' | 'queueEntries'>): Violation[] => {
  const byId = new Map(conversations.map((one) => [one.id, one]));
  return queueEntries.flatMap(({ conversationId, groupId }): Violation[] => {
    const conversation = byId.get(conversationId);
    return conversation?.state === 'queued' && conversation.groupId === groupId
      ? [] : [{ kind: 'staleQueueEntry', rule: 'RT5', conversationId, detail: `has a place in the queue of ${groupId} and is ${conversation?.state ?? 'gone'}${conversation?.groupId ? ` in ${conversation.groupId}` : ''}` }];
  });
};

/** More than one open conversation of a consumer with a shop [CM4]. */
export const judgeOpen = ({ conversations }: Pick<Truth, 'conversations'>): Violation[] => {
  const open = groupBy(conversations.filter((one) => one.state !== 'closed'), (one) => `${one.shopId} ${one.consumerId}`);
  return [...open.values()].filter((list) => list.length > 1)
    .map((list): Violation => ({ kind: 'openTwice', rule: 'CM4', conversationId: list[0]?.id ?? null, detail: `${list[0]?.consumerId} has ${list.length} open: ${list.map((one) => one.id).join(' ')}` }));
};
