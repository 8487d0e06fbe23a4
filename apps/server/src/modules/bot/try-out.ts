// "What would the robot say, and why": the published library, no conversation, nothing stored. For the trial window and `qindesk ask`.
import { match } from '@qindesk/matcher';
import type { AnswerBody, DecisionView } from '@qindesk/protocol';
import { newId, type House } from '../../platform/index.ts';
import type { Shop } from '../tenancy/index.ts';
import { botQuestionsOf } from './act.ts';
import { candidatesOf } from './candidates.ts';
import { withoutDetails } from './details.ts';
import { decide } from './decide.ts';
import { getBrain } from './shop-brain.ts';

export type Trial = DecisionView & { answers: AnswerBody[] };

/** One decision a text, each as the first round of a conversation. */
export const tryOut = async (house: House, shop: Shop, texts: readonly string[]): Promise<Trial[]> => {
  const brain = await getBrain(house, shop.merchantId, shop.id, true);
  const questions = brain && botQuestionsOf(brain);
  const thresholds = brain?.thresholdsAt(shop.settings.precisionTarget) ?? { answer: 1, offer: 1 };
  return texts.map((text) => {
    const found = brain ? match(brain.model, withoutDetails(text)) : null;
    const decision = decide({ messages: [{ kind: 'text', text, questionId: null }] },
      { robotOn: true, questions, match: found, thresholds, unansweredRounds: 0, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: null, askedFor: new Set() });
    const question = decision.outcome === 'answer' ? brain?.byId.get(decision.questionId) : undefined;
    return {
      id: newId('decision'), at: house.clock.now().toISOString(), text, outcome: decision.outcome, question: question ? { id: question.id, title: question.title } : null, confidence: decision.confidence,
      reasons: decision.reasons, libraryVersion: brain?.library.version ?? null, answers: question?.answers ?? [],
      candidates: candidatesOf(found, brain),
    };
  });
};

/** Stored decisions of a conversation, newest first, for the desk. */
export const listDecisions = async (house: House, merchantId: string, conversationId: string): Promise<DecisionView[]> => {
  const rows = await house.db.query<{ id: string; at: Date; text: string; outcome: DecisionView['outcome']; question_id: string | null; title: string | null; confidence: number; reasons: string[]; library_version: number | null; candidates: DecisionView['candidates'] }>(
    `SELECT d.id, d.at, d.text, d.outcome, d.question_id, q.title, d.confidence, d.reasons, d.library_version, d.candidates FROM decisions d
     LEFT JOIN questions q ON q.merchant_id = d.merchant_id AND q.id = d.question_id WHERE d.merchant_id = $1 AND d.conversation_id = $2 ORDER BY d.round_seq DESC LIMIT 20`, [merchantId, conversationId]);
  return rows.map((row) => ({
    id: row.id, at: row.at.toISOString(), text: row.text, outcome: row.outcome, question: row.question_id ? { id: row.question_id, title: row.title ?? '' } as DecisionView['question'] : null,
    confidence: row.confidence, reasons: row.reasons, libraryVersion: row.library_version, candidates: row.candidates,
  }));
};
