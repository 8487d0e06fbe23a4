// As which user of the system the database runs: PostgreSQL refuses to be root. Also what that user can reach. Not for roles inside the database.
import { spawnSync } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseProblem } from './embedded-problem.ts';

/** Another user than ours, as whom the database runs; null: as ourselves. */
export type Owner = { uid: number; gid: number; name: string } | null;

/** Where a root start puts what the database's user cannot reach in place (a clone under /root, say). */
export const reachableHome = '/var/lib/qindesk';

/** A clean environment: what a shell exports (PG…, LC_…) must not change how the database runs. */
export const cleanEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_MESSAGES: 'C', TZ: 'UTC' };

/** Options of spawn and exec for a process of the owner. The directory is / because ours may be closed to the owner. */
export const asOwner = (owner: Owner): { uid?: number; gid?: number; cwd: string; env: typeof cleanEnvironment } =>
  ({ ...(owner ? { uid: owner.uid, gid: owner.gid } : {}), cwd: '/', env: cleanEnvironment });

const idOf = (flag: '-u' | '-g', name: string): number | null => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8', env: cleanEnvironment });
  return status === 0 ? Number(stdout) : null;
};
const ownerNamed = (name: string): Owner => {
  const uid = idOf('-u', name);
  const gid = idOf('-g', name);
  return uid === null || gid === null ? null : { uid, gid, name };
};

/** Creates the system user, as `useradd` of every Linux does it. */
const createUser = (name: string): Owner => {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name], { env: cleanEnvironment });
  return ownerNamed(name);
};

/**
 * Who runs the database of `clusterDir`: ourselves, unless we are root. For root: whoever owns the directory already, else the user qindesk or
 * postgres, else a system user qindesk that is created now, else nobody.
 */
export const findOwner = (clusterDir: string, tell: (line: string) => void): Owner => {
  if (process.getuid?.() !== 0) return null;
  const existing = statSync(clusterDir, { throwIfNoEntry: false });
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid, name: String(existing.uid) };
  const found = ownerNamed('qindesk') ?? ownerNamed('postgres');
  if (found) return found;
  const created = createUser('qindesk');
  if (created) {
    tell('Created the system user qindesk: PostgreSQL does not run as root');
    return created;
  }
  const nobody = ownerNamed('nobody');
  if (nobody) return nobody;
  throw new DatabaseProblem('PostgreSQL does not run as root, and no other user could be found or created. Start as an ordinary user, or create one: useradd --system qindesk');
};

/** Whether the owner can go into `dir`, asked of the kernel: modes, ACLs and mounts all count. */
export const canEnter = (owner: Owner, dir: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...asOwner(owner), stdio: 'ignore' }).status === 0;

/** Gives a directory that root copied or restored back to the owner. Symbolic links are not followed. */
export const giveToOwner = (dir: string, owner: NonNullable<Owner>): void => {
  const { uid, gid } = lstatSync(dir);
  if (uid !== owner.uid || gid !== owner.gid) lchownSync(dir, owner.uid, owner.gid);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) giveToOwner(path, owner);
    else lchownSync(path, owner.uid, owner.gid);
  }
};
