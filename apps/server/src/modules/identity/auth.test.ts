// Unit tests of the key that signs sessions.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecret } from './auth.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'qindesk-secret-')); });
afterEach(() => rmSync(home, { recursive: true }));

test('it is made once, readable by its owner only, and nothing else is left behind', () => {
  const dir = join(home, 'new');
  const secret = loadSecret(dir);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(loadSecret(dir)).toBe(secret);
  expect(readdirSync(dir)).toEqual(['session-secret']);
  expect(statSync(join(dir, 'session-secret')).mode & 0o777).toBe(0o600);
});

test('the one that another process has made is taken', () => {
  writeFileSync(join(home, 'session-secret'), 'made-by-another\n');
  expect(loadSecret(home)).toBe('made-by-another');
  expect(readdirSync(home)).toEqual(['session-secret']);
});
