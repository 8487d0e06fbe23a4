// Simulates the future inside one library: trains without some phrasings and some whole topics and watches how the rest is ranked.
import { BACKGROUND } from './background.ts';
import type { Example } from './calibrator.ts';
import { type Core, trainCore } from './core.ts';
import { evidenceOf } from './evidence.ts';
import { guardReasons, type TraitRange, type Traits, traitRange, traitsOf } from './guards.ts';
import type { Loss } from './loss.ts';
import { seededRandom, shuffledIndices } from './random.ts';
import { rank } from './rank.ts';
import { type Reading, readText } from './reading.ts';
import { prepareText } from './segments.ts';
import type { Trade } from './trade.ts';

/** A phrasing made ready once for all folds. */
export type Prepared = { core: string; reading: Reading; traits: Traits };

/** A held-out text with what the calibrator and the dial need. */
export type HeldOut = Example & { inScope: boolean; demoted: boolean };

/** Share of the traffic each kind stands for: what a shop's robot really hears is mostly not in its library. */
const TRAFFIC = { inScope: 0.5, near: 0.25, far: 0.25 };

/**
 * Inner folds n; each leaves out one topic in n and, of the others, one phrasing in n. A small library can afford many,
 * and needs them: what its folds train on must resemble the whole of it.
 */
const FOLDS = { small: 3, large: 2, smallUpTo: 300 };
/** Rounds of training that a fold gets, of a kept model's. */
const FOLD_EFFORT = 0.5;

/** Phrasings per topic that the folds look at, so that a library of thousands does not train five times in full. */
const PER_TOPIC = 24;
/** And in all. */
const IN_ALL = 5000;

/** Makes a phrasing ready; `core` is what of it is read. */
export function prepare(trade: Trade, text: string, core = prepareText(text).core): Prepared {
  return { core, reading: readText(trade, core), traits: traitsOf(core) };
}

const background = new WeakMap<Trade, Prepared[]>();

function backgroundTexts(trade: Trade): Prepared[] {
  const known = background.get(trade) ?? BACKGROUND.map((text) => prepare(trade, text));
  background.set(trade, known);
  return known;
}

/** Cosine to a phrasing from which a background line counts as asked of this library after all. */
const IN_LIBRARY = 0.65;

type Fold = { kept: Prepared[][]; labels: number[]; held: { text: Prepared; label: number }[] };

function foldOf(topics: readonly (readonly Prepared[])[], topicOrder: Uint32Array, fold: number, folds: number): Fold {
  const result: Fold = { kept: [], labels: [], held: [] };
  topics.forEach((topic, label) => {
    const leftOut = topicOrder[label]! % folds === fold && topics.length > folds;
    if (leftOut) {
      for (const text of topic) result.held.push({ text, label });
      return;
    }
    const kept = topic.filter((_, i) => topic.length < 2 || (i + label) % folds !== fold);
    topic.forEach((text) => {
      if (!kept.includes(text)) result.held.push({ text, label });
    });
    result.kept.push(kept);
    result.labels.push(label);
  });
  return result;
}

/** A background line that the library has words for but does not itself contain; others teach nothing, or the wrong thing. */
function isForeign(core: Core, text: Prepared): boolean {
  const { scored } = rank(core, text.reading);
  return scored.length > 0 && scored.every((one) => one.cosine < IN_LIBRARY);
}

function watch(trade: Trade, fold: Fold, loss: Loss, seed: number): HeldOut[] {
  const core = trainCore(trade, fold.kept.map((topic) => topic.map((text) => text.reading)), loss, seed, FOLD_EFFORT);
  const ranges: TraitRange[] = fold.kept.map((topic) => traitRange(topic.map((text) => text.core)));
  const results: HeldOut[] = [];
  const see = (text: Prepared, truth: number, inScope: boolean): void => {
    const ranking = rank(core, text.reading);
    const first = ranking.scored[0];
    const right = first !== undefined && fold.labels[first.label] === truth;
    const demoted = first !== undefined && guardReasons(text.traits, ranges[first.label]!).length > 0;
    results.push({ x: evidenceOf(core, ranking, text.reading.sense, text.core.length), right, inScope, demoted, weight: inScope ? 1 : truth >= 0 ? 2 : 3 });
  };
  for (const { text, label } of fold.held) see(text, label, fold.labels.includes(label));
  for (const text of backgroundTexts(trade)) if (isForeign(core, text)) see(text, -1, false);
  return results;
}

/** Weights each kind so that it stands for its share of the traffic while the total stays the number of in-scope texts held out. */
function weigh(results: HeldOut[]): HeldOut[] {
  const kinds = [results.filter((r) => r.inScope), results.filter((r) => !r.inScope && r.weight === 2), results.filter((r) => !r.inScope && r.weight === 3)];
  const shares = [TRAFFIC.inScope, TRAFFIC.near, TRAFFIC.far];
  const total = kinds[0]!.length / TRAFFIC.inScope;
  return kinds.flatMap((kind, i) => kind.map((result) => ({ ...result, weight: (total * shares[i]!) / kind.length })));
}

/** Held-out texts of a library (`topics[label]` its phrasings), which learns by `loss` whole or in parts; empty when there is nothing to hold out. */
export function holdOut(trade: Trade, topics: readonly (readonly Prepared[])[], loss: Loss, seed: number): HeldOut[] {
  const random = seededRandom(seed);
  const perTopic = Math.max(3, Math.min(PER_TOPIC, Math.floor(IN_ALL / Math.max(1, topics.length))));
  const sampled = topics.map((topic) => Array.from(shuffledIndices(topic.length, random).subarray(0, perTopic), (i) => topic[i]!));
  if (sampled.length < 2 || sampled.every((topic) => topic.length < 2)) return [];
  const order = shuffledIndices(sampled.length, random);
  const results: HeldOut[] = [];
  const folds = sampled.flat().length <= FOLDS.smallUpTo ? FOLDS.small : FOLDS.large;
  for (let fold = 0; fold < folds; fold++) results.push(...watch(trade, foldOf(sampled, order, fold, folds), loss, seed));
  return weigh(results);
}
