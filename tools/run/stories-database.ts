// Once a test run: a PostgreSQL (embedded, or the one of DATABASE_URL) with a migrated template that every test file copies. Not for one file's copy.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../apps/server/src/platform/db/embedded.ts';
import { migrate } from '../../apps/server/src/platform/db/migrate.ts';
import { inRoot } from './root.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where copies of the template are made. */
    storiesDatabase: { serverUrl: string; template: string };
  }
}

const prefix = 'qindesk-stories-';

/** Stops and removes what runs that were killed left behind; one that still runs holds its lock and refuses. */
const sweep = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    try {
      await (await startEmbedded({ dataDir: join(dir, 'data') })).stop();
      rmSync(dir, { recursive: true, force: true });
    } catch { /* in use, or another user's */ }
  }
};

const startServer = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const own = process.env['DATABASE_URL'];
  if (own) return { url: own, stop: async () => {} };
  await sweep();
  const dir = mkdtempSync(join(tmpdir(), prefix));
  // Root starts the database as another user, who must pass through.
  chmodSync(dir, 0o755);
  const { url, stop } = await startEmbedded({ dataDir: join(dir, 'data') });
  return { url, stop: async () => { await stop(); rmSync(dir, { recursive: true, force: true }); } };
};

const run = async (url: string, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
};

/** The address of another database on the same server. */
export const urlOfDatabase = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

/** Vitest's global set-up; returns the tear-down. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await startServer();
  const template = `template_${process.pid}_${project.name}`;
  await run(server.url, `DROP DATABASE IF EXISTS ${template}`, `CREATE DATABASE ${template}`);
  await migrate(urlOfDatabase(server.url, template), inRoot('apps/server/migrations'));
  project.provide('storiesDatabase', { serverUrl: server.url, template });
  return async () => {
    await run(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server.stop();
  };
};
