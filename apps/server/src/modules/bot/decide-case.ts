// One case with its shop's brain: the words read in what they stand in, and decided. Reads what is rarely needed. Not for storing (store-decisions) or doing (act).
import { match, type Thresholds } from '@qindesk/matcher';
import type { MessageBody } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import { asksForDetails, bareDetails, type Detail } from './details.ts';
import { decide, type BotQuestion, type Decision } from './decide.ts';
import { contextOf } from './focus.ts';
import { readInContext, type ReadLine } from './read-in-context.ts';
import type { Case } from './read-cases.ts';
import { nothingRead, readRound, type ReadRound } from './read-round.ts';
import type { Brain } from './shop-brain.ts';

/** A case with what the robot does about it. `text`: the round's words; `read`: what the matcher made of them, if it was asked; `fresh`: not stored yet. */
export interface Decided { about: Case; brain: Brain | null; decision: Decision; text: string; read: ReadRound; fresh: boolean }

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

/** Reads words as they are meant in this conversation. Without what is in focus, should that fail: an answer to the words alone is better than none. */
const readerOf = async (house: House, one: Case, brain: Brain, limits: Thresholds): Promise<(words: string) => ReadLine> => {
  const last = brain.byId.get(one.lastAnsweredId ?? '');
  try {
    const context = await contextOf(house, one.conversation, one.cards, brain.library, last ? { id: last.id, title: last.title } : null);
    return (words) => readInContext(brain.model, words, context, limits, (id) => brain.byId.get(id)?.title ?? '');
  } catch (error) {
    house.log.warn({ conversation: one.conversation.id, error: String(error) }, 'what is in focus could not be read; the words are read alone');
    return (words) => ({ found: match(brain.model, words), reasons: [] });
  }
};

/** Decides a case; what was decided before a crash stays decided. */
export const decideCase = async (house: House, one: Case, brain: Brain | null): Promise<Decided> => {
  const { shop } = one;
  const texts = textsOf(one);
  const text = texts.join('\n');
  if (one.stored) return { about: one, brain, decision: one.stored, text, read: nothingRead, fresh: false };
  const thresholds = brain?.thresholdsAt(shop.settings.precisionTarget) ?? { answer: 1, offer: 1 };
  const read = brain && text ? readRound(text, thresholds, await readerOf(house, one, brain, thresholds)) : nothingRead;
  const decision = decide(one.said, {
    robotOn: shop.settings.robotOn, questions: brain && botQuestionsOf(brain), match: read.whole?.found ?? null, context: read.whole?.reasons ?? [], requests: read.requests, thresholds,
    unansweredRounds: one.unansweredRounds, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: one.lastAnsweredId,
    askedFor: bareDetails(texts).length > 0 ? await readAskedFor(house, one) : new Set(),
  });
  return { about: one, brain, decision, text, read, fresh: true };
};
