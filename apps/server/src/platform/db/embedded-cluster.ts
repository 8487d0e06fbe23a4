// The database's files: where they lie, their password, made once by initdb. Not for the running server.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, chownSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir, userInfo } from 'node:os';
import type { Binaries } from './embedded-binaries.ts';
import { DatabaseProblem, codeOf, messageOf } from './embedded-problem.ts';
import { asOwner, canEnter, giveToOwner, reachableHome, type Owner } from './embedded-owner.ts';

const megabyte = 2 ** 20;
/** A new cluster takes about 40 MB and a first WAL segment of 16 MB; a running one needs room to write at least two more. */
const roomForNew = 200;
const roomToStart = 48;

/** A plain sentence for what the file system said about `path`. */
export const describeFileProblem = (error: unknown, path: string): string => {
  const user = userInfo().username;
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return `${path} is not writable for ${user}. Give it to that user (chown -R ${user} ${path}), or set DATA_DIR to another directory.`;
    case 'EROFS':
      return `${path} is on a read-only file system. Set DATA_DIR to a directory that can be written.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${path} is full. Free at least ${roomForNew} MB, or set DATA_DIR to another disk.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} is in the way: a file stands where a directory is needed. Move it, or set DATA_DIR to another directory.`;
    default:
      return `${path} cannot be used: ${messageOf(error)}`;
  }
};

/** Creates the data directory and checks that it can be written. Throws DatabaseProblem. */
export const openDataDir = (dataDir: string): void => {
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true });
      chmodSync(dataDir, 0o700);
    }
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    const trial = join(dataDir, `.written-${process.pid}`);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    throw new DatabaseProblem(describeFileProblem(error, dataDir), { cause: error });
  }
};

const refuseFullDisk = (dir: string, megabytes: number): void => {
  const { bavail, bsize } = statfsSync(dir);
  const free = Math.floor((bavail * bsize) / megabyte);
  if (free < megabytes) throw new DatabaseProblem(`The disk of ${dir} is full: ${free} MB are free, the database needs ${megabytes} MB. Free some space, or set DATA_DIR to another disk.`);
};

/** The password of the database, made at the first start; readable by our user alone. */
export const readPassword = (dataDir: string): string => {
  const path = join(dataDir, 'postgres-password');
  try {
    if (!existsSync(path)) {
      const making = `${path}.${process.pid}`;
      writeFileSync(making, randomBytes(24).toString('base64url'), { mode: 0o600 });
      renameSync(making, path);
    }
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new DatabaseProblem(describeFileProblem(error, path), { cause: error });
  }
};

/** Lets the owner's group, and nobody else, pass through a data directory that root keeps closed. Directories above are not ours to open. */
const letPass = (dataDir: string, owner: NonNullable<Owner>): void => {
  const { uid, mode } = statSync(dataDir);
  if (uid !== 0 || (mode & 0o070) !== 0 || canEnter(owner, dataDir)) return;
  chownSync(dataDir, 0, owner.gid);
  chmodSync(dataDir, (mode & 0o777) | 0o010);
};

/** Removes clusters that lie elsewhere for a data directory in the system's temporary directory which is gone: nobody can come back for those. */
const sweepTemporary = (): void => {
  if (!existsSync(reachableHome)) return;
  for (const record of readdirSync(reachableHome).filter((name) => /^postgres-[0-9a-f]{12}\.of$/.test(name))) {
    const home = join(reachableHome, record.slice(0, -'.of'.length));
    const link = readFileSync(join(reachableHome, record), 'utf8');
    if (!link.startsWith(`${tmpdir()}/`) || existsSync(dirname(link)) || existsSync(join(home, 'postmaster.pid'))) continue;
    rmSync(home, { recursive: true, force: true });
    rmSync(join(reachableHome, record), { force: true });
  }
};

/** Makes an empty directory that the owner can enter: in the data directory, or under /var/lib/qindesk with a link to it. */
const makeHome = (making: string, owner: Owner, tell: (line: string) => void): void => {
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  if (!owner) return;
  chownSync(making, owner.uid, owner.gid);
  if (canEnter(owner, making)) return;
  rmSync(making, { recursive: true });
  sweepTemporary();
  const elsewhere = join(reachableHome, `postgres-${randomBytes(6).toString('hex')}`);
  mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  chmodSync(reachableHome, 0o755);
  chownSync(elsewhere, owner.uid, owner.gid);
  if (!canEnter(owner, elsewhere)) throw new DatabaseProblem(`The user ${owner.name}, as whom PostgreSQL runs, can enter neither ${dirname(making)} nor ${reachableHome}. Set DATA_DIR to a directory that it can reach.`);
  symlinkSync(elsewhere, making);
  tell(`The database's files lie in ${elsewhere}: its user ${owner.name} may not enter ${dirname(making)}`);
};

