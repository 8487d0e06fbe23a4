// The embedded database as its operator meets it: first and later starts, kills, locks, directories that cannot be used. Real PostgreSQL.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseProblem, startEmbedded, type EmbeddedDatabase } from './embedded.ts';

const asRoot = process.getuid?.() === 0;
const here = dirname(fileURLToPath(import.meta.url));
// Inside the repository, so that the child finds its packages.
const childFile = join(here, '../../../dist/test', `embedded-child-${process.pid}.mjs`);
const childSource = `
  import { startEmbedded } from './embedded.ts';
  startEmbedded({ dataDir: process.argv[2] }).then((db) => console.log(JSON.stringify(db)), (error) => { console.log(JSON.stringify({ problem: error.message })); });
  setInterval(() => {}, 1000);`;

const made: string[] = [];
const running: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];

const newDataDir = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'embedded test-'));
  made.push(root);
  chmodSync(root, 0o755);
  return join(root, 'data dir');
};
const start = async (dataDir: string, lines: string[] = [], onLost?: (sentence: string) => void): Promise<EmbeddedDatabase> => {
  const db = await startEmbedded({ dataDir, log: (line) => lines.push(line), ...(onLost ? { onLost } : {}) });
  running.push(db);
  return db;
};
const query = async <Row extends object>(url: string, ...statements: string[]): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let rows: Row[] = [];
  for (const sql of statements) rows = (await client.query<Row>(sql)).rows;
  await client.end();
  return rows;
};
/** Starts the database in another Node process; it holds it until it is killed. */
const startInChild = async (dataDir: string): Promise<{ child: ChildProcess; url: string; pid: number; problem?: string }> => {
  const child = spawn(process.execPath, [childFile, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, ...(JSON.parse(line) as { url: string; pid: number; problem?: string }) };
  throw new Error('the child ended without a word');
};
const kill9 = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
});

