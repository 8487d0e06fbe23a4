// Trains a shop's matcher from its library; the only way a model comes to be besides loading one.
import { CALIBRATOR_WEIGHTS } from './calibrator-weights.ts';
import { confidenceOf, fitCalibrator } from './calibrator.ts';
import { type Core, trainCore } from './core.ts';
import { dialPositions } from './dial.ts';
import { bagOf } from './features.ts';
import { type HeldOut, holdOut, prepare, type Prepared } from './held-out.ts';
import { completeModel, type Negatives, type ShopModel } from './model.ts';
import { packRows } from './rows.ts';
import { prepareText } from './segments.ts';
import type { MatcherQuestion, TrainOptions } from './types.ts';
import { vectorise } from './vocabulary.ts';

/** How strongly a library's own calibration is drawn to the pooled one, in held-out texts. */
const RIDGE = 10;

type Topic = { id: string; texts: string[]; prepared: Prepared[]; negatives: string[] };

function topicOf(question: MatcherQuestion): Topic {
  const texts: string[] = [];
  const prepared: Prepared[] = [];
  const seen = new Set<string>();
  for (const text of question.phrasings) {
    const ready = prepare(text);
    if (ready.bag.hashes.length === 0 || seen.has(ready.core)) continue;
    seen.add(ready.core);
    texts.push(text);
    prepared.push(ready);
  }
  return { id: question.id, texts, prepared, negatives: question.negatives };
}

function negativesOf(topics: readonly Topic[], core: Core): Negatives {
  const texts = topics.flatMap((topic) => topic.negatives);
  const owner = Uint32Array.from(topics.flatMap((topic, label) => topic.negatives.map(() => label)));
  return { texts, owner, rows: packRows(texts.map((text) => vectorise(core.vocabulary, bagOf(prepareText(text).core)))) };
}

function calibrate(heldOut: readonly HeldOut[]): Float64Array {
  return heldOut.length === 0 ? Float64Array.from(CALIBRATOR_WEIGHTS) : fitCalibrator(heldOut, CALIBRATOR_WEIGHTS, RIDGE);
}

/**
 * Trains on a library. Deterministic: the same library and options give the same model, byte for byte. Phrasings without
 * a letter, digit or ideograph and repeats are left out, questions without phrasings never match.
 */
export function trainModel(library: readonly MatcherQuestion[], options: TrainOptions = {}): ShopModel {
  const seed = options.seed ?? 1;
  const topics = library.map(topicOf).filter((topic) => topic.prepared.length > 0);
  const core = trainCore(topics.map((topic) => topic.prepared.map((text) => text.bag)), seed);
  const heldOut = options.refine === false ? [] : holdOut(topics.map((topic) => topic.prepared), seed);
  const calibrator = calibrate(heldOut);
  const dial = heldOut.length === 0 ? [] : dialPositions(heldOut.map((held) => ({ ...held, confidence: confidenceOf(calibrator, held.x) })));
  return completeModel({
    questionIds: topics.map((topic) => topic.id),
    phrasings: topics.flatMap((topic) => topic.texts),
    core,
    negatives: negativesOf(topics, core),
    calibrator,
    dial,
  });
}
