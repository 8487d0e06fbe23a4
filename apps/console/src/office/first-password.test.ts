// Tests of first passwords.
import { expect, test } from 'vitest';
import { makeFirstPassword } from './first-password.ts';

test('a first password is long enough for the server and has no letters that look alike', () => {
  for (let n = 0; n < 200; n++) expect(makeFirstPassword()).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/);
});

test('no letter is favoured: bytes past the last whole round are thrown away', () => {
  let call = 0;
  const random = (bytes: Uint8Array<ArrayBuffer>): Uint8Array => bytes.fill(call++ === 0 ? 255 : 0);
  expect(makeFirstPassword(random)).toBe('aaaa-aaaa-aaaa');
  expect(call).toBe(2);
});
