// The candidates of a match as a decision shows and stores them. Not for choosing among them (decide).
import type { Match } from '@qindesk/matcher';
import type { DecisionView } from '@qindesk/protocol';
import type { Brain } from './shop-brain.ts';

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Best first, each with what spoke for it. */
export const candidatesOf = (found: Match | null, brain: Brain | null): DecisionView['candidates'] =>
  (found?.candidates ?? []).map(({ questionId, probability, phrasing, parts }) => ({
    questionId: questionId as DecisionView['candidates'][number]['questionId'], title: brain?.byId.get(questionId)?.title ?? '', probability, phrasing,
    parts: { classifier: hundredths(parts.head), words: hundredths(parts.cosine), meaning: hundredths(parts.meaning), topic: hundredths(parts.topic) },
  }));
