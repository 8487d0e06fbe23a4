// `qindesk migrate`: brings the database of DATABASE_URL to the schema of this clone, without starting a server.
import { join } from 'node:path';
import type { Command } from 'commander';
import { migrate, MigrationError } from '../../../server/src/platform/db/migrate.ts';
import { say } from '../print.ts';
import { Problem } from '../problem.ts';
import { rootDir } from '../root.ts';

/** The address without its password, for people to read. */
const shown = (url: string): string => { try { const parsed = new URL(url); parsed.password = ''; return parsed.href; } catch { return 'DATABASE_URL'; } };

const run = async (): Promise<void> => {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Problem('DATABASE_URL names the database to migrate, for example postgres://user:password@host:5432/qindesk. The embedded database is migrated by `npm start`.');
  try {
    const applied = await migrate(url, join(rootDir, 'apps/server/migrations'), say);
    say(applied === 0 ? 'The schema is up to date.' : `${applied} migrations applied.`);
  } catch (error) {
    if (error instanceof MigrationError) throw new Problem(error.message, 1);
    throw new Problem(`${shown(url)} cannot be migrated: ${error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error)}`);
  }
};

export const migrateCommand = (parent: Command): void => {
  parent.command('migrate').description('bring the database of DATABASE_URL to the schema of this clone').action(run);
};
