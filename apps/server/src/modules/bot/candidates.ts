// The candidates of a round's words as a decision shows and stores them. Not for choosing among them (decide).
import type { Candidate } from '@qindesk/matcher';
import type { DecisionView } from '@qindesk/protocol';
import type { Decision } from './decide.ts';
import type { ReadRound } from './read-round.ts';
import type { Brain } from './shop-brain.ts';

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** None where the words were no question and were not matched; of several requests that were answered the first of each. */
const shownOf = ({ whole, requests }: ReadRound, decision: Decision): Candidate[] => {
  if (decision.reasons.some((reason) => reason.startsWith('detail:'))) return [];
  return decision.outcome === 'answer' && decision.earlierIds ? requests.flatMap(({ found }) => found.candidates.slice(0, 1)) : whole?.found.candidates ?? [];
};

/** Best first, or in the order asked, each with what spoke for it. */
export const candidatesOf = (read: ReadRound, brain: Brain | null, decision: Decision): DecisionView['candidates'] =>
  shownOf(read, decision).map(({ questionId, probability, phrasing, parts }) => ({
    questionId: questionId as DecisionView['candidates'][number]['questionId'], title: brain?.byId.get(questionId)?.title ?? '', probability, phrasing,
    parts: { classifier: hundredths(parts.head), words: hundredths(parts.cosine), meaning: hundredths(parts.meaning), topic: hundredths(parts.topic) },
  }));

/** What a round asked, and was answered, before the question that stands for it. */
export const earlierIn = ({ outcome, reasons, candidates }: Pick<DecisionView, 'outcome' | 'reasons' | 'candidates'>): DecisionView['earlier'] =>
  outcome === 'answer' && reasons.includes('several_requests') ? candidates.slice(0, -1).map(({ questionId, title }) => ({ id: questionId, title })) : [];
