// Trains a shop's matcher from its library; the only way a model comes to be besides loading one.
import { bendTo, UNBENT } from './calibrator.ts';
import { type Core, trainCore } from './core.ts';
import { dialPositions } from './dial.ts';
import { rangeOf, traitsOf } from './guards.ts';
import { holdOut, type Prepared } from './held-out.ts';
import { type Line, linesOf } from './library-lines.ts';
import { lossFor } from './loss.ts';
import { completeModel, type ShopModel } from './model.ts';
import { type Negatives, packNegatives } from './negatives.ts';
import { outcomesAt, packTrials } from './trials.ts';
import { NO_TRADE, senseOf, type Trade } from './trade.ts';
import type { MatcherQuestion, TrainOptions } from './types.ts';

/** How strongly a library's own calibration is drawn to the pooled one, in held-out texts. */
const RIDGE = 4;

type Topic = { id: string; lines: Line[]; prepared: Prepared[]; negatives: string[] };

function topicOf(trade: Trade, question: MatcherQuestion): Topic {
  const lines = linesOf(question.phrasings);
  const prepared = lines.map(({ core, bag }): Prepared => ({ core, reading: { bag, sense: senseOf(trade, bag) }, traits: traitsOf(core) }));
  return { id: question.id, lines, prepared, negatives: question.negatives };
}

function negativesOf(topics: readonly Topic[], core: Core): Negatives {
  return packNegatives(core.vocabulary, topics.flatMap((topic) => topic.negatives), Uint32Array.from(topics.flatMap((topic, label) => topic.negatives.map(() => label))));
}

/**
 * Trains on a library. Deterministic: the same library and options give the same model, byte for byte. Phrasings without
 * a letter, digit or ideograph and repeats are left out, questions without phrasings never match.
 */
export function trainModel(library: readonly MatcherQuestion[], options: TrainOptions = {}): ShopModel {
  const seed = options.seed ?? 1;
  const trade = options.trade ?? NO_TRADE;
  const topics = library.map((question) => topicOf(trade, question)).filter((topic) => topic.prepared.length > 0);
  const loss = lossFor(topics.reduce((sum, { prepared }) => sum + prepared.length, 0), topics.length);
  const core = trainCore(trade, topics.map((topic) => topic.prepared.map((text) => text.reading)), loss, seed);
  const heldOut = options.refine === false ? [] : holdOut(trade, topics.map((topic) => topic.prepared), loss, seed);
  const bend = heldOut.length === 0 ? UNBENT : bendTo(trade.net, heldOut, RIDGE);
  const trials = packTrials(trade.net, bend, heldOut);
  return completeModel(trade, {
    questionIds: topics.map((topic) => topic.id),
    phrasings: topics.flatMap(({ lines }) => lines.map(({ text }) => text)),
    forms: topics.flatMap(({ lines }) => lines.map(({ normalised, core: rest }) => ({ normalised, core: rest }))),
    ranges: topics.map(({ prepared }) => rangeOf(prepared.map(({ traits }) => traits))),
    core,
    negatives: negativesOf(topics, core),
    bend,
    dial: heldOut.length === 0 ? [] : dialPositions(outcomesAt(trials, bend)),
    trials,
    since: { updates: 0, rows: 0 },
  });
}
