// Rows as COPY … FROM STDIN takes them: the cheapest way of many rows into a table (steps.ts sends them).

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const unsafe = /[\\\n\r\t]/;
const escaped = (value: string): string => (unsafe.test(value) ? value.replace(/[\\\n\r\t]/g, (found) => escapes[found] ?? found) : value);

/** One row in COPY's text format (PostgreSQL, "COPY", File Formats), its line end included. */
export const copyLine = (values: readonly (string | number | null)[]): string => {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    line += (i === 0 ? '' : '\t') + (value === null ? '\\N' : typeof value === 'number' ? value : escaped(value));
  }
  return `${line}\n`;
};
