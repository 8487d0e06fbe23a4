// The door of the matcher: train a shop's library, match a text, store a model. Everything else is private.
export { dialOf, match, thresholds, verdict } from './match.ts';
export type { ShopModel } from './model.ts';
export { normalise } from './normalise.ts';
export { leansOnContext, type PreparedText, prepareText } from './segments.ts';
export { requestsIn, sentencesIn } from './requests.ts';
export { ENOUGH_JUDGED, type Judged, type JudgedExample, readJudged, refineModel } from './refine.ts';
export { loadModel, type Refinement, refinedAs, refinementOf, serialiseModel } from './serialise.ts';
export { isDue, updateModel } from './update-model.ts';
export { trainModel } from './train-model.ts';
export type { Candidate, CandidateParts, DialPosition, Match, MatcherQuestion, Thresholds, TrainOptions } from './types.ts';
export { NO_TRADE, type Trade } from './trade.ts';
export { readTrade } from './trade-file.ts';
export { type Collision, findCollisions, findThinQuestions, type NearestTopic, nearestTopicOf, type ThinQuestion } from './suggest.ts';
export { groupTexts, type TextGroup } from './group-texts.ts';
export { pickPhrasings } from './pick-phrasings.ts';
export { type CorpusTopic, parseTopics } from './parse-topics.ts';
