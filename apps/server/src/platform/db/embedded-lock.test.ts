// Who gets the lock of a data directory, and when a holder counts as dead. No database.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockInstance, type InstanceLock } from './embedded-lock.ts';

let dir: string;
let path: string;
const told: string[] = [];
const lock = (): Promise<InstanceLock> => lockInstance(path, dir, (line) => told.push(line), 300);
/** What a holder writes, changed as if another had written it. */
const writtenBy = async (change: object): Promise<string> => {
  const own = await lock();
  const content = `${JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change })}\n`;
  own.release();
  writeFileSync(path, content);
  return content;
};
const elsewhere = { host: 'container-7', namespace: 'pid:[1]', pid: 7 };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(dir, 'instance.lock');
  told.length = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a lock is free again when it is released, twice does no harm', async () => {
  const first = await lock();
  await expect(lock()).rejects.toThrow(`This process (pid ${process.pid}) already uses ${dir}.`);
  first.release();
  first.release();
  expect(existsSync(path)).toBe(false);
  (await lock()).release();
});

test('a number that another process bears now is not the holder', async () => {
  await writtenBy({ pid: process.ppid });
  (await lock()).release();
});

test('a holder from before the machine was started again is dead', async () => {
  await writtenBy({ boot: 'an earlier one' });
  (await lock()).release();
  expect(told).toEqual([]);
});

test('an unreadable lock does not keep anybody out', async () => {
  writeFileSync(path, '');
  (await lock()).release();
});

test('a holder in another container is believed alive while it beats', async () => {
  const content = await writtenBy(elsewhere);
  const beating = setInterval(() => writeFileSync(path, content), 50);
  await expect(lock()).rejects.toThrow(`Another instance (pid 7 on container-7) is using ${dir}.`);
  clearInterval(beating);
  expect(told).toHaveLength(1);
});

test('a holder in another container that is silent is dead', async () => {
  await writtenBy(elsewhere);
  const own = await lock();
  expect(readFileSync(path, 'utf8')).toContain(`"pid":${process.pid}`);
  own.release();
});

test('what a former holder does late touches no other lock', async () => {
  const late = await lock();
  rmSync(path);
  writeFileSync(path, 'another');
  late.beat();
  late.release();
  expect(readFileSync(path, 'utf8')).toBe('another');
});
