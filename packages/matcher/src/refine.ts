// Bends a shop's trained model by what people said of its decisions: the calibration moves, what was learnt does not. Not for training (train-model).
import { bendFrom, bent, unbent } from './calibrator.ts';
import { dialPositions, type Outcome } from './dial.ts';
import { match } from './match.ts';
import type { ShopModel } from './model.ts';
import { outcomesAt } from './trials.ts';

/** What a person said of a text: the question that it means (null: none of the library), or only that it does not mean `not`. */
export type Judged = { text: string } & ({ means: string | null } | { not: string });

/** A judged text as the model reads it now: its logit as the shop's bend leans, whether its first candidate is right, whether a guard keeps it from being answered. */
export type JudgedExample = { logit: number; right: boolean; demoted: boolean };

/** Fewer examples than this change nothing. */
export const ENOUGH_JUDGED = 25;

/** How strongly the shop's bend is drawn to the one it was trained with: its slope strays by a fourteenth, its offset by a third of a logit (decision 20). And for how many held-out texts a judged one counts on the dial: it was really asked. */
const RIDGE = { slope: 200, offset: 10 };
const WORTH = 2;

/** The dial opens no further than to where this share of the judged texts lay lower still, and one step of the logit (odds of two) beyond: how a shop's texts behave below those that anybody judged is a guess. */
const REACH = { share: 0.05, step: Math.LN2 };

/**
 * What a judged text teaches a model as it was trained (not a refined one); null where it teaches nothing: the model knows the text by heart or not at all, or it is only known not to mean
 * what the model no longer takes it for.
 */
export function readJudged(model: ShopModel, judged: Judged): JudgedExample | null {
  const found = match(model, judged.text);
  const first = found.candidates[0];
  if (first === undefined || found.exact || found.confidence <= 0 || found.confidence >= 1) return null;
  if ('not' in judged && first.questionId !== judged.not) return null;
  return { logit: unbent(model.bend, found.confidence), right: 'means' in judged && first.questionId === judged.means, demoted: found.guards.length > 0 };
}

/** The model as the examples bend it: confidence and dial change, how a line read as a whole is ranked does not. The same model when there are too few. */
export function refineModel(model: ShopModel, examples: readonly JudgedExample[]): ShopModel {
  if (examples.length < ENOUGH_JUDGED) return model;
  const bend = bendFrom(model.bend, examples, RIDGE);
  const judged = examples.map(({ logit, right, demoted }): Outcome => ({ confidence: bent(bend, logit), right, demoted, inScope: false, weight: WORTH }));
  const sorted = examples.map(({ logit }) => logit).sort((a, b) => a - b);
  const reach = bent(bend, sorted[Math.floor(sorted.length * REACH.share)]! - REACH.step);
  const floors = model.dial.map(({ answer }) => Math.min(reach, bent(bend, unbent(model.bend, answer))));
  return { ...model, bend, dial: model.dial.length === 0 ? [] : dialPositions([...outcomesAt(model.trials, bend), ...judged], floors) };
}
