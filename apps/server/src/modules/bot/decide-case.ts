// One case with its shop's brain: the words read in what they stand in, and decided. Reads what is rarely needed. Not for storing (store-decisions) or doing (act).
import type { Thresholds } from '@qindesk/matcher';
import type { MessageBody } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import { asksForDetails, bareDetails, type Detail } from './details.ts';
import { decide, type BotQuestion, type Decision } from './decide.ts';
import { contextOf } from './focus.ts';
import type { Readers } from './read-ahead.ts';
import { linesInContext, readInContext, type Context } from './read-in-context.ts';
import type { Case } from './read-cases.ts';
import type { Ask } from './reading-thread.ts';
import { linesOf, nothingRead, readRound, type ReadRound } from './read-round.ts';
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

/** A case with what deciding it takes: its words, what they stand in and, unless it was decided before a crash, a brain to read them with. */
export interface Prepared { about: Case; brain: Brain | null; texts: readonly string[]; text: string; context: Context | null; thresholds: Thresholds }

/** What the words stand in; nothing, should that fail: an answer to the words alone is better than none. */
const contextIn = async (house: House, one: Case, brain: Brain): Promise<Context | null> => {
  const last = brain.byId.get(one.lastAnsweredId ?? '');
  try {
    return await contextOf(house, one.conversation, one.cards, brain.library, last ? { id: last.id, title: last.title } : null);
  } catch (error) {
    house.log.warn({ conversation: one.conversation.id, error: String(error) }, 'what is in focus could not be read; the words are read alone');
    return null;
  }
};

/** Reads what a case is decided by, besides what its words mean. */
export const prepareCase = async (house: House, one: Case, brain: Brain | null): Promise<Prepared> => {
  const texts = textsOf(one);
  const text = texts.join('\n');
  const thresholds = brain?.thresholdsAt(one.shop.settings.precisionTarget) ?? { answer: 1, offer: 1 };
  return { about: one, brain, texts, text, context: brain && text && !one.stored ? await contextIn(house, one, brain) : null, thresholds };
};

/** The lines that deciding is likely to read, with what. */
export const linesToRead = ({ about, brain, text, context }: Prepared): Ask[] =>
  brain && text && !about.stored ? [{ brain, lines: linesOf(text).flatMap((line) => (context ? linesInContext(line, context) : [line])) }] : [];

const readWith = ({ brain, text, context, thresholds }: Prepared, readers: Readers): ReadRound => {
  if (!brain || !text) return nothingRead;
  const alone = readers(brain.model);
  return readRound(text, thresholds, (line) => (context ? readInContext(alone, line, context, thresholds, (id) => brain.byId.get(id)?.title ?? '') : { found: alone(line), reasons: [] }));
};

/** Decides a case; what was decided before a crash stays decided. */
export const decideCase = async (house: House, prepared: Prepared, readers: Readers): Promise<Decided> => {
  const { about, brain, texts, text, thresholds } = prepared;
  const { shop } = about;
  if (about.stored) return { about, brain, decision: about.stored, text, read: nothingRead, fresh: false };
  const read = readWith(prepared, readers);
  const decision = decide(about.said, {
    robotOn: shop.settings.robotOn, questions: brain && botQuestionsOf(brain), match: read.whole?.found ?? null, context: read.whole?.reasons ?? [], requests: read.requests, thresholds,
    unansweredRounds: about.unansweredRounds, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: about.lastAnsweredId,
    askedFor: bareDetails(texts).length > 0 ? await readAskedFor(house, about) : new Set(),
  });
  return { about, brain, decision, text, read, fresh: true };
};
