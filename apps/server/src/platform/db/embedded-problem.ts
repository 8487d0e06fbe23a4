// What is wrong with a database, in one plain sentence that says what to do. Not for errors of single queries.
import pg from 'pg';

/** The oldest PostgreSQL that the schema runs on. */
export const oldestMajor = 15;

/** A database that cannot be used; the message is one plain line for the person who started the program. */
export class DatabaseProblem extends Error {}

/** The `code` of a system or PostgreSQL error, or an empty string. */
export const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '');
/** The message of an error, never empty. */
export const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error && error.message !== '' ? error.message : String(error);
};

interface Where {
  server: string;
  user: string;
  database: string;
}
/** The parts of a database address that may be shown: never the password. */
const whereOf = (url: string | undefined): Where => {
  try {
    const { hostname, port, username, pathname } = new URL(url ?? '');
    return { server: `${decodeURIComponent(hostname) || 'localhost'}:${port || 5432}`, user: decodeURIComponent(username) || 'the user', database: decodeURIComponent(pathname.slice(1)) || 'the database' };
  } catch {
    return { server: 'the server', user: 'the user', database: 'the database' };
  }
};

const ofSystem: Record<string, (where: Where) => string> = {
  ECONNREFUSED: ({ server }) => `No PostgreSQL answers at ${server}. Start it, or correct host and port in DATABASE_URL.`,
  ENOTFOUND: ({ server }) => `The host of DATABASE_URL (${server}) is not known. Correct its name.`,
  EAI_AGAIN: ({ server }) => `The host of DATABASE_URL (${server}) cannot be looked up now. Check the name and this machine's network.`,
  ETIMEDOUT: ({ server }) => `${server} does not answer. Check host and port in DATABASE_URL and the firewall between.`,
  EHOSTUNREACH: ({ server }) => `${server} cannot be reached from here. Check the host in DATABASE_URL and the network.`,
  ENETUNREACH: ({ server }) => `${server} cannot be reached from here. Check the host in DATABASE_URL and the network.`,
  ECONNRESET: ({ server }) => `${server} broke the connection off. Is that port PostgreSQL's, and does the server want TLS (?sslmode=require)?`,
  ENOENT: () => 'The socket named in DATABASE_URL does not exist. Is PostgreSQL running on this machine?',
  DEPTH_ZERO_SELF_SIGNED_CERT: ({ server }) => `${server} shows a self-signed certificate. Give its authority with ?sslrootcert=FILE in DATABASE_URL.`,
  SELF_SIGNED_CERT_IN_CHAIN: ({ server }) => `The certificate of ${server} comes from an unknown authority. Give it with ?sslrootcert=FILE in DATABASE_URL.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ server }) => `The certificate of ${server} is for another host name. Use the name it was made for in DATABASE_URL.`,
};
const ofPostgres: Record<string, (where: Where) => string> = {
  '28P01': ({ server, user }) => `${server} refuses the password of ${user}. Correct user and password in DATABASE_URL (special characters are written %40 for @, %3A for :, %2F for /).`,
  '28000': ({ server, user }) => `${server} does not let ${user} in from here. Allow it in the server's pg_hba.conf, or correct DATABASE_URL.`,
  '3D000': ({ server, database }) => `${server} has no database "${database}". Create it (createdb ${database}), or correct the name in DATABASE_URL.`,
  '42501': ({ user, database }) => `${user} lacks a right in ${database}. Make that user the owner of the database.`,
  '53300': ({ server }) => `${server} has no connection free. Raise max_connections there, or stop what holds them.`,
  '53100': ({ server }) => `The disk of the database at ${server} is full. Free some space; nothing that was accepted is lost.`,
  '57P03': ({ server }) => `PostgreSQL at ${server} is just starting or stopping. Try again in a moment.`,
  '25006': ({ server }) => `PostgreSQL at ${server} is read-only (a standby?). Name the primary in DATABASE_URL.`,
};

/** One plain sentence about an error met while connecting to `url` (DATABASE_URL); never shows the password. */
export const describeDatabaseProblem = (error: unknown, url?: string): string => {
  if (error instanceof DatabaseProblem) return error.message;
  const code = codeOf(error);
  const where = whereOf(url);
  const known = ofSystem[code] ?? ofPostgres[code];
  if (known) return known(where);
  const message = messageOf(error).split('\n')[0] ?? '';
  if (/does not support SSL/i.test(message)) return `${where.server} does not speak TLS. Leave sslmode out of DATABASE_URL, or turn TLS on there.`;
  if (/timeout/i.test(message)) return `${where.server} does not answer in time. Check host and port in DATABASE_URL and the firewall between.`;
  if (/SASL|password must be a string/i.test(message)) return `${where.server} wants a password. Write it into DATABASE_URL: postgres://user:password@host:5432/database`;
  if (/terminated unexpectedly/i.test(message)) return `${where.server} broke the connection off. Is that port PostgreSQL's?`;
  if (/Invalid URL/i.test(message)) return 'DATABASE_URL is not an address. Write it like postgres://user:password@host:5432/database';
  return `The database at ${where.server} cannot be used: ${message}`;
};

/** The sentence for a server that is too old, or null. `version` is server_version_num: 150004 is 15.4. */
export const describeOldServer = (version: number, url?: string): string | null => {
  const major = Math.floor(version / 10_000);
  return major >= oldestMajor ? null : `PostgreSQL at ${whereOf(url).server} is version ${major}; at least ${oldestMajor} is needed. Upgrade it, or leave DATABASE_URL out to use the embedded one.`;
};

/** Connects once to `url` and checks that the database can be used. Throws DatabaseProblem with what to do; takes at most 10 s. */
export const probeDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'probe' });
  client.on('error', () => { /* A connection that breaks later is met by the pool. */ });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
    const old = describeOldServer(Number(rows[0]?.version), url);
    if (old) throw new DatabaseProblem(old);
  } catch (error) {
    throw new DatabaseProblem(describeDatabaseProblem(error, url), { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
};
