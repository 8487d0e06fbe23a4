// HTML by template: every value is escaped unless it is HTML already. Not for any page in particular.

/** A piece of finished HTML. */
export interface Html { readonly html: string }
type Value = Html | string | number | boolean | null | undefined | readonly Html[];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

const isHtmlList = (value: Value): value is readonly Html[] => Array.isArray(value);
const render = (value: Value): string => {
  if (value === null || value === undefined || value === false || value === true) return '';
  if (isHtmlList(value)) return value.map((one) => one.html).join('');
  return typeof value === 'object' ? value.html : escapeHtml(String(value));
};

/** `null`, `undefined` and truth values are nothing, so that `condition && html`…`` reads well. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html =>
  ({ html: strings.reduce((whole, piece, i) => whole + (i > 0 ? render(values[i - 1]) : '') + piece, '') });
