// What a trained shop model consists of, and the parts of it that are derived from its texts rather than stored.
import type { Bend } from './calibrator.ts';
import type { Core } from './core.ts';
import { type TraitRange, traitRange } from './guards.ts';
import type { Negatives } from './negatives.ts';
import { type PreparedText, prepareText } from './segments.ts';
import type { Trade } from './trade.ts';
import type { Trials } from './trials.ts';
import type { DialPosition } from './types.ts';

/**
 * What is stored of a model: labels are positions in `questionIds`, `phrasings[r]` is the text of row r of the core; `trials` is what the dial was read from; `since` how often it has been updated
 * since it was trained, and how many rows have come and gone by that.
 */
export type StoredModel = { questionIds: string[]; phrasings: string[]; core: Core; negatives: Negatives; bend: Bend; dial: DialPosition[]; trials: Trials; since: { updates: number; rows: number } };

/**
 * A shop's trained matcher; treat it as opaque and immutable. `exact` and `banned` map a normalised text to the labels
 * that it is a phrasing, or a negative phrasing, of; `ranges` holds what each label's phrasings allow.
 */
export type ShopModel = StoredModel & { trade: Trade; exact: Map<string, number[]>; banned: Map<string, number[]>; ranges: TraitRange[] };

function index(map: Map<string, number[]>, { normalised, core }: PreparedText, label: number): void {
  for (const key of new Set([normalised, core])) {
    const labels = map.get(key);
    if (labels === undefined) map.set(key, [label]);
    else if (!labels.includes(label)) labels.push(label);
  }
}

/** Adds the derived parts to a stored model. */
export function completeModel(trade: Trade, stored: StoredModel): ShopModel {
  const exact = new Map<string, number[]>();
  const banned = new Map<string, number[]>();
  const ranges: TraitRange[] = [];
  for (let label = 0; label < stored.questionIds.length; label++) {
    const texts = stored.phrasings.slice(stored.core.firstRow[label], stored.core.firstRow[label + 1]);
    const prepared = texts.map(prepareText);
    for (const text of prepared) index(exact, text, label);
    ranges.push(traitRange(prepared.map(({ core }) => core)));
  }
  stored.negatives.texts.forEach((text, r) => index(banned, prepareText(text), stored.negatives.owner[r]!));
  return { ...stored, trade, exact, banned, ranges };
}
