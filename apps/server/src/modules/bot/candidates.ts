// The candidates of a round's words as a decision shows and stores them. Not for choosing among them (decide).
import type { Candidate, Match } from '@qindesk/matcher';
import type { DecisionView } from '@qindesk/protocol';
import type { Decision } from './decide.ts';
import type { ReadRound } from './read-round.ts';
import type { Brain } from './shop-brain.ts';

const hundredths = (value: number): number => Math.round(value * 100) / 100;

type Shown = Candidate & { exact: boolean };
const shownIn = ({ candidates, exact }: Match): Shown[] => candidates.map((candidate) => ({ ...candidate, exact }));

/** None where the words were no question and were not matched; of several requests that were answered the first of each. */
const shownOf = ({ whole, requests }: ReadRound, decision: Decision): Shown[] => {
  if (decision.reasons.some((reason) => reason.startsWith('detail:'))) return [];
  return decision.outcome === 'answer' && decision.earlierIds ? requests.flatMap(({ found }) => shownIn(found).slice(0, 1)) : whole ? shownIn(whole.found) : [];
};

/** Best first, or in the order asked, each with what spoke for it; where the words were a phrasing literally nothing was weighed. */
export const candidatesOf = (read: ReadRound, brain: Brain | null, decision: Decision): DecisionView['candidates'] =>
  shownOf(read, decision).map(({ questionId, probability, phrasing, parts, exact }) => ({
    questionId: questionId as DecisionView['candidates'][number]['questionId'], title: brain?.byId.get(questionId)?.title ?? '', probability, phrasing,
    ...(exact ? {} : { parts: { classifier: hundredths(parts.head), words: hundredths(parts.cosine), meaning: hundredths(parts.meaning), topic: hundredths(parts.topic) } }),
  }));

/** What a round asked, and was answered, before the question that stands for it. */
export const earlierIn = ({ outcome, reasons, candidates }: Pick<DecisionView, 'outcome' | 'reasons' | 'candidates'>): DecisionView['earlier'] =>
  outcome === 'answer' && reasons.includes('several_requests') ? candidates.slice(0, -1).map(({ questionId, title }) => ({ id: questionId, title })) : [];
