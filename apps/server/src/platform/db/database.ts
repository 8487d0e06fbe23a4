// Connections, transactions and what is told after a commit. Not for SQL of the trade.
import pg from 'pg';
import type { Log } from '../log.ts';
import { invariant } from '../refusal.ts';
import { createLines, type Lines } from './lines.ts';
import { isOutOfReach } from './out-of-reach.ts';
import { runSteps, type Step } from './steps.ts';

export type SqlValue = string | number | bigint | boolean | Date | Buffer | null | undefined | readonly unknown[] | object;

/** One transaction. `query` returns the rows; bigint columns arrive as numbers, timestamps as Date, jsonb parsed. */
export interface Tx {
  query<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or undefined. */
  maybe<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row | undefined>;
  /** A statement that runs often: parsed and planned once a connection, known by `name`. */
  prepared<Row extends object>(name: string, sql: string, values: readonly SqlValue[]): Promise<Row[]>;
  /** Several statements in one round trip; resolves with the rows of each. */
  together(steps: readonly Step[]): Promise<object[][]>;
  /** Number of rows touched. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  /** Called once, after the commit; never after a rollback. */
  afterCommit(fn: () => void): void;
}

export interface Database {
  pool: pg.Pool;
  url: string;
  /** The connections themselves; see reach. */
  lines: Lines;
  /** The same database as the owner of the tables, not bound by row-level security: for what belongs to no merchant (members, contracts, sign-in) or to several (an agent's load). */
  owner: Database;
  /** Reads outside a transaction, as the owner (not bound by row-level security). */
  query<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  maybe<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row | undefined>;
  /** A statement that runs often, outside a transaction: parsed and planned once a connection, known by `name`. */
  prepared<Row extends object>(name: string, sql: string, values: readonly SqlValue[]): Promise<Row[]>;
  /**
   * Runs `fn` in one transaction and repeats it on a deadlock, a serialization failure, or when the database has ended it for being idle (at most 4 times): `fn` must have
   * no other effect than SQL and afterCommit. With `merchants`, row-level security holds it to those; without, it works as the owner.
   */
  transact<T>(fn: (tx: Tx) => Promise<T>, options?: { merchants?: readonly string[] }): Promise<T>;
  /** Told whenever a connection breaks, perhaps in the middle of a COMMIT; returns how to stop. */
  onBreak(listener: () => void): () => void;
  close(): Promise<void>;
}

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => Number(text));

/** A Tx over a client that is inside BEGIN … COMMIT. */
export const txOver = (client: pg.ClientBase, after: (() => void)[]): Tx => ({
  query: async <Row extends object>(sql: string, values: readonly SqlValue[] = []) => (await client.query<Row>(sql, values as unknown[])).rows,
  maybe: async <Row extends object>(sql: string, values: readonly SqlValue[] = []) => (await client.query<Row>(sql, values as unknown[])).rows[0],
  prepared: async <Row extends object>(name: string, text: string, values: readonly SqlValue[]) => (await client.query<Row>({ name, text, values: values as unknown[] })).rows,
  together: (steps) => runSteps(client, steps),
  run: async (sql, values = []) => (await client.query(sql, values as unknown[])).rowCount ?? 0,
  afterCommit: (fn) => { after.push(fn); },
});

/** Runs `work`, which speaks to others than this transaction, and meanwhile keeps the database from taking the transaction for abandoned. */
export const keepAwake = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  // What is wrong with the line shows at the next statement.
  const beat = setInterval(() => { tx.query('SELECT 1').catch(() => undefined); }, 1000);
  try { return await work(); } finally { clearInterval(beat); }
};

const idShape = /^[a-z]{3}_[0-9a-z]{22}$/;
/** BEGIN, and with merchants the bounds of row-level security, in one round trip. The simple protocol takes no parameters: ids are checked by shape. */
const beginSql = (merchants: readonly string[] | undefined): string => {
  if (!merchants) return 'BEGIN';
  for (const id of merchants) invariant(idShape.test(id), 'a merchant id has its shape');
  return `BEGIN; SET LOCAL ROLE qindesk_tenant; SET LOCAL qindesk.merchants = '${merchants.join(',')}'`;
};

/** Rolled back for certain. */
const repeatable = new Set(['40001', '40P01', '25P03']);
const codeOf = (error: unknown): string | undefined => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined);

