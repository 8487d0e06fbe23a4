// One row of the log, one fact or many: facts of one lane that were committed together share a row. Not for reading rows (reader, tail).
import type { LoggedEvent } from './append.ts';

/** A fact inside a shared row: what it is about, its type (null: the row's), its payload. */
export type PackedFact = readonly [subjectId: string, type: string | null, payload: object];

/** A row as the database gives it. `subject_id` is null and `payload` an array when the row is shared. */
export interface EventRow { merchant_id: string; position: number; type: string; subject_id: string | null; payload: object; at: Date }

/** The facts of a row, in the order in which they became true. Facts of one row have one position. */
export const factsOf = (row: EventRow): LoggedEvent[] => {
  const { merchant_id: merchantId, position, at } = row;
  if (!Array.isArray(row.payload)) return [{ merchantId, position, type: row.type, subjectId: row.subject_id, payload: row.payload, at }];
  return (row.payload as PackedFact[]).map(([subjectId, type, payload]) => ({ merchantId, position, type: type ?? row.type, subjectId, payload, at }));
};

/** The facts of rows that have one of these types: a shared row is found by its own type and may hold facts of another. */
export const factsOfTypes = (rows: readonly EventRow[], types: readonly string[]): LoggedEvent[] => rows.flatMap(factsOf).filter((fact) => types.includes(fact.type));
