// What has changed between the library that a model was trained on and another one: which labels and rows stay, which are new, which are gone. Changes no model.
import { type Line, linesOf } from './library-lines.ts';
import type { ShopModel } from './model.ts';
import type { MatcherQuestion } from './types.ts';

/**
 * The new library, label by label as in a model; `labelFrom[k]` and `rowFrom[r]` are the label and the row of the old model, -1 for new ones. `changed` are the labels that won or lost a row,
 * `added` the new rows' lines by row, `lost` the texts of the old rows that are gone.
 */
export type LibraryChange = {
  questionIds: string[]; phrasings: string[]; negatives: { texts: string[]; owner: Uint32Array }; firstRow: Uint32Array;
  labelFrom: Int32Array; rowFrom: Int32Array; changed: number[]; added: Map<number, Line>; lost: string[];
};

type Kept = { text: string; from: number; line?: Line };

const isSame = (texts: readonly string[], phrasings: readonly string[], from: number): boolean => texts.every((text, i) => text === phrasings[from + i]);

/** A question's rows; none of `from..to` where it is new. */
function rowsOf(model: ShopModel, question: MatcherQuestion, from: number, to: number): Kept[] {
  if (question.phrasings.length === to - from && isSame(question.phrasings, model.phrasings, from)) return question.phrasings.map((text, i) => ({ text, from: from + i }));
  const before = new Map(model.phrasings.slice(from, to).map((text, i) => [text, from + i]));
  return linesOf(question.phrasings).map((line) => ({ text: line.text, from: before.get(line.text) ?? -1, line }));
}

/** Lays a library beside a model. */
export function changeOf(model: ShopModel, library: readonly MatcherQuestion[]): LibraryChange {
  const labels = new Map(model.questionIds.map((id, label) => [id, label]));
  const stays = new Uint8Array(model.phrasings.length);
  const kept: { question: MatcherQuestion; label: number; rows: Kept[]; changed: boolean }[] = [];
  for (const question of library) {
    const label = labels.get(question.id) ?? -1;
    const [from, to] = label < 0 ? [0, 0] : [model.core.firstRow[label]!, model.core.firstRow[label + 1]!];
    const rows = rowsOf(model, question, from, to);
    if (rows.length === 0) continue;
    labels.delete(question.id);
    for (const row of rows) if (row.from >= 0) stays[row.from] = 1;
    kept.push({ question, label, rows, changed: rows.length !== to - from || rows.some((row) => row.from < 0) });
  }
  const all = kept.flatMap(({ rows }) => rows);
  const firstRow = new Uint32Array(kept.length + 1);
  kept.forEach(({ rows }, label) => { firstRow[label + 1] = firstRow[label]! + rows.length; });
  return {
    questionIds: kept.map(({ question }) => question.id),
    phrasings: all.map(({ text }) => text),
    negatives: { texts: kept.flatMap(({ question }) => question.negatives), owner: Uint32Array.from(kept.flatMap(({ question }, label) => question.negatives.map(() => label))) },
    firstRow,
    labelFrom: Int32Array.from(kept, ({ label }) => label),
    rowFrom: Int32Array.from(all, ({ from }) => from),
    changed: [...kept.keys()].filter((label) => kept[label]!.changed),
    added: new Map(all.flatMap(({ from, line }, row) => (from < 0 && line !== undefined ? [[row, line] as const] : []))),
    lost: model.phrasings.filter((_, row) => stays[row] === 0),
  };
}