/** The SQLSTATE of a database error, or undefined. */
export const sqlState = codeOf;
/** The name of the constraint an error is about, or undefined. */
export const constraintOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;

/** Why a connection ended between two queries: the query after it says only that it cannot be used. */
const ends = new WeakMap<pg.PoolClient, Error>();

const runOnce = async <T>(pool: pg.Pool, fn: (tx: Tx) => Promise<T>, merchants: readonly string[] | undefined): Promise<T> => {
  const client = await pool.connect();
  const after: (() => void)[] = [];
  let broken: Error | undefined;
  try {
    await client.query(beginSql(merchants));
    const result = await fn(txOver(client, after));
    await client.query('COMMIT');
    for (const tell of after) tell();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => { broken = failure; });
    throw (isOutOfReach(error) && ends.get(client)) || error;
  } finally {
    client.release(broken);
  }
};

/**
 * A process that is cut off in the middle of a transaction keeps its locks, and everybody's readers behind it (decision 3), until the database ends it: soon, since none
 * of ours rests for long between two statements. A machine that is gone is found out by keep-alives after 11 s.
 */
const serverSettings = { idle_in_transaction_session_timeout: 3000, statement_timeout: 30_000, timezone: 'UTC', tcp_keepalives_idle: 5, tcp_keepalives_interval: 2, tcp_keepalives_count: 3 };
/** Somewhat longer than the database itself would let a statement run: an answer that does not come by then will not come. */
const answerWithinMs = 35_000;

/** Opens a pool. `max` connections; idle ones close after 30 s. */
export const openDatabase = (url: string, log: Log, max = 12): Database => {
  const lines = createLines();
  const breakListeners = new Set<() => void>();
  const pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000, application_name: 'qindesk', query_timeout: answerWithinMs,
    keepAlive: true, stream: lines.open, options: Object.entries(serverSettings).map(([name, value]) => `-c ${name}=${value}`).join(' ') });
  // A connection that is lent out has no listener of the pool's: broken between two queries it would end the process.
  pool.on('connect', (client) => { client.on('error', (error) => {
    // The first word is the reason; that the line is closed follows it.
    if (!ends.has(client)) ends.set(client, error);
    log.warn({ error: error.message }, 'a database connection broke');
    for (const tell of breakListeners) tell();
  }); });
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection broke'));
  const database: Database = {
    pool,
    url,
    lines,
    get owner() { return database; },
    query: async <Row extends object>(sql: string, values: readonly SqlValue[] = []) => (await pool.query<Row>(sql, values as unknown[])).rows,
    maybe: async <Row extends object>(sql: string, values: readonly SqlValue[] = []) => (await pool.query<Row>(sql, values as unknown[])).rows[0],
    prepared: async <Row extends object>(name: string, text: string, values: readonly SqlValue[]) => (await pool.query<Row>({ name, text, values: values as unknown[] })).rows,
    transact: async (fn, options = {}) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await runOnce(pool, fn, options.merchants);
        } catch (error) {
          if (attempt >= 5 || !repeatable.has(codeOf(error) ?? '')) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
        }
      }
    },
    onBreak: (listener) => { breakListeners.add(listener); return () => { breakListeners.delete(listener); }; },
    close: () => pool.end(),
  };
  return database;
};

/** The database as a request may use it: every query and transaction of it runs under row-level security, held to these merchants. Two round trips more than the owner's query. */
export const boundTo = (db: Database, merchants: readonly string[]): Database => {
  const bound: Database = {
    pool: db.pool, url: db.url, lines: db.lines, owner: db.owner, onBreak: db.onBreak,
    query: <Row extends object>(sql: string, values: readonly SqlValue[] = []) => bound.transact((tx) => tx.query<Row>(sql, values)),
    maybe: <Row extends object>(sql: string, values: readonly SqlValue[] = []) => bound.transact((tx) => tx.maybe<Row>(sql, values)),
    prepared: <Row extends object>(name: string, sql: string, values: readonly SqlValue[]) => bound.transact((tx) => tx.prepared<Row>(name, sql, values)),
    transact: (fn) => db.owner.transact(fn, { merchants }),
    close: () => Promise.resolve(),
  };
  return bound;
};
