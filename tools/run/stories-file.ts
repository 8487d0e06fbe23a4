// Before each test file: a copy of the migrated template in DATABASE_URL and an empty DATA_DIR, both the file's own; removed after it. Not for people and shops.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { urlOfDatabase } from './stories-database.ts';

const { serverUrl, template } = inject('storiesDatabase');
const name = `story_${randomBytes(6).toString('hex')}`;

const onServer = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

const dataDir = mkdtempSync(join(tmpdir(), 'qindesk-story-'));
await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
process.env['DATABASE_URL'] = urlOfDatabase(serverUrl, name);
process.env['DATA_DIR'] = dataDir;

const insufficientPrivilege = '42501';

/** A vacuum that the server itself has begun in it may be ended by a superuser only: it is waited for. */
const dropDatabase = async (): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (tries >= 30 || (error as { code?: string }).code !== insufficientPrivilege) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
};

afterAll(async () => {
  await dropDatabase();
  rmSync(dataDir, { recursive: true, force: true });
});
