// What the robot does with a round, and why. Pure: everything it looks at is handed in. Not for doing it (act).
import { leansOnContext, verdict, type Match, type Thresholds } from '@qindesk/matcher';
import type { HandoverReason, QuestionId } from '@qindesk/protocol';
import { asideIn, isFarewell, type Aside } from './asides.ts';
import { bareDetails, type Detail, holdsLink } from './details.ts';
import type { ReadLine } from './read-in-context.ts';
import { asksForHuman, isAcknowledgement, isGreeting, soundsAngry } from './words.ts';

/** A round as the robot sees it. */
export interface Round {
  /** The consumer's texts in order; pictures and cards are told apart by kind. */
  messages: readonly { kind: 'text' | 'picture' | 'card'; text: string; questionId: string | null }[];
}
export interface BotQuestion { id: QuestionId; title: string; mode: 'auto' | 'assist' | 'both'; hasAnswer: boolean; /** What people ask next, as the trainer linked it. */ followUps: readonly QuestionId[] }

export interface Circumstances {
  robotOn: boolean;
  /** By id; null when nothing was published. */
  questions: ReadonlyMap<string, BotQuestion> | null;
  match: Match | null;
  thresholds: Thresholds;
  /** Rounds of this conversation without an answer, within the shop's window, this one not counted. */
  unansweredRounds: number;
  handoverAfterUnansweredRounds: number;
  /** The question answered in the round before, while its answer is fresh. */
  lastAnsweredId: string | null;
  /** How the match was read in context (read-in-context): reasons, none when the line stood for itself. */
  context: readonly string[];
  /** What the robot's last words asked the consumer for. */
  askedFor: ReadonlySet<Detail>;
  /** Questions that the round asks one after the other, each of them surely; empty unless there are several. */
  requests: readonly ReadLine[];
}

export type Decision = { reasons: string[]; confidence: number } & (
  | { outcome: 'answer'; questionId: QuestionId; /** What the round asked before it and is answered first, in order: what was asked last stands for the round. */ earlierIds?: readonly QuestionId[] }
  | { outcome: 'offer'; questionIds: QuestionId[] }
  | { outcome: 'ask'; what: 'greeting' | 'rephrase' | 'card' | 'order' | 'recipient' }
  | { outcome: 'handover'; reason: HandoverReason }
  | { outcome: 'silent' }
);

const handover = (reason: HandoverReason, confidence: number, ...reasons: string[]): Decision => ({ outcome: 'handover', reason, confidence, reasons: [`handover:${reason}`, ...reasons] });

const answersAlone = (question: BotQuestion | undefined): question is BotQuestion => question !== undefined && question.mode !== 'assist' && question.hasAnswer;

const unanswered = (facts: Circumstances, confidence: number, reasons: string[]): Decision =>
  facts.unansweredRounds + 1 >= facts.handoverAfterUnansweredRounds
    ? handover('unanswered_rounds', confidence, `unanswered:${facts.unansweredRounds + 1}`, ...reasons)
    : { outcome: 'ask', what: 'rephrase', confidence, reasons: [`unanswered:${facts.unansweredRounds + 1}`, ...reasons] };

/** What is far less likely than the first is not worth a consumer's glance. */
const offerShare = 0.15;

/** A line that lives on the answer before it: that question and what people ask next, offered again. */
const bySubject = (facts: Circumstances, questions: ReadonlyMap<string, BotQuestion>, found: Match, text: string, reasons: string[]): Decision | null => {
  const last = questions.get(facts.lastAnsweredId ?? '');
  if (!last || facts.context.length > 0 || !leansOnContext(text)) return null;
  const ids = [...new Set([last.id, ...last.followUps, ...found.candidates.map((candidate) => candidate.questionId)])];
  const offered = ids.map((id) => questions.get(id)).filter(answersAlone).slice(0, 3);
  return offered.length > 0 ? { outcome: 'offer', questionIds: offered.map((one) => one.id), confidence: found.confidence, reasons: [...reasons, 'context:last_question'] } : null;
};

