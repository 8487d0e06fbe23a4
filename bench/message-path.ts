// How fast is one message from thumb to thumb, in turns within one run, medians and ratios: a bare relay; the same relay with one INSERT a message (`insert`); the product's own
// server with one transaction a message (`naive`); the product's own path. Idle contestants keep their connections and do nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../apps/server/src/platform/db/embedded.ts';
import { flag } from './arguments.ts';
import { generate, median, openSocket, percentile, type Measured, type Side } from './generator.ts';
import { processorMs } from './processor-time.ts';
import { openProduct, perAgent } from './product-world.ts';
import { startReference } from './references.ts';

const say = (line: string): void => { process.stderr.write(`${line}\n`); };

/** The same shape as the product's: a consumer has one conversation, an agent ten, and everyone as many tabs. */
const openReference = async (port: number, conversations: number, tabs: number): Promise<Side[]> => {
  const ids = Array.from({ length: conversations }, (_, i) => `cnv_${String(i).padStart(22, '0')}`);
  const sides: Side[] = [];
  const open = async (kind: Side['kind'], conversationIds: string[]): Promise<void> => {
    const [socket, ...others] = await Promise.all(Array.from({ length: tabs }, () => openSocket(`ws://127.0.0.1:${port}/?c=${conversationIds.join(',')}&s=${kind}`)));
    if (socket) sides.push({ kind, socket, tabs: others, conversationIds });
  };
  for (const id of ids) await open('consumer', [id]);
  for (let i = 0; i < ids.length; i += perAgent) await open('agent', ids.slice(i, i + perAgent));
  return sides;
};

interface Contestant { name: 'relay' | 'insert' | 'naive' | 'product'; sides: Side[]; serverPid: number; rounds: (Measured & { serverUs: number; databaseUs: number; generatorUs: number })[] }

const runRound = async (contestant: Contestant, databasePid: number, ms: number, windowPerConversation: number): Promise<void> => {
  const before = [processorMs(contestant.serverPid), processorMs(databasePid, true), process.cpuUsage()] as const;
  const measured = await generate({ sides: contestant.sides, windowPerConversation, ms });
  const spent = process.cpuUsage(before[2]);
  const messages = Math.max(1, measured.delivered);
  contestant.rounds.push({ ...measured, serverUs: ((processorMs(contestant.serverPid) - before[0]) * 1000) / messages, databaseUs: ((processorMs(databasePid, true) - before[1]) * 1000) / messages, generatorUs: (spent.user + spent.system) / messages });
  say(`  ${contestant.name.padEnd(8)} ${Math.round(measured.perS).toString().padStart(6)} messages/s   ack p50 ${percentile(measured.ackMs, 50).toFixed(1)} p99 ${percentile(measured.ackMs, 99).toFixed(1)} ms   refused ${measured.refused}`);
};

/** Another database on the same server. */
const createDatabase = async (url: string, name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { await client.query(`CREATE DATABASE ${name}`); } finally { await client.end(); }
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

const storedCount = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return Number((await client.query("SELECT count(*) AS n FROM messages WHERE author_kind IN ('consumer', 'agent')")).rows[0]?.n); } finally { await client.end(); }
};

const round1 = (value: number): number => Math.round(value * 10) / 10;

const figures = (contestants: readonly Contestant[], stored: number): object => {
  const [relay, insert, naive, product] = contestants as [Contestant, Contestant, Contestant, Contestant];
  const rate = (c: Contestant): number => median(c.rounds.map((r) => r.perS));
  const accepted = product.rounds.reduce((sum, r) => sum + r.accepted, 0);
  const times = (key: 'ackMs' | 'deliverMs', p: number): number => round1(median(product.rounds.map((r) => percentile(r[key], p))));
  return {
    relayPerS: Math.round(rate(relay)), naivePerS: Math.round(rate(naive)), insertRelayPerS: Math.round(rate(insert)), productPerS: Math.round(rate(product)),
    ratioToRelay: Math.round((rate(product) / rate(relay)) * 100) / 100, ratioToNaive: Math.round((rate(product) / rate(naive)) * 100) / 100, ratioToInsertRelay: Math.round((rate(product) / rate(insert)) * 100) / 100,
    // Of each message every other tab of both sides must hear: the sender's and the other party's.
    heardByTabs: product.rounds.reduce((sum, r) => sum + r.heardByTabs, 0), accepted, stored, lost: Math.max(0, accepted - stored), refused: product.rounds.reduce((sum, r) => sum + r.refused, 0),
    ackP50Ms: times('ackMs', 50), ackP99Ms: times('ackMs', 99), deliverP50Ms: times('deliverMs', 50), deliverP99Ms: times('deliverMs', 99),
    cpuUsPerMessage: { server: Math.round(median(product.rounds.map((r) => r.serverUs))), database: Math.round(median(product.rounds.map((r) => r.databaseUs))), generator: Math.round(median(product.rounds.map((r) => r.generatorUs))) },
    relayCpuUsPerMessage: { server: Math.round(median(relay.rounds.map((r) => r.serverUs))), generator: Math.round(median(relay.rounds.map((r) => r.generatorUs))) },
    rounds: product.rounds.length,
  };
};

/**
 * `--conversations 500 --window 4 --tabs 2 --seconds 5 --rounds 3` are the defaults: two messages of each side of a conversation under way, and everyone has a second tab open
 * that hears everything. fsync is on, the database is the embedded one.
 */
export const messagePath = async (args: readonly string[]): Promise<object> => {
  const [conversations, window, tabs, seconds, rounds] = [flag(args, 'conversations', 500), flag(args, 'window', 4), flag(args, 'tabs', 2), flag(args, 'seconds', 5), flag(args, 'rounds', 3)];
  const dataDir = mkdtempSync(join(tmpdir(), 'qindesk-bench-'));
  const database = await startEmbedded({ dataDir, log: say });
  const stops: (() => Promise<void> | void)[] = [];
  try {
    const relay = await startReference('relay', process.env);
    const insert = await startReference('insert', { ...process.env, DATABASE_URL: database.url });
    stops.push(() => { relay.child.kill(); insert.child.kill(); });
    say(`opening ${conversations} conversations`);
    const product = await openProduct(database.url, join(dataDir, 'server'), conversations, {}, tabs);
    stops.push(() => product.stop());
    const naive = await openProduct(await createDatabase(database.url, 'naive'), join(dataDir, 'naive'), conversations, { MESSAGE_BATCH: '1' }, tabs);
    stops.push(() => naive.stop());
    const contestants: Contestant[] = [
      { name: 'relay', sides: await openReference(relay.port, conversations, tabs), serverPid: relay.child.pid ?? 0, rounds: [] },
      { name: 'insert', sides: await openReference(insert.port, conversations, tabs), serverPid: insert.child.pid ?? 0, rounds: [] },
      { name: 'naive', sides: naive.sides, serverPid: naive.child.pid ?? 0, rounds: [] },
      { name: 'product', sides: product.sides, serverPid: product.child.pid ?? 0, rounds: [] },
    ];
    let before = 0;
    // The first round warms up and is not counted.
    for (let i = 0; i <= rounds; i++) {
      for (const contestant of contestants) await runRound(contestant, database.pid, (i === 0 ? 2 : seconds) * 1000, window);
      if (i > 0) continue;
      for (const contestant of contestants) contestant.rounds.splice(0);
      before = await storedCount(database.url);
      say('warm; counting from here');
    }
    return { conversations, window, tabs, seconds, ...figures(contestants, (await storedCount(database.url)) - before) };
  } finally {
    for (const stop of stops.reverse()) await stop();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};
