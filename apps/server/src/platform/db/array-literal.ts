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
