// How many bytes is a message, and how does a day of them go: messages through the product's own write path (no sockets) into an embedded database, with its partitions, vacuum running
// as it likes, and a day of the log dropped at the end while writing goes on.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createDiskStorage, createEventLog, createInProcessBus, createLog, dropReadLog, keepPartitions, logTable, migrate, openDatabase, readConfig, startEmbedded, systemClock, type House } from '../apps/server/src/platform/index.ts';
import { messagesTable } from '../apps/server/src/modules/conversation/message-partitions.ts';
import { flag } from './arguments.ts';
import { percentile } from './generator.ts';
import { processorMs } from './processor-time.ts';
import { startTalkers, type Talkers } from './talkers.ts';

const say = (line: string): void => { process.stderr.write(`${line}\n`); };
const round1 = (value: number): number => Math.round(value * 10) / 10;
const gib = (bytes: number): number => round1(bytes / 2 ** 30);
/** A day of a large installation. */
const messagesOfADay = 10_000_000;
const daysOfAMonth = 30;

const openHouse = (databaseUrl: string, dataDir: string): House => {
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }, [], resolve('apps/server'));
  const log = createLog(config.logLevel);
  const bus = createInProcessBus(log);
  return { config, log, bus, db: openDatabase(databaseUrl, log), clock: systemClock, events: createEventLog('bench', bus), storage: createDiskStorage(join(dataDir, 'files')) };
};

interface Bytes { table: number; index: number; toast: number }
/** Of a table and, where it has any, its partitions. */
const bytesOf = async (house: House, table: string): Promise<Bytes> => {
  const row = await house.db.maybe<Bytes>(`SELECT sum(pg_table_size(c.oid) - toast)::bigint AS table, sum(pg_indexes_size(c.oid))::bigint AS index, sum(toast)::bigint AS toast
    FROM (SELECT $1::regclass::oid AS oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass) t JOIN pg_class c ON c.oid = t.oid AND c.relkind = 'r'
    CROSS JOIN LATERAL (SELECT coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS toast) x`, [table]);
  return row ?? { table: 0, index: 0, toast: 0 };
};
const walBytes = async (house: House): Promise<number> => (await house.db.maybe<{ n: number }>("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS n"))?.n ?? 0;
const folderBytes = (dir: string): number => readdirSync(dir, { withFileTypes: true }).reduce((sum, entry) => {
  const path = join(dir, entry.name);
  try { return sum + (entry.isDirectory() ? folderBytes(path) : entry.isFile() ? statSync(path).size : 0); } catch { return sum; }
}, 0);

interface Vacuumed { name: string; vacuums: number; analyzes: number; updates: number; hot: number; dead: number }
const vacuumed = (house: House): Promise<Vacuumed[]> =>
  house.db.query<Vacuumed>(`SELECT relname AS name, autovacuum_count::int AS vacuums, autoanalyze_count::int AS analyzes, n_tup_upd AS updates, n_tup_hot_upd AS hot, n_dead_tup AS dead FROM pg_stat_user_tables
    WHERE relname ~ '^(messages|events|conversations)' AND n_tup_ins > 0 ORDER BY relname`);

/** Looks twice a second whether vacuum is at work, so that a batch can be told from others by its moment. */
const watchVacuum = (house: House): { wasRunning(from: number, to: number): boolean; seconds(): number; stop(): Promise<void> } => {
  const seen: number[] = [];
  let stopped = false;
  const loop = (async () => {
    while (!stopped) {
      const row = await house.db.maybe<{ n: number }>('SELECT count(*)::int AS n FROM pg_stat_progress_vacuum WHERE datname = current_database()');
      if (row && row.n > 0) seen.push(performance.now());
      await new Promise((done) => setTimeout(done, 500));
    }
  })();
  return { wasRunning: (from, to) => seen.some((at) => at > from - 500 && at < to + 500), seconds: () => seen.length / 2, stop: async () => { stopped = true; await loop; } };
};

const tell = async (talkers: Talkers, messages: number): Promise<void> => {
  const begun = performance.now();
  const timer = setInterval(() => say(`  ${talkers.written()} of ${messages} messages, ${Math.round((talkers.written() / (performance.now() - begun)) * 1000)} a second`), 15_000);
  try { await talkers.write(messages); } finally { clearInterval(timer); }
};

/** A day of the log goes while messages come in: how long it took, and the longest that a batch took meanwhile. */
const dropADay = async (house: House, talkers: Talkers): Promise<{ dropMs: number; longestBatchMs: number; partitions: string[] }> => {
  const before = talkers.batches.length;
  const writing = talkers.write(20_000);
  await new Promise((done) => setTimeout(done, 100));
  const at = performance.now();
  const partitions = await dropReadLog(house.db, house.log, logTable, new Date(Date.now() + 86_400_000));
  const dropMs = performance.now() - at;
  await writing;
  return { dropMs: round1(dropMs), longestBatchMs: round1(Math.max(...talkers.batches.slice(before).map((batch) => batch.ms))), partitions };
};

