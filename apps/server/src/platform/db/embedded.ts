// The embedded database: a real PostgreSQL that starts and stops with us, its files in the data directory. Not for a server of the operator's own.
import { join, resolve } from 'node:path';
import pg from 'pg';
import { findBinaries } from './embedded-binaries.ts';
import { describeFileProblem, openCluster, openDataDir, readPassword } from './embedded-cluster.ts';
import { beatMs, lockInstance, type InstanceLock } from './embedded-lock.ts';
import { DatabaseProblem, codeOf, messageOf } from './embedded-problem.ts';
import { findOwner } from './embedded-owner.ts';
import { findRunning, isRunning, startServer, stopServer, untilGone, type RunningServer } from './embedded-server.ts';

export { DatabaseProblem, describeDatabaseProblem, probeDatabase } from './embedded-problem.ts';

/** What a start needs. */
export interface EmbeddedOptions {
  /** Directory of everything that is kept; created when absent. */
  dataDir: string;
  /** Told in plain lines what takes time or deserves to be known. */
  log?: (line: string) => void;
  /** Called once when the server is gone without `stop` (killed from outside, out of memory). */
  onLost?: (sentence: string) => void;
}

/** A running embedded database. */
export interface EmbeddedDatabase {
  /** Address for pg and psql, password included; by Unix socket where one works, else by 127.0.0.1. */
  url: string;
  /** True when the server of a killed process still ran and was taken over. */
  adopted: boolean;
  /** Process number of the PostgreSQL server. */
  pid: number;
  /** Stops the server (at most 15 s, then it is cut off) and frees the data directory. May be called twice. */
  stop(): Promise<void>;
}

const role = 'qindesk';
/** A server that was killed takes no connection any more, and is gone this much later at most. */
const dyingMs = 1000;

const urlOf = (server: RunningServer, user: string, database: string, password: string): string => {
  const socket = server.socketDir === null ? '' : `?host=${encodeURIComponent(server.socketDir)}`;
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}${socket}`;
};

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'start' });
  client.on('error', () => { /* Told by the query that met it. */ });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/**
 * The role and database that we work with: owner of the database, able to create databases and roles, no superuser. What an injected
 * statement could do ends at the database: it reads no file and runs no program.
 */
const createDatabase = (server: RunningServer, password: string): Promise<void> =>
  withClient(urlOf(server, 'postgres', 'postgres', password), async (client) => {
    const { rows } = await client.query<{ role: boolean; database: boolean }>('SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database', [role]);
    if (!rows[0]?.role) await client.query(`CREATE ROLE ${role} LOGIN CREATEDB CREATEROLE PASSWORD ${client.escapeLiteral(password)}`);
    if (!rows[0]?.database) await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
  });

const ready = async (server: RunningServer, password: string): Promise<string> => {
  const url = urlOf(server, role, role, password);
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (error) {
    // First start, or a first start that was killed in the middle.
    if (!['28P01', '28000', '3D000'].includes(codeOf(error))) throw error;
    await createDatabase(server, password);
    await withClient(url, (client) => client.query('SELECT 1'));
  }
  return url;
};

/** Takes over the server that a killed process left running; null when there is none, or when it was dying as well. */
const adopt = async (home: string, password: string, tell: (line: string) => void): Promise<{ server: RunningServer; url: string } | null> => {
  const server = await findRunning(home, tell);
  if (!server) return null;
  try {
    const url = await ready(server, password);
    tell(`Took over the database that still ran (pid ${server.pid})`);
    return { server, url };
  } catch (error) {
    if (!await untilGone(server, home, dyingMs)) throw error;
    return adopt(home, password, tell);
  }
};

const watch = (server: RunningServer, home: string, lock: InstanceLock, options: EmbeddedOptions): NodeJS.Timeout => {
  const timer = setInterval(() => {
    lock.beat();
    if (isRunning(server, home)) return;
    clearInterval(timer);
    options.onLost?.(`The embedded database (pid ${server.pid}) has ended. Its own words are at the end of ${join(resolve(options.dataDir), 'postgres.log')}. Start again; what was accepted is kept.`);
  }, beatMs);
  return timer.unref();
};

/**
 * Starts the PostgreSQL of `dataDir`, creating it at the first start; takes over a server that a killed process left behind. Throws
 * DatabaseProblem, whose message is one plain line, when another instance holds the directory or it cannot be used.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedDatabase> => {
  const dataDir = resolve(options.dataDir);
  const tell = options.log ?? (() => {});
  openDataDir(dataDir);
  const lock = await lockInstance(join(dataDir, 'instance.lock'), dataDir, tell).catch((error: unknown) => {
    throw error instanceof DatabaseProblem ? error : new DatabaseProblem(describeFileProblem(error, dataDir), { cause: error });
  });
  try {
    const owner = findOwner(join(dataDir, 'postgres'), tell);
    const binaries = findBinaries(owner, tell);
    const password = readPassword(dataDir);
    const home = await openCluster(dataDir, binaries, owner, password, tell);
    const wrongPassword = (error: unknown): unknown => codeOf(error) === '28P01' ? new DatabaseProblem(`The database in ${dataDir} does not take the password in ${join(dataDir, 'postgres-password')}. Put the file back that belongs to it.`) : error;
    const adopted = await adopt(home, password, tell).catch((error: unknown) => { throw wrongPassword(error); });
    const server = adopted?.server ?? await startServer(home, binaries, owner, join(dataDir, 'postgres.log'), tell);
    const url = adopted?.url ?? await ready(server, password).catch(async (error: unknown) => {
      await stopServer(server, home, tell);
      throw wrongPassword(error);
    });
    const timer = watch(server, home, lock, options);
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      clearInterval(timer);
      await stopServer(server, home, tell);
      lock.release();
    };
    return { url, adopted: adopted !== null, pid: server.pid, stop: () => (stopping ??= stop()) };
  } catch (error) {
    lock.release();
    throw error instanceof DatabaseProblem ? error : new DatabaseProblem(`The embedded database in ${dataDir} cannot be used: ${messageOf(error)}`, { cause: error });
  }
};
