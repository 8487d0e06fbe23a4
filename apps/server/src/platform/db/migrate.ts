// Brings the schema forward: every file of migrations/ once, in order, each in a transaction, one process at a time. Never backward.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** A database that cannot be brought forward; the message says what to do. */
export class MigrationError extends Error {}

const lockKey = 7_203_114;
/** The role of request paths. From PostgreSQL 16 on, who made a role may become it only when granted so; a superuser always may. */
const tenantRole = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'qindesk_tenant') THEN CREATE ROLE qindesk_tenant NOLOGIN; END IF;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    BEGIN EXECUTE format('GRANT qindesk_tenant TO %I', current_user);
    EXCEPTION WHEN insufficient_privilege THEN IF NOT pg_has_role(current_user, 'qindesk_tenant', 'MEMBER') THEN RAISE; END IF; END;
  END IF;
END $$`;
/** The role of request paths: every table of a merchant behind row-level security, agents (a person, over all merchants), and to read what joins them. Nothing of the sign-in. */
const grants = `DO $$ DECLARE t text; BEGIN
  REVOKE ALL ON ALL TABLES IN SCHEMA public FROM qindesk_tenant;
  GRANT USAGE ON SCHEMA public TO qindesk_tenant;
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname WHERE c.relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO qindesk_tenant', t);
  END LOOP;
  GRANT EXECUTE ON FUNCTION agent_load TO qindesk_tenant;
  GRANT USAGE ON SEQUENCE events_position TO qindesk_tenant;
  GRANT SELECT, UPDATE ON agents TO qindesk_tenant;
  GRANT SELECT ON organisations, members, contracts TO qindesk_tenant;
END $$`;

/** A log restored into a new cluster carries transaction ids of the old one, which may lie ahead of the new: they are set to 0, the order of positions stays. */
const rebaseLog = `DO $$ BEGIN
  IF EXISTS (SELECT FROM events WHERE xid > pg_current_xact_id()) OR EXISTS (SELECT FROM event_cursors WHERE xid > pg_current_xact_id()) THEN
    UPDATE events SET xid = '0'; UPDATE event_cursors SET xid = '0';
  END IF;
END $$`;

const applyAll = async (client: pg.Client, dir: string, tell: (line: string) => void): Promise<number> => {
  await client.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())');
  const done = new Map((await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migrations')).rows.map((row) => [row.name, row.sha256]));
  let applied = 0;
  for (const name of (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort()) {
    const sql = await readFile(join(dir, name), 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = done.get(name);
    if (before === sha256) continue;
    if (before) throw new MigrationError(`Migration ${name} was changed after it had been applied. Restore the file, and write the change as a new migration.`);
    await client.query('BEGIN');
    try {
      await client.query(sql);
      await client.query('INSERT INTO migrations (name, sha256) VALUES ($1, $2)', [name, sha256]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw new MigrationError(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    applied++;
    tell(`migrated ${name}`);
  }
  return applied;
};

/** Applies what is missing and returns how many files that were. Throws MigrationError. */
export const migrate = async (url: string, dir: string, tell: (line: string) => void = () => {}): Promise<number> => {
  const client = new pg.Client({ connectionString: url, application_name: 'qindesk-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await client.query(tenantRole).catch((error: Error) => {
      throw new MigrationError(`The database user may not create the role qindesk_tenant (${error.message}). As an administrator run: CREATE ROLE qindesk_tenant NOLOGIN; GRANT qindesk_tenant TO <user>;`);
    });
    const applied = await applyAll(client, dir, tell);
    if (applied > 0) await client.query(grants);
    await client.query(rebaseLog);
    return applied;
  } finally {
    await client.end();
  }
};