const monthOf = (per: { message: number; event: number; conversation: number; wal: number }, keepDays: number): object => ({
  messagesADay: messagesOfADay, messagesGiB: gib(per.message * messagesOfADay * daysOfAMonth), conversationsGiB: gib(per.conversation * messagesOfADay * daysOfAMonth), eventsKeptDays: keepDays,
  eventsGiB: gib(per.event * messagesOfADay * keepDays), walADayGiB: gib(per.wal * messagesOfADay),
  totalGiB: gib((per.message + per.conversation) * messagesOfADay * daysOfAMonth + per.event * messagesOfADay * keepDays),
});

const measure = async (house: House, dataDir: string, databasePid: number, options: { messages: number; batch: number; perConversation: number; active: number }): Promise<object> => {
  const talkers = await startTalkers(house, options);
  const walBefore = await walBytes(house);
  const watch = watchVacuum(house);
  const cpuBefore = [processorMs(databasePid, true), process.cpuUsage()] as const;
  const begun = performance.now();
  await tell(talkers, options.messages);
  const own = process.cpuUsage(cpuBefore[1]);
  const cpuUsPerMessage = { database: round1(((processorMs(databasePid, true) - cpuBefore[0]) * 1000) / options.messages), server: round1((own.user + own.system) / options.messages) };
  const seconds = (performance.now() - begun) / 1000;
  const wal = (await walBytes(house)) - walBefore;
  await watch.stop();
  const [messages, events, conversations] = [await bytesOf(house, 'messages'), await bytesOf(house, 'events'), await bytesOf(house, 'conversations')];
  const [diskBytes, stats] = [folderBytes(dataDir), await vacuumed(house)];
  const rows = (await house.db.maybe<{ n: number; length: number | null }>('SELECT count(*)::bigint AS n, max(pg_column_size(payload)) AS length FROM events')) ?? { n: 0, length: 0 };
  const [beside, alone] = [talkers.batches.filter((b) => watch.wasRunning(b.at, b.at + b.ms)), talkers.batches.filter((b) => !watch.wasRunning(b.at, b.at + b.ms))];
  const n = options.messages;
  const perMessage = { table: round1(messages.table / n), index: round1(messages.index / n), toast: round1(messages.toast / n), events: round1((events.table + events.index + events.toast) / n), conversations: round1((conversations.table + conversations.index + conversations.toast) / n), wal: round1(wal / n) };
  const p99 = (batches: typeof beside): number | null => (batches.length === 0 ? null : round1(percentile(batches.map((b) => b.ms), 99)));
  return {
    ...options, bytesPerMessage: perMessage, eventRows: { count: rows.n, longestPayload: rows.length, tableBytes: events.table, indexBytes: events.index, toastBytes: events.toast },
    month: monthOf({ message: perMessage.table + perMessage.index + perMessage.toast, event: perMessage.events, conversation: perMessage.conversations, wal: perMessage.wal }, house.config.eventsKeepDays),
    run: { seconds: round1(seconds), perS: Math.round(n / seconds), cpuUsPerMessage, diskGiB: gib(diskBytes), vacuumSeconds: watch.seconds(), batches: talkers.batches.length, batchP50Ms: round1(percentile(talkers.batches.map((b) => b.ms), 50)), batchP99Ms: p99(alone), batchP99BesideVacuumMs: p99(beside),
      tables: stats.map((t) => ({ name: t.name, vacuums: t.vacuums, analyzes: t.analyzes, dead: t.dead, ...(t.updates > 0 ? { hotShare: Math.round((t.hot / t.updates) * 1000) / 1000 } : {}) })) },
    dropADay: await dropADay(house, talkers),
  };
};

/** `--messages 200000 --batch 200 --per-conversation 20 --active 5000` are the defaults; `--toast-target 8160` measures a log whose long rows are left whole. fsync is on. */
export const size = async (args: readonly string[]): Promise<object> => {
  const options = { messages: flag(args, 'messages', 200_000), batch: flag(args, 'batch', 200), perConversation: flag(args, 'per-conversation', 20), active: flag(args, 'active', 5000) };
  const dataDir = mkdtempSync(join(tmpdir(), 'qindesk-size-'));
  const database = await startEmbedded({ dataDir, log: say });
  const house = openHouse(database.url, dataDir);
  try {
    await migrate(database.url, resolve('apps/server/migrations'));
    for (const table of [messagesTable, logTable]) await keepPartitions(house.db, house.log, table, house.clock.now());
    const target = flag(args, 'toast-target', 0);
    if (target > 0) await house.db.query(`ALTER TABLE events_first SET (toast_tuple_target = ${target})`);
    return await measure(house, dataDir, database.pid, options);
  } finally {
    await house.db.close();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};
