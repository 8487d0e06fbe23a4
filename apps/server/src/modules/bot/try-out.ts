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
      candidates: candidatesOf(found, brain, decision),
    };
  });
};
