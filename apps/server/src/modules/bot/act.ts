// Carries decisions out: speak, hand over. Every step may be repeated after a crash without being done twice. Not for deciding (decide-case) or for whose turn a round is (agenda).
import type { AnswerBody, HandoverReason, MessageBody } from '@qindesk/protocol';
import { Refusal, type Database, type House } from '../../platform/index.ts';
import { fillBody, sendMessages, type Author } from '../conversation/index.ts';
import { requestAgent } from '../routing/index.ts';
import type { Decided } from './decide-case.ts';
import { silentTopic, type RobotSilent } from './events.ts';
import { phrasesOf } from './phrases.ts';
import type { Case } from './read-cases.ts';
import type { Place } from './round.ts';
import { summarise } from './summarise.ts';

const nameOf = ({ shop, language }: Case): string => (language === 'en' ? shop.robotName.en : shop.robotName.zh);
const robotOf = (one: Case): Author => ({ kind: 'robot', id: 'robot', name: nameOf(one) });

const links = (lead: 'follow_up' | 'offer' | 'hot', ids: readonly { id: string; title: string }[]): MessageBody[] =>
  ids.length > 0 ? [{ type: 'links', lead, items: ids.slice(0, 6).map((one) => ({ questionId: one.id, title: one.title })) } as MessageBody] : [];

type Filler = (conversation: Place, body: AnswerBody) => Promise<MessageBody | null>;

/** Fills the answers of one batch: a product that many of them show is read once. */
export const createFiller = (db: Database): Filler => {
  const products = new Map<string, Promise<MessageBody | null>>();
  return (conversation, body) => {
    if (body.type !== 'product') return fillBody(db, conversation, body);
    const key = `${conversation.shopId} ${body.productId}`;
    const filled = products.get(key) ?? fillBody(db, conversation, body);
    products.set(key, filled);
    return filled;
  };
};

/** The answers of questions in the order asked, and once, behind them, what people ask next. */
const answerBodies = async (fill: Filler, conversation: Place, { brain }: Decided, questionIds: readonly string[]): Promise<MessageBody[]> => {
  const questions = questionIds.flatMap((id) => brain?.byId.get(id) ?? []);
  const answers = await Promise.all(questions.flatMap((question) => question.answers).map((body) => fill(conversation, body)));
  // Of each question one after the other: there is room for a few only, and all of them were asked.
  const most = Math.max(0, ...questions.map(({ followUps }) => followUps.length));
  const inTurn = Array.from({ length: most }, (_, n) => questions.flatMap(({ followUps }) => followUps[n] ?? [])).flat();
  const next = new Map(inTurn.filter(({ id }) => !questionIds.includes(id)).map((one) => [one.id, one]));
  return [...answers.filter((body) => body !== null), ...links('follow_up', [...next.values()].filter((one) => { const mode = brain?.byId.get(one.id)?.mode; return mode === 'auto' || mode === 'both'; }))];
};

/** The bodies that a decision says, in order. */
const bodiesOf = async (fill: Filler, decided: Decided): Promise<MessageBody[]> => {
  const { about, brain, decision } = decided;
  const say = phrasesOf(about.language, nameOf(about));
  switch (decision.outcome) {
    case 'answer': return answerBodies(fill, about.conversation, decided, [...decision.earlierIds ?? [], decision.questionId]);
    case 'offer': return [{ type: 'text', text: say.offer }, ...links('offer', decision.questionIds.flatMap((id) => brain?.byId.get(id) ?? []))];
    case 'ask': return [{ type: 'text', text: say[decision.what] }, ...(decision.what === 'greeting' ? links('hot', brain?.library.questions.filter((q) => q.hot && q.mode !== 'assist') ?? []) : [])];
    case 'handover': return [{ type: 'text', text: decision.reason === 'angry' ? say.angry : say.handover }];
    case 'silent': return [];
  }
};

/** Hands a case to a person. */
export const handOver = async (house: House, one: Case, reason: HandoverReason): Promise<void> => {
  const { conversation } = one;
  await requestAgent(house, conversation.merchantId, conversation.id, { reason, summary: await summarise(house, conversation), by: robotOf(one) });
};

/** Says what was decided, all of it in one go, and hands over when that was decided. The caller knows that the round is still ours. */
export const act = async (house: House, decided: Decided, fill: Filler): Promise<void> => {
  const { about, decision } = decided;
  const { merchantId, id: conversationId } = about.conversation;
  if (decision.outcome === 'silent') { house.bus.publish(silentTopic, { merchantId, conversationId } satisfies RobotSilent); return; }
  const bodies = await bodiesOf(fill, decided);
  try {
    await sendMessages(house, bodies.map((body, i) => ({ merchantId, conversationId, author: robotOf(about), clientId: `round-${about.round.lastSeq}-${i}`, body })));
    if (decision.outcome === 'handover') await handOver(house, about, decision.reason);
  } catch (error) {
    // A person took over, or the conversation ended, between the decision and the word: the robot is silent, as it must be.
    if (error instanceof Refusal && (error.code === 'not_your_turn' || error.code === 'conversation_closed')) return;
    throw error;
  }
};
