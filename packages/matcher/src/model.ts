// What a trained shop model consists of, and the parts of it that are derived from its texts rather than stored.
import type { Bend } from './calibrator.ts';
import type { Core } from './core.ts';
import type { TraitRange } from './guards.ts';
import type { Negatives } from './negatives.ts';
import { prepareText } from './segments.ts';
import type { Trade } from './trade.ts';
import type { Trials } from './trials.ts';
import type { DialPosition } from './types.ts';

/** What a text is once written in one way, and without greetings. */
export type Form = { normalised: string; core: string };

/**
 * What is stored of a model: labels are positions in `questionIds`, `phrasings[r]` is the text of row r of the core and `forms[r]` what it comes to; `ranges` holds what each label's phrasings allow;
 * `trials` is what the dial was read from; `since` how often it has been updated since it was trained, and how many rows have come and gone by that.
 */
export type StoredModel = {
  questionIds: string[]; phrasings: string[]; forms: Form[]; ranges: TraitRange[]; core: Core; negatives: Negatives; bend: Bend; dial: DialPosition[]; trials: Trials; since: { updates: number; rows: number };
};

/** A shop's trained matcher; treat it as opaque and immutable. `exact` and `banned` map a normalised text to the labels that it is a phrasing, or a negative phrasing, of. */
export type ShopModel = StoredModel & { trade: Trade; exact: Map<string, number[]>; banned: Map<string, number[]> };

function index(map: Map<string, number[]>, { normalised, core }: Form, label: number): void {
  for (const key of normalised === core ? [core] : [normalised, core]) {
    const labels = map.get(key);
    if (labels === undefined) map.set(key, [label]);
    else if (!labels.includes(label)) labels.push(label);
  }
}

/** Adds the derived parts to a stored model. No phrasing is read for it: a large library's would hold up the thread that loads it. */
export function completeModel(trade: Trade, stored: StoredModel): ShopModel {
  const { firstRow } = stored.core;
  const exact = new Map<string, number[]>();
  const banned = new Map<string, number[]>();
  for (let label = 0; label < stored.questionIds.length; label++) for (let row = firstRow[label]!; row < firstRow[label + 1]!; row++) index(exact, stored.forms[row]!, label);
  stored.negatives.texts.forEach((text, r) => index(banned, prepareText(text), stored.negatives.owner[r]!));
  return { ...stored, trade, exact, banned };
}
