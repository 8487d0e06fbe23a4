// Builds the widget and holds it to what a shop's page is promised: small, no validator inside, a script that any page can hold.
/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';

const files = new Map<string, string>();
const codeOf = (pattern: RegExp): string => {
  const found = [...files].find(([name]) => pattern.test(name));
  if (found === undefined) throw new Error(`no file ${pattern}`);
  return found[1];
};

beforeAll(() => {
  const outDir = mkdtempSync(join(tmpdir(), 'qindesk-widget-'));
  try {
    const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
    // In a process of its own: here NODE_ENV says test, and the build would differ.
    execFileSync(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'], { cwd: fileURLToPath(new URL('..', import.meta.url)), env: { ...process.env, NODE_ENV: 'production' } });
    for (const name of readdirSync(outDir)) {
      if (name.endsWith('.js')) files.set(name, readFileSync(join(outDir, name), 'utf8'));
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}, 60_000);

describe('the built widget', () => {
  test.each(['zh', 'en'])('is under 30 kB gzipped, all that a page in %s loads', (language) => {
    const loaded = [/^widget\.js$/, /^frame-/, new RegExp(`^${language}-`)].map(codeOf);
    const bytes = loaded.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0);
    expect(bytes).toBeLessThan(30_000);
    // Below this something is missing and the measure measures nothing.
    expect(bytes).toBeGreaterThan(15_000);
  });

  test('holds no validator', () => {
    for (const code of files.values()) expect(code).not.toMatch(/zod|discriminatedUnion|safeParse/i);
  });

  test('starts from a classic script, and knows the names of its files', () => {
    const loader = codeOf(/^widget\.js$/);
    expect(() => new Script(loader)).not.toThrow();
    expect(loader).not.toContain('FILE_OF_');
    for (const name of files.keys()) if (name !== 'widget.js') expect(loader).toContain(name);
  });
});
