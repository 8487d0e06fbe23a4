// The database under the simulated server: where it listens, how it is killed, how it is cleared away. Not for what it holds (truth).
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from './truth.ts';
import { waitUntil } from './pause.ts';

const readOr = (path: string, fallback: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
};

/** Process numbers and their parents. */
const processes = (): { pid: number; parent: number }[] => {
  if (process.platform === 'linux') {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
      const stat = readOr(`/proc/${name}/stat`, '');
      // After the name in brackets: state, then the parent (proc(5)).
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return stat === '' ? [] : [{ pid: Number(name), parent }];
    });
  }
  return execFileSync('/bin/ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number)).map(([pid = 0, parent = 0]) => ({ pid, parent }));
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch { /* gone already */ }
};

/** The embedded PostgreSQL in a server's data directory. */
export interface EmbeddedFiles {
  /** null until it has started for the first time, and while it is down. */
  url(): string | null;
  /** SIGKILL: the postmaster alone, or every process of it. */
  kill(all: boolean): void;
  /** Ends whatever still runs and removes the files, those outside of the data directory too. */
  remove(): void;
}

export const embeddedFiles = (dataDir: string): EmbeddedFiles => {
  const home = join(dataDir, 'postgres');
  // postmaster.pid: pid, directory, start, port … a line each.
  const lines = (): string[] => readOr(join(home, 'postmaster.pid'), '').split('\n').map((line) => line.trim());
  const killPostmaster = (all: boolean): void => {
    const pid = Math.abs(Number(lines()[0]));
    if (!pid) return;
    const children = all ? processes().filter((one) => one.parent === pid) : [];
    for (const one of [{ pid }, ...children]) kill(one.pid);
  };
  return {
    url: () => {
      const password = readOr(join(dataDir, 'postgres-password'), '').trim();
      const port = Number(lines()[3]);
      return password && port ? `postgres://qindesk:${encodeURIComponent(password)}@127.0.0.1:${port}/qindesk` : null;
    },
    kill: killPostmaster,
    remove: () => {
      killPostmaster(true);
      const entry = lstatSync(home, { throwIfNoEntry: false });
      if (entry?.isSymbolicLink()) {
        const elsewhere = realpathSync(home);
        rmSync(elsewhere, { recursive: true, force: true, maxRetries: 5 });
        rmSync(`${elsewhere}.of`, { force: true });
      }
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** A fresh database in a PostgreSQL of one's own. */
export interface OwnDatabase { url: string; drop(): Promise<void> }

/** Creates it; the role must be able to. */
export const createOwnDatabase = async (serverUrl: string, name: string): Promise<OwnDatabase> => {
  const admin = await connect(serverUrl);
  await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)}`).finally(() => admin.end());
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      const client = await connect(serverUrl);
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`).finally(() => client.end());
    },
  };
};

/** Whether it answers. */
export const answers = (url: string | null, withinMs: number): Promise<boolean> => waitUntil(async () => {
  if (!url) return false;
  try {
    const client = await connect(url);
    await client.query('SELECT 1').finally(() => client.end());
    return true;
  } catch {
    return false;
  }
}, withinMs, 100);