/** A topic, or the fear that the library does not hold it, below this share says nothing to a trainer. */
const worthSaying = 0.3;

/** How the line was taken, for whoever asks why. */
const readAs = ({ view, topics, outside }: Match): string[] => [
  ...(view.kind === 'whole' ? [] : [`read_${view.kind.replace('-', '_')}:${view.text}`]),
  ...topics.slice(0, 1).filter(({ share }) => share >= worthSaying).map(({ title, share }) => `topic:${title.replaceAll(':', ' ')}:${share.toFixed(2)}`),
  ...(outside >= worthSaying ? [`outside:${outside.toFixed(2)}`] : []),
];

/** How sure, against the lines from which the robot answers and offers. */
const measured = (confidence: number, { answer, offer }: Thresholds): string[] => [`confidence:${confidence.toFixed(3)}`, `answer_from:${answer.toFixed(3)}`, `offer_from:${offer.toFixed(3)}`];

/** Several requests in one round: all of them are answered, or a person answers them. Null unless there are. */
const byRequests = (facts: Circumstances, questions: ReadonlyMap<string, BotQuestion>): Decision | null => {
  const asked = facts.requests.flatMap(({ found }) => questions.get(found.candidates[0]?.questionId ?? '') ?? []);
  const last = asked.at(-1);
  if (!last || asked.length < 2) return null;
  const confidence = Math.min(...facts.requests.map(({ found }) => found.confidence));
  const reasons = [...measured(confidence, facts.thresholds), 'several_requests', ...asked.map(({ title }) => `request:${title.replaceAll(':', ' ')}`), ...new Set(facts.requests.flatMap((one) => one.reasons))];
  if (!asked.every(answersAlone)) return handover('sensitive', confidence, ...reasons, 'assist_only');
  if (asked.some(({ id }) => id === facts.lastAnsweredId)) return handover('same_question_again', confidence, ...reasons);
  return { outcome: 'answer', questionId: last.id, earlierIds: asked.slice(0, -1).map(({ id }) => id), confidence, reasons };
};

/** By what the library knows. */
const byMatch = (facts: Circumstances, questions: ReadonlyMap<string, BotQuestion>, found: Match, text: string): Decision => {
  const { confidence } = found;
  const first = found.candidates[0];
  const said = verdict(found, facts.thresholds);
  const reasons = [...measured(confidence, facts.thresholds), ...(found.exact ? ['exact'] : []), ...found.guards.map((guard) => `${said === 'answer' ? 'doubt' : 'guard'}:${guard}`), ...facts.context, ...readAs(found)];
  const question = first ? questions.get(first.questionId) : undefined;
  if (said === 'answer' && question) {
    if (!answersAlone(question)) return handover('sensitive', confidence, ...reasons, 'assist_only');
    if (facts.lastAnsweredId === question.id) return handover('same_question_again', confidence, ...reasons);
    return { outcome: 'answer', questionId: question.id, confidence, reasons };
  }
  const carried = bySubject(facts, questions, found, text, reasons);
  if (carried) return carried;
  const likely = found.candidates.filter((candidate) => candidate.probability >= (first?.probability ?? 0) * offerShare);
  const offered = said === 'none' ? [] : likely.map((candidate) => questions.get(candidate.questionId)).filter(answersAlone).slice(0, 3);
  return offered.length > 0 ? { outcome: 'offer', questionIds: offered.map((one) => one.id), confidence, reasons } : unanswered(facts, confidence, reasons);
};

/** What the robot asks about a detail that came alone. */
const aboutDetail: Readonly<Record<Detail, 'card' | 'order' | 'recipient'>> = { order: 'order', parcel: 'order', phone: 'recipient', address: 'recipient', link: 'card' };

