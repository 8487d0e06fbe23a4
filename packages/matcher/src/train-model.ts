// Trains a shop's matcher from its library; the only way a model comes to be besides loading one.
import { bendTo, UNBENT } from './calibrator.ts';
import { type Core, trainCore } from './core.ts';
import { dialPositions } from './dial.ts';
import { holdOut, prepare, type Prepared } from './held-out.ts';
import { completeModel, type Negatives, type ShopModel } from './model.ts';
import { packRows } from './rows.ts';
import { prepareText } from './segments.ts';
import { outcomesAt, packTrials } from './trials.ts';
import { NO_TRADE, type Trade } from './trade.ts';
import { lexicalOf, readText } from './reading.ts';
import type { MatcherQuestion, TrainOptions } from './types.ts';

/** How strongly a library's own calibration is drawn to the pooled one, in held-out texts. */
const RIDGE = 10;

type Topic = { id: string; texts: string[]; prepared: Prepared[]; negatives: string[] };

function topicOf(trade: Trade, question: MatcherQuestion): Topic {
  const texts: string[] = [];
  const prepared: Prepared[] = [];
  const seen = new Set<string>();
  for (const text of question.phrasings) {
    const ready = prepare(trade, text);
    if (ready.reading.bag.hashes.length === 0 || seen.has(ready.core)) continue;
    seen.add(ready.core);
    texts.push(text);
    prepared.push(ready);
  }
  return { id: question.id, texts, prepared, negatives: question.negatives };
}

function negativesOf(trade: Trade, topics: readonly Topic[], core: Core): Negatives {
  const texts = topics.flatMap((topic) => topic.negatives);
  const owner = Uint32Array.from(topics.flatMap((topic, label) => topic.negatives.map(() => label)));
  return { texts, owner, rows: packRows(texts.map((text) => lexicalOf(core.vocabulary, readText(trade, prepareText(text).core)))) };
}

/**
 * Trains on a library. Deterministic: the same library and options give the same model, byte for byte. Phrasings without
 * a letter, digit or ideograph and repeats are left out, questions without phrasings never match.
 */
export function trainModel(library: readonly MatcherQuestion[], options: TrainOptions = {}): ShopModel {
  const seed = options.seed ?? 1;
  const trade = options.trade ?? NO_TRADE;
  const topics = library.map((question) => topicOf(trade, question)).filter((topic) => topic.prepared.length > 0);
  const core = trainCore(trade, topics.map((topic) => topic.prepared.map((text) => text.reading)), seed);
  const heldOut = options.refine === false ? [] : holdOut(trade, topics.map((topic) => topic.prepared), seed);
  const bend = heldOut.length === 0 ? UNBENT : bendTo(trade.net, heldOut, RIDGE);
  const trials = packTrials(trade.net, bend, heldOut);
  return completeModel(trade, {
    questionIds: topics.map((topic) => topic.id),
    phrasings: topics.flatMap((topic) => topic.texts),
    core,
    negatives: negativesOf(trade, topics, core),
    bend,
    dial: heldOut.length === 0 ? [] : dialPositions(outcomesAt(trials, bend)),
    trials,
  });
}
