// A model of a library that has changed a little, made out of the model of before: what was learnt stays, but for the questions that changed. Not for the first training (train-model).
import { carryHead } from './carry-head.ts';
import { type Core, epochsFor, HEAD } from './core.ts';
import { bagOf } from './features.ts';
import { type TraitRange, traitRange } from './guards.ts';
import type { Head } from './head.ts';
import { learnColumns } from './head-columns.ts';
import { changeOf, type LibraryChange } from './library-change.ts';
import { completeModel, type Form, type ShopModel } from './model.ts';
import { packNegatives } from './negatives.ts';
import { outsideOf } from './outside.ts';
import { rowsToReplay } from './pick-replay.ts';
import { inputOf, lexicalOf, type Reading, readText, senseFeatures } from './reading.ts';
import { packRows, type Rows, sumNorms, usualCloseness } from './rows.ts';
import { prepareText } from './segments.ts';
import { carrySenses, type SenseRows } from './sense-rows.ts';
import { senseOf, type Trade } from './trade.ts';
import type { MatcherQuestion } from './types.ts';
import { vectorise } from './vocabulary.ts';
import { carryRows, changeVocabulary, type VocabularyChange } from './vocabulary-change.ts';

/** A change of more than this share of the rows is learnt anew, and so is every change of a library of fewer rows than this: it is learnt in no time, and a tenth of it is a row or two. */
const LIMITS = { share: 0.2, rows: 60 };

/** When a model is due for being trained anew: after so many updates, or once this share of its rows has changed. */
const DUE = { updates: 30, share: 0.1 };

type Read = (row: number) => Reading;

/** Reads each row of the new library once, when first asked for. */
function reader({ trade, forms }: ShopModel, { rowFrom, added }: LibraryChange): Read {
  const known: (Reading | undefined)[] = [];
  const read = (row: number): Reading => {
    const line = added.get(row);
    return line === undefined ? readText(trade, forms[rowFrom[row]!]!.core) : { bag: line.bag, sense: senseOf(trade, line.bag) };
  };
  return (row) => (known[row] ??= read(row));
}

/** The head in the new vocabulary and with the new labels; those that changed have no weights. */
function carriedHead(trade: Trade, before: Core, { changed, labelFrom }: LibraryChange, { vocabulary, cameFrom }: VocabularyChange): Head {
  const features = vocabulary.hashes.length;
  const shift = before.vocabulary.hashes.length - features;
  const featureFrom = Int32Array.from({ length: features + senseFeatures(trade) }, (_, f) => (f < features ? cameFrom[f]! : f + shift));
  const isChanged = new Set(changed);
  const stays = Array.from(labelFrom, (from, label) => (isChanged.has(label) ? -1 : from));
  const outside = before.head.labels > before.labels ? [before.labels] : [];
  return carryHead(before.head, featureFrom, Int32Array.from([...stays, ...outside]));
}

/** Learns the changed labels among the rows that could be taken for them and what is asked outside the library. The label outside itself stays as it was: learnt against labels that do not move, it would grow with every update. */
function learnChanged(trade: Trade, head: Head, change: LibraryChange, { vocabulary }: VocabularyChange, rows: Rows, senses: SenseRows, read: Read, seed: number): Head {
  const { changed, firstRow } = change;
  const labels = firstRow.length - 1;
  if (changed.length === 0) return head;
  const replayed = rowsToReplay(rows, firstRow, changed, vocabulary.hashes.length);
  const outside = head.labels > labels ? outsideOf(trade, senses, labels, rows.starts.length - 1) : [];
  const inputs = [...replayed.map(read), ...outside].map((reading) => inputOf(vocabulary, lexicalOf(vocabulary, reading), reading.sense));
  const owner = new Uint32Array(inputs.length).fill(labels);
  let label = 0;
  replayed.forEach((row, i) => {
    while (row >= firstRow[label + 1]!) label++;
    owner[i] = label;
  });
  return learnColumns(head, inputs, owner, changed, { seed, epochs: epochsFor(change.phrasings.length + outside.length), rate: HEAD.rate, l2: HEAD.l2, least: HEAD.least });
}

/** What the phrasings come to, read only where they are new. */
function readingOf(model: ShopModel, { rowFrom, labelFrom, changed, added, firstRow }: LibraryChange): Pick<ShopModel, 'forms' | 'ranges'> {
  const forms = Array.from(rowFrom, (from, row): Form => {
    const { normalised, core } = from < 0 ? added.get(row)! : model.forms[from]!;
    return { normalised, core };
  });
  const isChanged = new Set(changed);
  const rangeAt = (label: number): TraitRange => traitRange(forms.slice(firstRow[label], firstRow[label + 1]).map(({ core }) => core));
  return { forms, ranges: Array.from(labelFrom, (from, label) => (isChanged.has(label) ? rangeAt(label) : model.ranges[from]!)) };
}

/** Whether the change is one that this file is for. */
function isSmall(model: ShopModel, change: LibraryChange): boolean {
  const rows = Math.min(model.phrasings.length, change.phrasings.length);
  return rows >= LIMITS.rows && change.questionIds.length > 1 && change.added.size + change.lost.length <= LIMITS.share * rows;
}

/** Whether a model has been updated so often, or so much, that it should be trained anew. */
export function isDue({ since, phrasings }: ShopModel): boolean {
  return since.updates >= DUE.updates || since.rows > DUE.share * phrasings.length;
}

/**
 * The model of `library`, made out of the model of an earlier state of it; null when too much has changed: then train anew. Vocabulary and phrasings are what training anew would give, questions with a phrasing more or fewer
 * are learnt anew beside the others, which stay; so do the bend and the dial. What was taken out is in none of it. Deterministic: the same model, library and seed give the same model, byte for byte.
 */
export function updateModel(model: ShopModel, library: readonly MatcherQuestion[], seed = 1): ShopModel | null {
  const { trade, core: before, since } = model;
  const change = changeOf(model, library);
  if (!isSmall(model, change)) return null;
  const added = [...change.added.values()].map(({ bag }) => bag);
  const moved = changeVocabulary(before.vocabulary, model.phrasings.length, added, change.lost.map((text) => bagOf(prepareText(text).core)));
  const { vocabulary } = moved;
  const features = vocabulary.hashes.length;
  const { firstRow, questionIds, phrasings } = change;
  const rows = carryRows(before.rows, change.rowFrom, packRows(added.map((bag) => vectorise(vocabulary, bag)), phrasings.length), before.vocabulary, moved);
  const read = reader(model, change);
  const senses = carrySenses(before.senses, firstRow, change, (row) => read(row).sense);
  const head = learnChanged(trade, carriedHead(trade, before, change, moved), change, moved, rows, senses, read, seed);
  const sumNorm = sumNorms(rows, firstRow, features);
  return completeModel(trade, {
    questionIds, phrasings, ...readingOf(model, change),
    core: { labels: questionIds.length, vocabulary, head, rows, firstRow, sumNorm, usual: usualCloseness(rows, firstRow, sumNorm, features), senses },
    negatives: packNegatives(vocabulary, change.negatives.texts, change.negatives.owner),
    bend: model.bend, dial: model.dial, trials: model.trials,
    since: { updates: since.updates + 1, rows: since.rows + added.length + change.lost.length },
  });
}
