// The candidates of a match as a decision shows and stores them. Not for choosing among them (decide).
import type { Match } from '@qindesk/matcher';
import type { DecisionView } from '@qindesk/protocol';
import type { Decision } from './decide.ts';
import type { Brain } from './shop-brain.ts';

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Best first, each with what spoke for it; none where the words were no question and were not matched. */
export const candidatesOf = (found: Match | null, brain: Brain | null, decision: Decision): DecisionView['candidates'] =>
  (decision.reasons.some((reason) => reason.startsWith('detail:')) ? [] : found?.candidates ?? []).map(({ questionId, probability, phrasing, parts }) => ({
    questionId: questionId as DecisionView['candidates'][number]['questionId'], title: brain?.byId.get(questionId)?.title ?? '', probability, phrasing,
    parts: { classifier: hundredths(parts.head), words: hundredths(parts.cosine), meaning: hundredths(parts.meaning), topic: hundredths(parts.topic) },
  }));
