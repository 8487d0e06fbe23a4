// Fills the holes of a sentence. Pure.
/** Fills `{name}`, and `{name|one|other}` by number. */
export const fill = (text: string, params: Record<string, string | number> | undefined): string =>
  params === undefined ? text : text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : (Number(value) === 1 ? one : other) ?? '';
  });
