// Lines of COPY's text format: tab between columns, backslash escapes.
import { expect, it } from 'vitest';
import { copyLine } from './copy-line.ts';

it('puts tabs between columns and ends the line', () => {
  expect(copyLine(['a', 2, 'c'])).toBe('a\t2\tc\n');
});

it('escapes what would end a column or a line, and the backslash itself', () => {
  expect(copyLine(['a\tb', 'c\nd', 'e\rf', '\\N', 'C:\\new'])).toBe('a\\tb\tc\\nd\te\\rf\t\\\\N\tC:\\\\new\n');
});
