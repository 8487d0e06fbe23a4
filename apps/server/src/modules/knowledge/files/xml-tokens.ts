// Cuts XML into tags and text, one pass, no tree, no entities of its own, no DTD. For the few parts of a workbook that are read; not a general parser.

/** The XML cannot be read. */
export class BadXml extends Error {}

/** `name` without its namespace prefix. */
export interface XmlToken { kind: 'open' | 'close' | 'text'; name: string; attributes: string; text: string; empty: boolean }

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const decodeEntities = (text: string): string =>
  text.includes('&') ? text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name) return named[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }) : text;

const find = (xml: string, what: string, from: number): number => {
  const at = xml.indexOf(what, from);
  if (at < 0) throw new BadXml(`${what} is missing`);
  return at;
};

const tagOf = (inside: string): XmlToken => {
  const close = inside.startsWith('/');
  const empty = inside.endsWith('/');
  const body = inside.slice(close ? 1 : 0, empty ? -1 : undefined);
  const space = body.search(/\s/);
  const full = space < 0 ? body : body.slice(0, space);
  return { kind: close ? 'close' : 'open', name: full.slice(full.indexOf(':') + 1), attributes: space < 0 ? '' : body.slice(space), text: '', empty };
};

/** Tokens in order. A `>` inside an attribute's quotes ends the tag early; workbooks escape it. Throws BadXml. */
export const xmlTokens = function* (xml: string): Generator<XmlToken> {
  let at = 0;
  const textToken = (text: string): XmlToken => ({ kind: 'text', name: '', attributes: '', text, empty: false });
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open < 0) return;
    if (open > at) yield textToken(decodeEntities(xml.slice(at, open)));
    if (xml.startsWith('<!--', open)) { at = find(xml, '-->', open + 4) + 3; continue; }
    if (xml.startsWith('<![CDATA[', open)) {
      const end = find(xml, ']]>', open + 9);
      yield textToken(xml.slice(open + 9, end));
      at = end + 3;
      continue;
    }
    if (xml.startsWith('<!', open)) throw new BadXml('a document type is not read');
    const end = find(xml, '>', open);
    at = end + 1;
    if (xml[open + 1] !== '?') yield tagOf(xml.slice(open + 1, end));
  }
};

const patterns = new Map<string, RegExp>();
const patternOf = (name: string): RegExp => {
  const known = patterns.get(name) ?? new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(name, known);
  return known;
};

/** The value of an attribute, by its local name; a prefixed one counts too. */
export const attribute = (token: XmlToken, name: string): string | undefined => {
  const found = patternOf(name).exec(token.attributes);
  return found ? decodeEntities(found[1] ?? found[2] ?? '') : undefined;
};
