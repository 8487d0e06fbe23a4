// Columns of many rows as PostgreSQL's array literals, for `unnest`. The driver's own writing of an array costs several times as much.

const quoted = (value: string | null): string => {
  if (value === null) return 'NULL';
  return value.includes('"') || value.includes('\\') ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
};

/** A text[], timestamptz[] or jsonb[] literal, to be passed as a parameter. */
export const textArray = (values: readonly (string | null)[]): string => {
  let literal = '{';
  for (let i = 0; i < values.length; i++) literal += i === 0 ? quoted(values[i] ?? null) : `,${quoted(values[i] ?? null)}`;
  return `${literal}}`;
};

/** A literal of numbers or booleans. */
export const plainArray = (values: readonly (number | boolean)[]): string => `{${values.join(',')}}`;

/** A literal of values of one kind, some of which may be missing; times as ISO 8601. */
export const valueArray = (values: readonly (string | number | boolean | Date | null)[]): string =>
  `{${values.map((value) => (value === null || typeof value === 'string' ? quoted(value) : value instanceof Date ? `"${value.toISOString()}"` : value)).join(',')}}`;
