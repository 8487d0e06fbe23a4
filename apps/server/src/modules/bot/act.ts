// Carries a round out: understand, decide, store the decision, speak or hand over. Every step may be repeated after a crash without being done twice.
import { match, type Thresholds } from '@qindesk/matcher';
import type { HandoverReason, MessageBody } from '@qindesk/protocol';
import { newId, Refusal, type House } from '../../platform/index.ts';
import { fillBody, findConversation, listMessagesAfter, sendMessage, type Author, type Conversation } from '../conversation/index.ts';
import { requestAgent } from '../routing/index.ts';
import { getShop, type Shop } from '../tenancy/index.ts';
import { candidatesOf } from './candidates.ts';
import { asksForDetails, bareDetails, withoutDetails, type Detail } from './details.ts';
import { decide, type BotQuestion, type Decision, type Round } from './decide.ts';
import { contextOf } from './focus.ts';
import { readInContext, type ReadLine } from './read-in-context.ts';
import { phrasesOf, type Phrases } from './phrases.ts';
import { roundOf } from './round.ts';
import { getBrain, type Brain } from './shop-brain.ts';
import { asksForHuman } from './words.ts';
import { summarise } from './summarise.ts';
import type { DueRound } from './rounds.ts';

/** After this many failures the round goes to a person: never a dead end. */
const attemptsBeforeHandover = 3;

const textsOf = (round: Round): string[] => round.messages.filter((message) => message.kind === 'text').map((message) => message.text);

export const botQuestionsOf = (brain: Brain): Map<string, BotQuestion> =>
  new Map(brain.library.questions.map((q) => [q.id, { id: q.id, title: q.title, mode: q.mode, hasAnswer: q.answers.length > 0, followUps: q.followUps.map((one) => one.id) }]));

/** What the robot's words just before the round asked for. Rides the primary key of messages. */
const readAskedFor = async (house: House, due: DueRound): Promise<Set<Detail>> => {
  const rows = await house.db.query<{ body: MessageBody }>(
    `SELECT body FROM messages WHERE merchant_id = $1 AND conversation_id = $2 AND seq < $3 AND author_kind = 'robot'
       AND seq > coalesce((SELECT max(seq) FROM messages WHERE merchant_id = $1 AND conversation_id = $2 AND seq < $3 AND author_kind = 'consumer'), 0)`, [due.merchantId, due.conversationId, due.firstSeq]);
  return new Set(rows.flatMap(({ body }) => (body.type === 'text' ? [...asksForDetails(body.text)] : [])));
};

interface Recent { unanswered: number; lastAnswered: string | null }

/** Earlier decisions of this conversation inside the shop's window. */
const readRecent = async (house: House, conversation: Conversation, beforeSeq: number, windowMinutes: number): Promise<Recent> => {
  const rows = await house.db.query<{ unanswered: boolean; outcome: string; question_id: string | null }>(
    `SELECT outcome = 'ask' AND detail->>'what' <> 'greeting' AS unanswered, outcome, question_id FROM decisions WHERE merchant_id = $1 AND conversation_id = $2 AND round_seq < $3 AND at > now() - make_interval(mins => $4) ORDER BY round_seq DESC LIMIT 20`,
    [conversation.merchantId, conversation.id, beforeSeq, windowMinutes]);
  return { unanswered: rows.filter((row) => row.unanswered).length, lastAnswered: rows[0]?.outcome === 'answer' ? rows[0].question_id : null };
};

/** The round's words as they are meant in this conversation. Without what is in focus, should that fail: an answer to the words alone is better than none. */
const readRound = async (house: House, conversation: Conversation, brain: Brain, text: string, limits: Thresholds, lastId: string | null): Promise<ReadLine> => {
  const last = brain.byId.get(lastId ?? '');
  try {
    return readInContext(brain.model, text, await contextOf(house, conversation, brain.library, last ? { id: last.id, title: last.title } : null), limits, (id) => brain.byId.get(id)?.title ?? '');
  } catch (error) {
    house.log.warn({ conversation: conversation.id, error: String(error) }, 'what is in focus could not be read; the words are read alone');
    return { found: match(brain.model, text), reasons: [] };
  }
};

interface Stored { decision: Decision; brain: Brain | null }

