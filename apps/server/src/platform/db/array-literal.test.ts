// Array literals as PostgreSQL reads them (8.15 Arrays, "Array Input and Output Syntax"): every value quoted, quotes and backslashes escaped.
import { expect, it } from 'vitest';
import { plainArray, textArray, valueArray } from './array-literal.ts';

it('quotes every value, so that commas, braces, spaces and the word NULL are text', () => {
  expect(textArray(['a', 'b,c', '{d}', ' e ', 'NULL', ''])).toBe('{"a","b,c","{d}"," e ","NULL",""}');
});

it('escapes quotes and backslashes, and tells nothing from a value', () => {
  expect(textArray(['say "hi"', 'c:\\x', null])).toBe('{"say \\"hi\\"","c:\\\\x",NULL}');
});

it('writes numbers and booleans as they are', () => {
  expect(plainArray([1, -2, 3.5])).toBe('{1,-2,3.5}');
  expect(plainArray([true, false])).toBe('{true,false}');
  expect(plainArray([])).toBe('{}');
});

it('writes values of one kind with gaps', () => {
  expect(valueArray(['a"b', null])).toBe('{"a\\"b",NULL}');
  expect(valueArray([1, null, -2])).toBe('{1,NULL,-2}');
  expect(valueArray([true, null])).toBe('{true,NULL}');
  expect(valueArray([new Date(0), null])).toBe('{"1970-01-01T00:00:00.000Z",NULL}');
});
