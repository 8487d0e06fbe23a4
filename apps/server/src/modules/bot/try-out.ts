// "What would the robot say, and why": the published library, no conversation, nothing stored. For the trial window and `qindesk ask`.
import type { AnswerBody, DecisionView } from '@qindesk/protocol';
import { inTurns, newId, type House } from '../../platform/index.ts';
import type { Shop } from '../tenancy/index.ts';
import { botQuestionsOf, foundFor, requestsOf } from './decide-case.ts';
import { candidatesOf } from './candidates.ts';
import { withoutDetails } from './details.ts';
import { decide } from './decide.ts';
import { contextAround } from './focus.ts';
import { readInContext, type OrderState, type ReadLine } from './read-in-context.ts';
import { getBrain } from './shop-brain.ts';

export type Trial = DecisionView & { answers: AnswerBody[] };

/** What the consumer of a trial looks at. */
export interface TrialFocus { productId?: string | undefined; orderState?: OrderState | undefined }

/** One decision a text, each as the first round of a conversation. */
export const tryOut = async (house: House, shop: Shop, texts: readonly string[], focus: TrialFocus = {}): Promise<Trial[]> => {
  const brain = await getBrain(house, shop.merchantId, shop.id, true);
  const questions = brain && botQuestionsOf(brain);
  const thresholds = brain?.thresholdsAt(shop.settings.precisionTarget) ?? { answer: 1, offer: 1 };
  const context = brain && await contextAround(house, { merchantId: shop.merchantId, shopId: shop.id }, brain.library, focus.productId ?? null, focus.orderState ?? null, null);
  return inTurns(texts, (text) => {
    const read = brain && context ? (words: string): ReadLine => readInContext(brain.model, words, context, thresholds, (id) => brain.byId.get(id)?.title ?? '') : null;
    const asked = withoutDetails(text);
    const whole = read && read(asked);
    const requests = read ? requestsOf(asked, thresholds, read) : [];
    const decision = decide({ messages: [{ kind: 'text', text, questionId: null }] },
      { robotOn: true, questions, match: whole?.found ?? null, thresholds, unansweredRounds: 0, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: null, askedFor: new Set(), context: whole?.reasons ?? [], requests });
    const question = decision.outcome === 'answer' ? brain?.byId.get(decision.questionId) : undefined;
    const earlier = decision.outcome === 'answer' ? (decision.earlierIds ?? []).flatMap((id) => brain?.byId.get(id) ?? []) : [];
    return {
      id: newId('decision'), at: house.clock.now().toISOString(), text, outcome: decision.outcome, question: question ? { id: question.id, title: question.title } : null, confidence: decision.confidence,
      reasons: decision.reasons, libraryVersion: brain?.library.version ?? null, answers: [...earlier.flatMap(({ answers }) => answers), ...question?.answers ?? []],
      candidates: candidatesOf(foundFor(decision, whole, requests), brain, decision),
    };
  });
};
