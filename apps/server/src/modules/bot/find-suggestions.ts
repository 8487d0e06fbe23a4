// Works out what a trainer should mend first, from a model, the corpus and what went unanswered. Pure but for reading the corpus; seconds for a large library: runs in a thread of its own (suggest-worker).
import { findCollisions, findThinQuestions, groupTexts, match, nearestTopicOf, pickPhrasings, verdict, type Collision, type ShopModel, type Thresholds, type Trade } from '@qindesk/matcher';
import { linesOfTopic, type CorpusLanguage } from './trade-lines.ts';

/** What is looked at. `texts`: what the robot had no answer for, newest first. */
export interface Sought { model: ShopModel | null; trade: Trade; corpus: string; thresholds: Thresholds; questions: { id: string; title: string; phrasings: string[] }[]; texts: string[] }

interface Thin { questionId: string; phrasings: number; neighbours: number; topic: { id: string; title: string; sure: number } | null; proposed: string[] }
interface Missed { text: string; count: number; examples: string[]; nearestId: string | null }
/** Ids only: who has the library puts the titles in. */
export interface Found { collisions: Collision[]; thin: Thin[]; missed: Missed[] }

/** Fewer phrasings than this are few. */
const enough = 5;
const thinAtMost = 60;
/** Below this share of a question's phrasings the topic is a guess, and its lines would be too. */
const surelyAbout = 0.35;
const missedAtMost = 30;
/** Shown are a few; a question that is begun with a group gets all of them. */
const examplesOfMissed = 20;
/** A question is named beside a group from this confidence on. */
const namedFrom = 0.15;

const languageOf = (texts: readonly string[]): CorpusLanguage => (texts.filter((text) => /\p{Script=Han}/u.test(text)).length * 2 >= texts.length ? 'zh' : 'en');

const thinOf = ({ corpus, questions }: Sought, model: ShopModel): Thin[] => {
  const byId = new Map(questions.map((question) => [question.id, question]));
  // The model counts the title as a phrasing; people do not.
  return findThinQuestions(model, enough + 1, questions.length).flatMap(({ questionId, neighbours }) => {
    const question = byId.get(questionId);
    return question && question.phrasings.length < enough ? [{ question, neighbours }] : [];
  }).slice(0, thinAtMost).map(({ question, neighbours }) => {
    const topic = nearestTopicOf(model, question.id);
    const known = topic && linesOfTopic(corpus, languageOf([question.title, ...question.phrasings]), topic.topicId);
    return {
      questionId: question.id, phrasings: question.phrasings.length, neighbours,
      topic: topic && known ? { id: topic.topicId, title: known.title, sure: topic.sure } : null,
      proposed: topic && known && topic.sure >= surelyAbout ? pickPhrasings(model, question.id, known.lines) : [],
    };
  });
};

const missedOf = ({ model, trade, thresholds, texts }: Sought): Missed[] => {
  // What has been added to the library since is no longer missed.
  const still = model ? texts.filter((text) => verdict(match(model, text), thresholds) !== 'answer') : texts;
  return groupTexts(trade, still).filter(({ size }) => size > 1).slice(0, missedAtMost).map(({ text, size, members }) => {
    const nearest = model ? match(model, text) : null;
    return {
      text, count: size, examples: [...new Set(members.flatMap((at) => still[at] ?? []))].filter((one) => one !== text).slice(0, examplesOfMissed),
      nearestId: nearest && nearest.confidence >= namedFrom ? nearest.candidates[0]?.questionId ?? null : null,
    };
  });
};

/** All three parts; without a model (nothing is published) only what was missed. */
export const findSuggestions = (sought: Sought): Found => ({
  collisions: sought.model ? findCollisions(sought.model) : [],
  thin: sought.model ? thinOf(sought, sought.model) : [],
  missed: missedOf(sought),
});
