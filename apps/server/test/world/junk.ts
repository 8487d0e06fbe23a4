// Arbitraries of what a hostile or broken client may send (fast-check). Not for sending it.
import * as fc from 'fast-check';

const loneHigh = '\ud83d';
const strings: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('a\u0000b', 'x\ud83d', '\udc00y', '\u0000'),
  fc.constantFrom('', ' ', '\u0000', 'a\u0000b', loneHigh, `${loneHigh}x`, '\udc00', '\ufffe\uffff', '\u202e倒', '__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '-1', '1e309', '../../etc/passwd', '%00', '%', "' OR 1=1 --", '"; DROP TABLE messages; --', '${7*7}', '{{7*7}}',
    '<script>alert(1)</script>', 'javascript:alert(1)', 'data:text/html,x', '/files/../x', 'https://evil.example/"onerror=', 'x'.repeat(70_000), '长'.repeat(5000), '👩‍👩‍👧‍👦'.repeat(300), '\n\r\t\v\f', '9'.repeat(400), 'Mars/Phobos', '25:61', '0000-00-00T00:00:00Z', '+275760-09-13T00:00:00.001Z', '9999-12-31T23:59:59Z'),
);
const numbers: fc.Arbitrary<number> = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, -1, 0.5, 2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e300, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE));

const nest = (depth: number, array: boolean): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = array ? [value] : { a: value };
  return value;
};
/** `{"__proto__": …}` as its own property, which only JSON.parse makes. */
const polluted = (inner: string): unknown => JSON.parse(`{"__proto__":${inner},"constructor":{"prototype":${inner}}}`) as unknown;

/** Any value that JSON can carry, the awkward ones often. */
export const junkValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: strings }, { weight: 3, arbitrary: numbers }, { weight: 2, arbitrary: fc.constantFrom(null, true, false) }, { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.constantFrom([], {}, [[]], [null], polluted('{"admin":true}'), polluted('null'), nest(60, true), nest(60, false), nest(2000, true), Array.from({ length: 300 }, (_, i) => i)) },
);

type Path = readonly (string | number)[];
const pathsOf = (value: unknown, at: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]))];
};
const replaced = (value: unknown, path: Path, by: unknown, remove: boolean): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (i === key ? replaced(inner, rest, by, remove) : inner));
  const copy = { ...(value as Record<string, unknown>) };
  if (remove && rest.length === 0) delete copy[key]; else copy[key] = replaced(copy[key], rest, by, remove);
  return copy;
};

const at = (value: unknown, path: Path): unknown => path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
/** Short enough to pass most limits, hostile all the same. */
const shortStrings = strings.filter((text) => text.length <= 60);
/** Hostile, but of the kind that stood there: it passes the shapes and reaches what lies behind them. */
const ofItsKind = (value: unknown): fc.Arbitrary<unknown> =>
  typeof value === 'string' ? fc.oneof({ weight: 4, arbitrary: shortStrings }, { weight: 1, arbitrary: strings }) : typeof value === 'number' ? fc.oneof(fc.constantFrom(0, 1, 2, 500, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1), numbers) : typeof value === 'boolean' ? fc.boolean() : junkValue;
/** What makes a request that request: changed now and then only, or nothing would reach what lies behind. */
const skeleton = /^(type|ref|conversationId|clientId|shopId|merchantId|protocol|as|token)$/;

/** A valid value with one to three of its parts replaced (mostly by their own kind), taken away, doubled into a list, or joined by keys nobody asked for. */
export const mutated = (valid: unknown): fc.Arbitrary<unknown> => {
  const paths = pathsOf(valid).slice(1);
  if (paths.length === 0) return junkValue;
  const path = fc.oneof(...paths.map((one) => ({ weight: skeleton.test(String(one.at(-1))) ? 1 : 6, arbitrary: fc.constant(one) })));
  const one = path.chain((where) => fc.record({ path: fc.constant(where), by: fc.oneof({ weight: 3, arbitrary: ofItsKind(at(valid, where)) }, { weight: 1, arbitrary: junkValue }), how: fc.constantFrom('replace', 'replace', 'replace', 'replace', 'replace', 'remove', 'list', 'extra') }));
  return fc.oneof({ weight: 3, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) }, { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }) }).map((changes) => changes.reduce<unknown>((value, { path: where, by, how }) => {
    if (how === 'extra') return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, extra: by } : value;
    return replaced(value, where, how === 'list' ? [by, by] : by, how === 'remove');
  }, valid));
};

/** Text that is sent where JSON is expected. */
export const junkText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 200 }), junkValue.map((value) => JSON.stringify(value) ?? ''),
  fc.constantFrom('', '{', '[', '"', 'null', '{"type":', '{"type":"hello"', '[[[[[[', '['.repeat(50_000), '{"a":'.repeat(5000), '{"type":"ping"}{"type":"ping"}', '\ufeff{}', '{"type":"pi\\u0000ng"}', "{'type':'ping'}", 'NaN', '-', '1e999', '{"type":"\\ud800"}', '{"a":1,"a":2}'),
);

/** A piece of a path, of a query or of a header, before it is encoded. */
export const junkPart = strings.map((text) => text.slice(0, 300));

export const junkHeader: fc.Arbitrary<[string, string]> = fc.tuple(
  fc.constantFrom('content-type', 'accept', 'accept-encoding', 'accept-language', 'authorization', 'cookie', 'host', 'origin', 'referer', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-request-id', 'if-none-match', 'if-modified-since', 'range', 'expect', 'user-agent', 'content-encoding', 'x-http-method-override', 'forwarded', 'te', 'prefer', 'x-y'),
  fc.oneof(
    fc.constantFrom('', '*', 'null', 'a b', 'text/html', 'application/json; charset=utf-16', 'application/json;;;', ';', '/', 'multipart/form-data', 'multipart/form-data; boundary=', 'application/x-www-form-urlencoded', 'application/json, text/plain', 'gzip', 'br, gzip;q=2', 'bytes=0-0,-1', 'bytes=9999999999999999-', '100-continue',
      'http://', 'http://a b', '[::1', '[::1]:99999', 'evil.example:abc', '127.0.0.1:0@x', 'Bearer', 'Bearer  ', `Bearer ${'x'.repeat(3000)}`, 'Basic Og==', 'qindesk.session_token=%zz', 'qindesk.session_token=%00', '=;=;=', 'a=b; a=c; __proto__=x', 'qindesk.session_token=a.b', 'Thu, 99 Foo 20xx', 'W/"x', 'x'.repeat(6000), '\u00e9\u00ff'),
    fc.string({ maxLength: 60 }),
  ).map((value) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')),
);