const decideAndStore = async (house: House, due: DueRound, conversation: Conversation, shop: Shop, round: Round): Promise<Stored> => {
  // Who asks for a person does not wait for a model to be loaded [BT2].
  const brain = shop.settings.robotOn && !round.messages.some((message) => asksForHuman(message.text)) ? await getBrain(house, conversation.merchantId, conversation.shopId) : null;
  const stored = await house.db.maybe<{ detail: Decision }>('SELECT detail FROM decisions WHERE merchant_id = $1 AND conversation_id = $2 AND round_seq = $3', [conversation.merchantId, conversation.id, due.lastSeq]);
  if (stored) return { decision: stored.detail, brain };
  const recent = await readRecent(house, conversation, due.lastSeq, shop.settings.handoverWindowMinutes);
  const texts = textsOf(round);
  const text = texts.join('\n');
  const thresholds = brain?.thresholdsAt(shop.settings.precisionTarget) ?? { answer: 1, offer: 1 };
  const read = brain && text ? await readRound(house, conversation, brain, withoutDetails(text), thresholds, recent.lastAnswered) : null;
  const found = read?.found ?? null;
  const decision = decide(round, {
    robotOn: shop.settings.robotOn, questions: brain && botQuestionsOf(brain), match: found, thresholds,
    unansweredRounds: recent.unanswered, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: recent.lastAnswered,
    context: read?.reasons ?? [], askedFor: bareDetails(texts).length > 0 ? await readAskedFor(house, due) : new Set(),
  });
  const candidates = candidatesOf(found, brain, decision);
  await house.db.query(
    `INSERT INTO decisions (merchant_id, conversation_id, round_seq, id, at, text, outcome, question_id, confidence, candidates, reasons, library_version, detail, shop_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
    [conversation.merchantId, conversation.id, due.lastSeq, newId('decision'), house.clock.now(), text.slice(0, 4000), decision.outcome, decision.outcome === 'answer' ? decision.questionId : null,
      decision.confidence, JSON.stringify(candidates), decision.reasons, brain?.library.version ?? null, JSON.stringify(decision), conversation.shopId]);
  return { decision, brain };
};

/** The bodies that a decision says, in order. */
const bodiesOf = async (house: House, conversation: Conversation, { decision, brain }: Stored, say: Phrases): Promise<MessageBody[]> => {
  const links = (lead: 'follow_up' | 'offer' | 'hot', ids: readonly { id: string; title: string }[]): MessageBody[] =>
    ids.length > 0 ? [{ type: 'links', lead, items: ids.slice(0, 6).map((one) => ({ questionId: one.id, title: one.title })) } as MessageBody] : [];
  switch (decision.outcome) {
    case 'answer': {
      const question = brain?.byId.get(decision.questionId);
      const answers = await Promise.all((question?.answers ?? []).map((body) => fillBody(house.db, conversation, body)));
      return [...answers.filter((body) => body !== null), ...links('follow_up', (question?.followUps ?? []).filter((one) => { const mode = brain?.byId.get(one.id)?.mode; return mode === 'auto' || mode === 'both'; }))];
    }
    case 'offer': return [{ type: 'text', text: say.offer }, ...links('offer', decision.questionIds.flatMap((id) => brain?.byId.get(id) ?? []))];
    case 'ask': return [{ type: 'text', text: say[decision.what] }, ...(decision.what === 'greeting' ? links('hot', brain?.library.questions.filter((q) => q.hot && q.mode !== 'assist') ?? []) : [])];
    case 'handover': return [{ type: 'text', text: decision.reason === 'angry' ? say.angry : say.handover }];
    case 'silent': return [];
  }
};

const handOver = async (house: House, conversation: Conversation, reason: HandoverReason, robot: Author): Promise<void> => {
  await requestAgent(house, conversation.merchantId, conversation.id, { reason, summary: await summarise(house, conversation), by: robot });
};

/**
 * Acts on one due round. A conversation that is no longer with the robot needs nothing more of it [CM5]. `isOurs` is asked before every word: a process that was held up or
 * cut off may find that another one has taken the round, and then leaves it to that one. False when it did.
 */
export const actOnRound = async (house: House, due: DueRound, isOurs: () => Promise<boolean>): Promise<boolean> => {
  const conversation = await findConversation(house.db, due.merchantId, due.conversationId);
  if (conversation?.state !== 'bot') return true;
  const shop = await getShop(house.db, conversation.shopId);
  const consumer = await house.db.maybe<{ language: string }>('SELECT language FROM consumers WHERE merchant_id = $1 AND id = $2', [conversation.merchantId, conversation.consumerId]);
  const language = consumer?.language ?? 'zh';
  const name = language === 'en' ? shop.robotName.en : shop.robotName.zh;
  const robot: Author = { kind: 'robot', id: 'robot', name };
  if (due.attempts > attemptsBeforeHandover) {
    if (!(await isOurs())) return false;
    await handOver(house, conversation, 'unanswered_rounds', robot);
    return true;
  }
  const { messages } = await listMessagesAfter(house.db, due.merchantId, due.conversationId, due.firstSeq - 1, due.lastSeq - due.firstSeq + 1);
  const stored = await decideAndStore(house, due, conversation, shop, roundOf(messages));
  try {
    const bodies = await bodiesOf(house, conversation, stored, phrasesOf(language, name));
    for (const [i, body] of bodies.entries()) {
      if (!(await isOurs())) return false;
      await sendMessage(house, { merchantId: conversation.merchantId, conversationId: conversation.id, author: robot, clientId: `round-${due.lastSeq}-${i}`, body });
    }
    if (stored.decision.outcome === 'handover' && !(await isOurs())) return false;
    if (stored.decision.outcome === 'handover') await handOver(house, conversation, stored.decision.reason, robot);
  } catch (error) {
    // A person took over, or the conversation ended, between the decision and the word: the robot is silent, as it must be.
    if (error instanceof Refusal && (error.code === 'not_your_turn' || error.code === 'conversation_closed')) return true;
    throw error;
  }
  return true;
};