beforeAll(async () => {
  await build({ stdin: { contents: childSource, resolveDir: here, loader: 'ts' }, outfile: childFile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await kill9(child);
  for (const db of running.splice(0)) await db.stop();
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});
afterAll(() => rmSync(childFile, { force: true }));

describe('an embedded database', () => {
  test('is created at the first start, keeps its data over a stop, and is durable, local and guarded by a password', async () => {
    const dataDir = newDataDir();
    const lines: string[] = [];
    const first = await start(dataDir, lines);
    expect(first.adopted).toBe(false);
    expect(lines).toEqual([`Creating the database in ${join(dataDir, 'postgres')}`]);
    await query(first.url, 'CREATE TABLE kept (word text)', "INSERT INTO kept VALUES ('尺码')");
    await first.stop();
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'instance.lock'))).toBe(false);

    const second = await start(dataDir);
    expect(await query(second.url, 'SELECT word FROM kept')).toEqual([{ word: '尺码' }]);
    const setting = async (name: string) => (await query<Record<string, string>>(second.url, `SHOW ${name}`))[0]?.[name];
    expect({ fsync: await setting('fsync'), commit: await setting('synchronous_commit'), pages: await setting('full_page_writes'), listens: await setting('listen_addresses'), encoding: await setting('server_encoding'), superuser: await setting('is_superuser') })
      .toEqual({ fsync: 'on', commit: 'on', pages: 'on', listens: '127.0.0.1', encoding: 'UTF8', superuser: 'off' });
    expect(await setting('TimeZone')).toBe('UTC');
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);

    const byTcp = new URL(second.url);
    byTcp.search = '';
    expect(await query(byTcp.href, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    byTcp.password = 'wrong';
    await expect(query(byTcp.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('finds Chinese words by trigram and lets its owner make roles and databases', async () => {
    const { url } = await start(newDataDir());
    const rows = await query<{ near: number }>(url, 'CREATE EXTENSION pg_trgm', "SELECT similarity('尺码推荐', '尺码') AS near");
    expect(rows[0]?.near).toBeGreaterThan(0.2);
    await query(url, 'CREATE ROLE tenant NOLOGIN', 'GRANT tenant TO CURRENT_USER', 'SET ROLE tenant', 'RESET ROLE', 'CREATE DATABASE another');
  });

  test('is taken over with its data when the process that started it was killed', async () => {
    const dataDir = newDataDir();
    const before = await startInChild(dataDir);
    await query(before.url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept SELECT generate_series(1, 1000)');
    await kill9(before.child);
    const lines: string[] = [];
    const after = await start(dataDir, lines);
    expect({ adopted: after.adopted, pid: after.pid }).toEqual({ adopted: true, pid: before.pid });
    expect(lines).toEqual([`Took over the database that still ran (pid ${before.pid})`]);
    expect(await query(after.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
    await after.stop();
    expect((await start(dataDir)).adopted).toBe(false);
  });

  test('is repaired with all that was committed when the server was killed as well', async () => {
    const dataDir = newDataDir();
    const before = await startInChild(dataDir);
    await query(before.url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept SELECT generate_series(1, 1000)');
    await kill9(before.child);
    process.kill(before.pid, 'SIGKILL');
    const lines: string[] = [];
    const after = await start(dataDir, lines);
    expect(after.adopted).toBe(false);
    expect(lines).toContain(`Cleared the lock of a database that no longer runs (pid ${before.pid})`);
    expect(await query(after.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
  });

  test('that dies while it is taken over is started anew', async () => {
    const dataDir = newDataDir();
    const before = await startInChild(dataDir);
    await query(before.url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (1)');
    await kill9(before.child);
    // It stands still: it runs, is ready by its own file, and answers nobody.
    process.kill(before.pid, 'SIGSTOP');
    const starting = start(dataDir);
    await sleep(500);
    process.kill(before.pid, 'SIGKILL');
    const after = await starting;
    expect(after.adopted).toBe(false);
    expect(await query(after.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('is not fooled by a stale lock whose number now belongs to another process', async () => {
    const dataDir = newDataDir();
    const before = await startInChild(dataDir);
    await kill9(before.child);
    process.kill(before.pid, 'SIGKILL');
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));
    const lock = join(dataDir, 'instance.lock');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/"pid":\d+/, `"pid":${process.ppid}`));
    expect((await start(dataDir)).adopted).toBe(false);
  });

  test('refuses a second instance and names the process of the first', async () => {
    const dataDir = newDataDir();
    const first = await startInChild(dataDir);
    await expect(start(dataDir)).rejects.toThrow(new DatabaseProblem(`Another instance (pid ${first.child.pid}) is using ${dataDir}. Stop it first, or give this one a directory of its own: DATA_DIR=/another/path`));
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('lets one of several that start at the same time win', async () => {
    const dataDir = newDataDir();
    const all = await Promise.all([startInChild(dataDir), startInChild(dataDir), startInChild(dataDir)]);
    expect(all.filter((one) => one.problem === undefined)).toHaveLength(1);
  });

  test('says when the server is gone', async () => {
    const lost: string[] = [];
    const db = await start(newDataDir(), [], (sentence) => lost.push(sentence));
    process.kill(db.pid, 'SIGKILL');
    await expect.poll(() => lost, { timeout: 10_000 }).toEqual([expect.stringContaining(`The embedded database (pid ${db.pid}) has ended.`)]);
  });
});

describe('a data directory that cannot be used is told in one plain line', () => {
  const problemOf = async (dataDir: string): Promise<string> => {
    const error: unknown = await start(dataDir).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(DatabaseProblem);
    const { message } = error as DatabaseProblem;
    expect(message).not.toContain('\n');
    return message;
  };

  test.skipIf(asRoot)('not writable', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir, { mode: 0o555 });
    expect(await problemOf(dataDir)).toContain(`is not writable for ${userInfo().username}`);
  });

  // Root may write anywhere, except where the kernel itself says no.
  test.runIf(existsSync('/sys/kernel'))('on a file system that takes no files', async () => {
    expect(await problemOf('/sys/kernel/data')).toMatch(/is not writable|read-only file system/);
  });

  test('a file in its place', async () => {
    const dataDir = newDataDir();
    writeFileSync(dataDir, '');
    expect(await problemOf(dataDir)).toContain('a file stands where a directory is needed');
  });

  test('written by another version', async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect(await problemOf(dataDir)).toContain('was written by PostgreSQL 17; this release brings 18');
  });

  test('holding something else', async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    expect(await problemOf(dataDir)).toContain('holds no database of ours');
  });

  test('with the wrong password file', async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    writeFileSync(join(dataDir, 'postgres-password'), 'another');
    expect(await problemOf(dataDir)).toContain('does not take the password');
  });
});

describe.runIf(asRoot)('a data directory that the database user may not enter (started by root)', () => {
  test('is opened to the group of that user alone when only the directory itself was closed', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir, { mode: 0o700 });
    await start(dataDir);
    const { uid, gid, mode } = statSync(dataDir);
    expect({ uid, mode: mode & 0o777 }).toEqual({ uid: 0, mode: 0o710 });
    expect(gid).toBe(statSync(join(dataDir, 'postgres')).gid);
    expect(lstatSync(join(dataDir, 'postgres')).isDirectory()).toBe(true);
  });

  test('keeps only a link; the files lie where that user can reach them, and a copy of the link is refused', async () => {
    const root = mkdtempSync(join(tmpdir(), 'embedded-root-'));
    made.push(root);
    expect(statSync(root).mode & 0o777).toBe(0o700);
    const lines: string[] = [];
    const db = await start(join(root, 'data'), lines);
    const link = join(root, 'data', 'postgres');
    const home = realpathSync(link);
    made.push(home, `${home}.of`);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(lines.some((line) => line.startsWith(`The database's files lie in ${home}`))).toBe(true);
    await query(db.url, 'CREATE TABLE kept ()');
    await db.stop();
    expect((await start(join(root, 'data'))).adopted).toBe(false);

    const copy = join(root, 'copy');
    cpSync(join(root, 'data'), copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('instance.lock') });
    await expect(start(copy)).rejects.toThrow('is a copied link to the database of');
  });
});