const runInitdb = async (binaries: Binaries, dir: string, passwordFile: string, owner: Owner): Promise<void> => {
  // The builtin C.UTF-8 sorts by code point and knows the letters of every script without the system's tables; LC_CTYPE is what pg_trgm asks.
  const flags = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums'];
  const run = (extra: string[]) => new Promise<string | null>((resolve) => {
    const child = spawn(binaries.initdb, [`--pgdata=${dir}`, ...flags, ...extra], { ...asOwner(owner), stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
    child.on('error', (error) => resolve(messageOf(error)));
    child.on('close', (code) => resolve(code === 0 ? null : complaint));
  });
  let complaint = await run(['--lc-ctype=C.UTF-8']);
  if (complaint !== null && /invalid locale name/.test(complaint)) complaint = await run(['--lc-ctype=en_US.UTF-8']);
  if (complaint === null) return;
  if (/No space left on device|Disk quota exceeded/.test(complaint)) throw new DatabaseProblem(`The disk of ${dir} is full. Free at least ${roomForNew} MB, or set DATA_DIR to another disk.`);
  const line = complaint.split('\n').find((text) => /error|fatal/i.test(text)) ?? complaint.trim().split('\n')[0] ?? '';
  throw new DatabaseProblem(`The database could not be created in ${dir}: ${line.trim()}`);
};

/** Makes the cluster under another name and moves it into place when it is whole: a kill in the middle leaves nothing half-made behind. */
const createCluster = async (cluster: string, binaries: Binaries, owner: Owner, password: string, tell: (line: string) => void): Promise<void> => {
  refuseFullDisk(dirname(cluster), roomForNew);
  tell(`Creating the database in ${cluster}`);
  const making = `${cluster}-making`;
  const leftBehind = lstatSync(making, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(making) : null;
  if (leftBehind?.startsWith(`${reachableHome}/`)) rmSync(leftBehind, { recursive: true, force: true });
  makeHome(making, owner, tell);
  const home = realpathSync(making);
  // initdb wants the directory empty, so the password waits beside it.
  const passwordFile = `${home}.password`;
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner) chownSync(passwordFile, owner.uid, owner.gid);
    await runInitdb(binaries, home, passwordFile, owner);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    rmSync(making, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(making, cluster);
};

const refuseForeign = (cluster: string, home: string, binaries: Binaries): void => {
  const uid = process.getuid?.();
  const owner = statSync(home).uid;
  if (uid !== undefined && uid !== 0 && owner !== uid) throw new DatabaseProblem(`${cluster} belongs to another user (uid ${owner}). Start as that user, or give it to yours: sudo chown -R ${userInfo().username} ${cluster}`);
  const version = existsSync(join(home, 'PG_VERSION')) ? readFileSync(join(home, 'PG_VERSION'), 'utf8').trim() : null;
  if (version === null) throw new DatabaseProblem(`${cluster} holds no database of ours (PG_VERSION is missing). Move it away, or restore it from a backup.`);
  if (version !== binaries.major) throw new DatabaseProblem(`${cluster} was written by PostgreSQL ${version}; this release brings ${binaries.major}. Start the former release, dump the database with pg_dump, move the directory away, start this one and restore.`);
};

/** A cluster that lies elsewhere belongs to one data directory: a copy of that directory copies only the link. */
const refuseCopiedLink = (cluster: string, home: string): void => {
  const record = `${home}.of`;
  const other = existsSync(record) ? readFileSync(record, 'utf8') : cluster;
  if (other !== cluster && existsSync(other) && realpathSync(other) === home) throw new DatabaseProblem(`${cluster} is a copied link to the database of ${dirname(other)}. Remove the link to begin with an empty database here.`);
  writeFileSync(record, cluster, { mode: 0o644 });
};

/** The real path of the cluster in `dataDir`, created by initdb when there is none. Throws DatabaseProblem. */
export const openCluster = async (dataDir: string, binaries: Binaries, owner: Owner, password: string, tell: (line: string) => void): Promise<string> => {
  const cluster = join(dataDir, 'postgres');
  try {
    if (owner) letPass(dataDir, owner);
    const entry = lstatSync(cluster, { throwIfNoEntry: false });
    if (!entry) await createCluster(cluster, binaries, owner, password, tell);
    else if (!existsSync(cluster)) throw new DatabaseProblem(`${cluster} points to ${readlinkSync(cluster)}, which is gone. Restore it, or remove the link to begin with an empty database.`);
    const home = realpathSync(cluster);
    refuseForeign(cluster, home, binaries);
    refuseFullDisk(home, roomToStart);
    if (lstatSync(cluster).isSymbolicLink()) refuseCopiedLink(cluster, home);
    if (owner && statSync(home).uid === 0) giveToOwner(home, owner);
    if (owner && !canEnter(owner, home)) throw new DatabaseProblem(`${home} cannot be entered by the user ${owner.name}, as whom PostgreSQL runs. Open the directories above it (chmod o+x), or set DATA_DIR to another place.`);
    return home;
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    throw new DatabaseProblem(describeFileProblem(error, cluster), { cause: error });
  }
};
