// What the commands decide before they run anything: stale or fresh, what is an entry, what people are told. The runs themselves are tried by CI.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.mjs';
import { inRoot } from './root.mjs';
import { entriesOf, exists, stampOf, targets } from './targets.mjs';
import { closingLine } from './vitest.mjs';

const place = `dist/test/run-${process.pid}`;
const write = (name, text) => {
  mkdirSync(inRoot(place, 'src'), { recursive: true });
  writeFileSync(inRoot(place, 'src', name), text);
};
afterEach(() => rmSync(inRoot(place), { recursive: true, force: true }));

describe('sources', () => {
  const look = () => fingerprint([`${place}/src`], inRoot(place, 'stamp.json'));
  const built = () => look().remember();

  test('that were never built are stale, after a build fresh', () => {
    write('a.ts', 'one');
    expect(look().fresh).toBe(false);
    built();
    expect(look().fresh).toBe(true);
  });

  test('stay fresh when only their times change, as a checkout does', () => {
    write('a.ts', 'one');
    built();
    utimesSync(inRoot(place, 'src/a.ts'), 1, 1);
    expect(look().fresh).toBe(true);
  });

  test('are stale after a change, a new file and a removed one', () => {
    write('a.ts', 'one');
    built();
    write('a.ts', 'two');
    expect(look().fresh).toBe(false);
    built();
    write('b.ts', 'three');
    expect(look().fresh).toBe(false);
    built();
    rmSync(inRoot(place, 'src/b.ts'));
    expect(look().fresh).toBe(false);
  });

  test('stay fresh when a test beside them changes', () => {
    write('a.ts', 'one');
    built();
    write('a.test.ts', 'a test');
    expect(look().fresh).toBe(true);
  });
});

describe('targets', () => {
  test('name sources that exist, and stamps that go with their output', () => {
    for (const name of Object.keys(targets)) {
      expect({ name, exists: exists(name) }).toEqual({ name, exists: true });
      expect(stampOf(name)).toContain(join('dist', '.stamp'));
    }
    expect(new Set(Object.keys(targets).map(stampOf)).size).toBe(Object.keys(targets).length);
  });

  test('of Node have their main entry, and one for each worker beside it', () => {
    const entries = entriesOf('server');
    expect(entries.main).toBe(inRoot('apps/server/src/main.ts'));
    for (const [name, file] of Object.entries(entries)) expect({ name, there: existsSync(file) && (name === 'main' || name.endsWith('-worker')) }).toEqual({ name, there: true });
  });
});

describe('people are told', () => {
  const run = (...args) => spawnSync(process.execPath, args, { cwd: '/', encoding: 'utf8' });

  test('that Node is too old', () => {
    const pretend = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.20.4"}})';
    const { status, stderr } = run('--import', pretend, inRoot('tools/run/start.mjs'));
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('Qindesk needs Node 20.19 or newer; this is Node 18.20.4.') });
  });

  test('that a program, a build or a step does not exist, with those that do', () => {
    expect(run(inRoot('tools/run/entry.mjs'), 'nothing').stderr).toContain('There is no program "nothing". There are: simulate, bench, evaluate, train, cli.');
    expect(run(inRoot('tools/run/build.mjs'), 'nothing').stderr).toContain('There is nothing called "nothing" to build.');
    expect(run(inRoot('tools/run/check.mjs'), 'nothing').stderr).toContain('There is no step "nothing".');
  });

  test('the counts in one plain line', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 1 })).toBe('12 passed, 0 failed, 1 skipped');
  });
});