/** Nothing is asked, something is handed over [BT4]: what the robot itself asked for a person takes up; with a card it belongs to the card; else the robot asks what it is about, as long as it may ask. */
const byDetail = (round: Round, facts: Circumstances, details: readonly [Detail, ...Detail[]]): Decision => {
  const reasons = details.map((detail) => `detail:${detail}`);
  if (details.some((detail) => facts.askedFor.has(detail))) return handover('detail_given', 1, ...reasons);
  if (round.messages.some((message) => message.kind === 'card')) return { outcome: 'ask', what: 'card', confidence: 1, reasons: ['card', ...reasons] };
  const asked = unanswered(facts, 1, reasons);
  return asked.outcome === 'ask' ? { ...asked, what: aboutDetail[details[0]] } : asked;
};

/** A line that the library does not answer, by what it does; to a plain farewell nothing is offered either: 行那先这样 is no wish to read about goodbyes. */
const asideOf = (found: Match, limits: Thresholds): Aside | null => {
  const said = verdict(found, limits);
  return said === 'none' ? asideIn(found) : said === 'offer' && isFarewell(found) ? 'closes' : null;
};

/** Nothing is asked: a farewell needs no word, who has a question or names what they bought is asked for the rest, a detail is treated as one. Null for a line that the library may have something to say to, or that means more. */
const byAside = (round: Round, facts: Circumstances, found: Match): Decision | null => {
  const aside = asideOf(found, facts.thresholds);
  const { confidence } = found;
  const reasons = [...measured(confidence, facts.thresholds), ...readAs(found)];
  switch (aside) {
    case null: return null;
    // The matcher reads past a link: who shows a product and thanks waits for a word.
    case 'closes': return round.messages.some(({ text }) => holdsLink(text)) ? byDetail(round, facts, ['link']) : { outcome: 'silent', confidence, reasons: ['acknowledgement', ...reasons] };
    case 'opens': return { outcome: 'ask', what: 'greeting', confidence, reasons: ['greeting', ...reasons] };
    case 'names': {
      const asked = unanswered(facts, confidence, reasons);
      return asked.outcome === 'ask' ? { ...asked, what: 'card' } : asked;
    }
    default: return byDetail(round, facts, [aside]);
  }
};

/** Asked for a person comes before everything but the switch itself [BT2]; then anger, a click, small talk, and what the library knows. */
export const decide = (round: Round, facts: Circumstances): Decision => {
  const texts = round.messages.filter((message) => message.kind === 'text').map((message) => message.text);
  if (round.messages.length === 0) return { outcome: 'silent', confidence: 1, reasons: ['nothing_to_answer'] };
  if (!facts.robotOn) return handover('robot_off', 1);
  if (texts.some(asksForHuman)) return handover('asked_for_human', 1);
  if (facts.questions === null) return handover('no_library', 1);
  const clicked = facts.questions.get(round.messages.at(-1)?.questionId ?? '');
  if (clicked) return answersAlone(clicked) ? { outcome: 'answer', questionId: clicked.id, confidence: 1, reasons: ['clicked'] } : handover('sensitive', 1, 'clicked', 'assist_only');
  if (texts.some(soundsAngry)) return handover('angry', 1);
  if (round.messages.some((message) => message.kind === 'picture')) return handover('unanswered_rounds', 0, 'picture');
  if (texts.length === 0) return { outcome: 'ask', what: 'card', confidence: 1, reasons: ['card'] };
  const [detail, ...more] = facts.match?.exact ? [] : bareDetails(texts);
  if (detail) return byDetail(round, facts, [detail, ...more]);
  const several = byRequests(facts, facts.questions);
  if (several) return several;
  if (facts.match && verdict(facts.match, facts.thresholds) === 'answer') return byMatch(facts, facts.questions, facts.match, texts.join('\n'));
  if (texts.every(isAcknowledgement)) return { outcome: 'silent', confidence: 1, reasons: ['acknowledgement'] };
  if (texts.every((text) => isGreeting(text) || isAcknowledgement(text))) return { outcome: 'ask', what: 'greeting', confidence: 1, reasons: ['greeting'] };
  if (!facts.match) return unanswered(facts, 0, ['no_match']);
  return byAside(round, facts, facts.match) ?? byMatch(facts, facts.questions, facts.match, texts.join('\n'));
};
