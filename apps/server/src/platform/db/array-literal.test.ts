// Array literals as PostgreSQL reads them (8.15 Arrays, "Array Input and Output Syntax"): every value quoted, quotes and backslashes escaped.
import { expect, it } from 'vitest';
import { plainArray, textArray } from './array-literal.ts';

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
