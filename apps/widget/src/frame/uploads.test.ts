// Unit tests of what may be uploaded.
import { expect, test } from 'vitest';
import { refusalOfFile } from './uploads.ts';

test.each([
  ['image/png', 10, undefined], ['video/mp4', 8 * 1024 * 1024, undefined], ['image/svg+xml', 10, 'unsupported_file'], ['text/html', 10, 'unsupported_file'], ['', 10, 'unsupported_file'],
  ['image/jpeg', 8 * 1024 * 1024 + 1, 'too_large'],
])('%s of %i bytes: %s', (type, size, code) => {
  expect(refusalOfFile({ type, size })?.code).toBe(code);
});
