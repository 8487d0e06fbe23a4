// The only reader of the environment: what an operator may set, with its defaults. Not for shop settings (tenancy).
import { resolve } from 'node:path';

export interface Config {
  databaseUrl: string | null;
  /** NATS between nodes, e.g. nats://user:password@host:4222; null: nodes hear each other by the log of the database. */
  natsUrl: string | null;
  dataDir: string;
  port: number;
  host: string;
  roles: readonly Role[];
  logLevel: string;
  /** Address under which people reach the server; decides cookie security and trusted origins. */
  publicUrl: string | null;
  /** False keeps the demonstration shops out; they are on by default only on a loopback address. */
  demo: boolean;
  /** Trust X-Forwarded-* of a proxy in front. */
  trustProxy: boolean;
  /** Directory of the built server; siblings of it hold console, widget and demo files. */
  rootDir: string;
  /** Sockets and messages one consumer may use; raised by load tests only. */
  limits: { messagesPerMinute: number; sessionsPerMinute: number; /** Messages in one transaction at most; 1 only to measure what batches are worth. */ messageBatch: number };
  /** Days of the event log that are kept, longer where a durable reader has not read them yet. */
  eventsKeepDays: number;
  /** Password hashing and rate limits relaxed for tests on one machine. */
  test: boolean;
}
export type Role = 'web' | 'realtime' | 'worker';
const allRoles: readonly Role[] = ['web', 'realtime', 'worker'];

/** A setting that cannot be used: the message names it and says what to write instead. */
export class ConfigError extends Error {}

const integer = (name: string, text: string | undefined, fallback: number, min: number, max: number): number => {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) throw new ConfigError(`${name}=${text} is not a whole number between ${min} and ${max}.`);
  return value;
};

/** Reads environment and flags once, at the start. Throws ConfigError. */
export const readConfig = (env: NodeJS.ProcessEnv, argv: readonly string[], rootDir: string): Config => {
  const rolesFlag = argv.find((arg) => arg.startsWith('--roles='))?.slice('--roles='.length) ?? env.ROLES;
  const roles = rolesFlag ? rolesFlag.split(',').map((name) => name.trim()) : allRoles;
  for (const name of roles) if (!allRoles.includes(name as Role)) throw new ConfigError(`--roles=${rolesFlag}: "${name}" is not one of ${allRoles.join(', ')}.`);
  const databaseUrl = env.DATABASE_URL?.trim() || null;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) throw new ConfigError('DATABASE_URL must begin with postgres:// or postgresql://, for example postgres://user:password@host:5432/qindesk.');
  const natsUrl = env.NATS_URL?.trim() || null;
  if (natsUrl && !/^(nats|tls):\/\/[^/]+/.test(natsUrl)) throw new ConfigError('NATS_URL must begin with nats:// or tls://, for example nats://user:password@host:4222.');
  return {
    databaseUrl,
    natsUrl,
    dataDir: resolve(env.DATA_DIR || resolve(rootDir, '../../.data')),
    port: integer('PORT', env.PORT, 3000, 0, 65535),
    host: env.HOST || '127.0.0.1',
    roles: roles as Role[],
    logLevel: env.LOG_LEVEL || 'info',
    publicUrl: env.PUBLIC_URL || null,
    // Its accounts have known passwords: on an address that others reach it must be asked for.
    demo: env.DEMO ? env.DEMO !== 'off' : /^(127\.|localhost$|::1$)/.test(env.HOST || '127.0.0.1'),
    trustProxy: env.TRUST_PROXY === 'on',
    rootDir,
    limits: {
      messagesPerMinute: integer('MESSAGES_PER_MINUTE', env.MESSAGES_PER_MINUTE, 120, 1, 1e9),
      sessionsPerMinute: integer('SESSIONS_PER_MINUTE', env.SESSIONS_PER_MINUTE, 60, 1, 1e9),
      messageBatch: integer('MESSAGE_BATCH', env.MESSAGE_BATCH, 500, 1, 5000),
    },
    eventsKeepDays: integer('EVENTS_KEEP_DAYS', env.EVENTS_KEEP_DAYS, 35, 2, 3650),
    test: env.QINDESK_TEST === 'on',
  };
};
