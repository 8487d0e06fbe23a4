// One case with its shop's brain: the words read in what they stand in, and decided. Reads what is rarely needed. Not for storing (store-decisions) or doing (act).
import { match, requestsIn, type Match, type Thresholds } from '@qindesk/matcher';
import type { MessageBody } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import { asksForDetails, bareDetails, withoutDetails, type Detail } from './details.ts';
import { decide, type BotQuestion, type Decision } from './decide.ts';
import { contextOf } from './focus.ts';
import { readInContext, type ReadLine } from './read-in-context.ts';
import type { Case } from './read-cases.ts';
import type { Brain } from './shop-brain.ts';

/** A case with what the robot does about it. `text`: the round's words; `found`: what the matcher made of them, if it was asked; `fresh`: not stored yet. */
export interface Decided { about: Case; brain: Brain | null; decision: Decision; text: string; found: Match | null; fresh: boolean }

const questionsOf = new WeakMap<Brain['byId'], ReadonlyMap<string, BotQuestion>>();

/** The questions of a brain as deciding sees them. */
export const botQuestionsOf = ({ byId }: Brain): ReadonlyMap<string, BotQuestion> => {
  let questions = questionsOf.get(byId);
  if (!questions) {
    questions = new Map([...byId.values()].map((q) => [q.id, { id: q.id, title: q.title, mode: q.mode, hasAnswer: q.answers.length > 0, followUps: q.followUps.map((one) => one.id) }]));
    questionsOf.set(byId, questions);
  }
  return questions;
};

const textsOf = ({ said }: Case): string[] => said.messages.filter((message) => message.kind === 'text').map((message) => message.text);

/** What the robot's words just before the round asked for. Rides the primary key of messages. */
const readAskedFor = async (house: House, { round }: Case): Promise<Set<Detail>> => {
  const rows = await house.db.query<{ body: MessageBody }>(
    `SELECT body FROM messages WHERE merchant_id = $1 AND conversation_id = $2 AND seq < $3 AND author_kind = 'robot'
       AND seq > coalesce((SELECT max(seq) FROM messages WHERE merchant_id = $1 AND conversation_id = $2 AND seq < $3 AND author_kind = 'consumer'), 0)`, [round.merchantId, round.conversationId, round.firstSeq]);
  return new Set(rows.flatMap(({ body }) => (body.type === 'text' ? [...asksForDetails(body.text)] : [])));
};

/** The round's words as they are meant in this conversation. Without what is in focus, should that fail: an answer to the words alone is better than none. */
const readWords = async (house: House, one: Case, brain: Brain, text: string, limits: Thresholds): Promise<ReadLine> => {
  const last = brain.byId.get(one.lastAnsweredId ?? '');
  try {
    const context = await contextOf(house, one.conversation, one.cards, brain.library, last ? { id: last.id, title: last.title } : null);
    return readInContext(brain.model, text, context, limits, (id) => brain.byId.get(id)?.title ?? '');
  } catch (error) {
    house.log.warn({ conversation: one.conversation.id, error: String(error) }, 'what is in focus could not be read; the words are read alone');
    return { found: match(brain.model, text), reasons: [] };
  }
};

/** What words ask one after the other, each surely; nothing unless there are several. */
export const requestsOf = (brain: Brain | null, text: string, limits: Thresholds): Match[] => (brain && text ? requestsIn(brain.model, withoutDetails(text), limits) : []);

/** What a decision rests on: the words as a whole, or each request by itself. */
export const foundFor = (decision: Decision, whole: Match | null, requests: readonly Match[]): Match | null =>
  whole && decision.outcome === 'answer' && decision.earlierIds ? { ...whole, candidates: requests.flatMap(({ candidates }) => candidates.slice(0, 1)) } : whole;

/** Decides a case; what was decided before a crash stays decided. */
export const decideCase = async (house: House, one: Case, brain: Brain | null): Promise<Decided> => {
  const { shop } = one;
  const texts = textsOf(one);
  const text = texts.join('\n');
  if (one.stored) return { about: one, brain, decision: one.stored, text, found: null, fresh: false };
  const thresholds = brain?.thresholdsAt(shop.settings.precisionTarget) ?? { answer: 1, offer: 1 };
  const read = brain && text ? await readWords(house, one, brain, withoutDetails(text), thresholds) : null;
  const requests = requestsOf(brain, text, thresholds);
  const decision = decide(one.said, {
    robotOn: shop.settings.robotOn, questions: brain && botQuestionsOf(brain), match: read?.found ?? null, thresholds,
    unansweredRounds: one.unansweredRounds, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: one.lastAnsweredId,
    requests, context: read?.reasons ?? [], askedFor: bareDetails(texts).length > 0 ? await readAskedFor(house, one) : new Set(),
  });
  return { about: one, brain, decision, text, found: foundFor(decision, read?.found ?? null, requests), fresh: true };
};
