// "What would the robot say, and why": the published library, no conversation, nothing stored. For the trial window and `qindesk ask`.
import { match } from '@qindesk/matcher';
import type { AnswerBody, DecisionView } from '@qindesk/protocol';
import { inTurns, newId, type House } from '../../platform/index.ts';
import type { Shop } from '../tenancy/index.ts';
import { botQuestionsOf } from './decide-case.ts';
import { candidatesOf, earlierIn } from './candidates.ts';
import { decide } from './decide.ts';
import { contextAround } from './focus.ts';
import { readInContext, type OrderState } from './read-in-context.ts';
import { nothingRead, readRound } from './read-round.ts';
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
    const read = brain && context && text.trim() !== '' ? readRound(text, thresholds, (words) => readInContext((line) => match(brain.model, line), words, context, thresholds, (id) => brain.byId.get(id)?.title ?? '')) : nothingRead;
    const decision = decide({ messages: [{ kind: 'text', text, questionId: null }] },
      { robotOn: true, questions, match: read.whole?.found ?? null, thresholds, unansweredRounds: 0, handoverAfterUnansweredRounds: shop.settings.handoverAfterUnansweredRounds, lastAnsweredId: null, askedFor: new Set(), context: read.whole?.reasons ?? [], requests: read.requests });
    const asked = decision.outcome === 'answer' ? [...decision.earlierIds ?? [], decision.questionId].flatMap((id) => brain?.byId.get(id) ?? []) : [];
    const question = asked.at(-1);
    const said = { outcome: decision.outcome, reasons: decision.reasons, candidates: candidatesOf(read, brain, decision) };
    return {
      id: newId('decision'), at: house.clock.now().toISOString(), text, question: question ? { id: question.id, title: question.title } : null, earlier: earlierIn(said), confidence: decision.confidence,
      libraryVersion: brain?.library.version ?? null, answers: asked.flatMap(({ answers }) => answers), ...said,
    };
  });
};
