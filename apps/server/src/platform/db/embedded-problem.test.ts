// What an operator reads when DATABASE_URL is wrong: met on a real server where one can be had.
import { createServer, type AddressInfo, type Server } from 'node:net';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbedded, type EmbeddedDatabase } from './embedded.ts';
import { DatabaseProblem, describeDatabaseProblem, describeOldServer, probeDatabase } from './embedded-problem.ts';

let root: string;
let db: EmbeddedDatabase;
let server: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'problem-'));
  chmodSync(root, 0o755);
  db = await startEmbedded({ dataDir: join(root, 'data') });
  server = `127.0.0.1:${new URL(db.url).port}`;
});
afterAll(async () => {
  await db.stop();
  rmSync(root, { recursive: true, force: true });
});

const changed = (change: (url: URL) => void): string => {
  const url = new URL(db.url);
  url.search = '';
  change(url);
  return url.href;
};
const sentenceFor = async (url: string): Promise<string> => {
  const error: unknown = await probeDatabase(url).catch((refusal: unknown) => refusal);
  expect(error).toBeInstanceOf(DatabaseProblem);
  return (error as DatabaseProblem).message;
};
/** Listens on a free port and does `answer` with each connection. */
const listen = (answer: (close: () => void) => void): Promise<Server> => new Promise((resolve) => {
  const listening = createServer((socket) => {
    socket.on('error', () => {});
    answer(() => socket.destroy());
  }).listen(0, '127.0.0.1', () => resolve(listening));
});

describe('a DATABASE_URL', () => {
  test('that works is accepted', async () => {
    await expect(probeDatabase(db.url)).resolves.toBeUndefined();
    await expect(probeDatabase(changed(() => {}))).resolves.toBeUndefined();
  });

  test('where nothing listens', async () => {
    const closed = await listen(() => {});
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => { closed.close(resolve); });
    expect(await sentenceFor(`postgres://me:secret@127.0.0.1:${port}/shop`)).toBe(`No PostgreSQL answers at 127.0.0.1:${port}. Start it, or correct host and port in DATABASE_URL.`);
  });

  test('where something else listens', async () => {
    const other = await listen((close) => close());
    const { port } = other.address() as AddressInfo;
    expect(await sentenceFor(`postgres://me:secret@127.0.0.1:${port}/shop`)).toContain(`127.0.0.1:${port} broke the connection off.`);
    other.close();
  });

  test('with a wrong password, which is not repeated', async () => {
    const sentence = await sentenceFor(changed((url) => { url.password = 'hunter2'; }));
    expect(sentence).toContain(`${server} refuses the password of qindesk.`);
    expect(sentence).not.toContain('hunter2');
  });

  test('with an unknown user', async () => {
    expect(await sentenceFor(changed((url) => { url.username = 'stranger'; }))).toContain(`${server} refuses the password of stranger.`);
  });

  test('without a password', async () => {
    expect(await sentenceFor(changed((url) => { url.password = ''; }))).toContain(`${server} wants a password.`);
  });

  test('with an unknown database', async () => {
    expect(await sentenceFor(changed((url) => { url.pathname = '/nowhere'; }))).toBe(`${server} has no database "nowhere". Create it (createdb nowhere), or correct the name in DATABASE_URL.`);
  });

  test('that asks for TLS where there is none', async () => {
    expect(await sentenceFor(changed((url) => { url.search = '?sslmode=require'; }))).toContain(`${server} does not speak TLS.`);
  });

  test('with a host that does not exist', () => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND no.such.host'), { code: 'ENOTFOUND' });
    expect(describeDatabaseProblem(error, 'postgres://me:secret@no.such.host/shop')).toBe('The host of DATABASE_URL (no.such.host:5432) is not known. Correct its name.');
  });

  test('of a server older than 15', () => {
    expect(describeOldServer(140_011, 'postgres://db.example:5433/shop')).toContain('PostgreSQL at db.example:5433 is version 14; at least 15 is needed.');
    expect(describeOldServer(150_000)).toBeNull();
    expect(describeOldServer(180_004)).toBeNull();
  });

  test('that fails for a reason we do not know says the first line of it', () => {
    expect(describeDatabaseProblem(new Error('strange\nsecond line'), 'postgres://me:secret@h/shop')).toBe('The database at h:5432 cannot be used: strange');
  });
});
