// What does an idle consumer's socket cost: memory and processor time of one server that holds many, beside a bare `ws` server in the same run. Not for messages.
import { execSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { megabytes, round1 } from './figures.ts';
import { askMemory, memoryDoor, type ProcessMemory } from './memory-door.ts';
import { startPart, type Part } from './part.ts';
import { processorMs } from './processor-time.ts';
import { prepareServer, request, startServer, stopServer, type ServerProcess } from './product-world.ts';
import type { Held, HolderRequest } from './socket-holder.ts';
import { onStage, say, sleep } from './stage.ts';

/** One holder's sockets at most; each has an address of its own, so that the system's ports suffice. */
const perHolder = 10_000;
/** File descriptors that a process has open besides its sockets. */
const otherDescriptors = 250;
const width = 40;
/** Opened and closed before anything is weighed: the code is compiled, the young generation has its size. */
const warmUp = 500;

/** Most open files a process may have here; Node raises its own limit up to it. */
const descriptorLimit = (): number => {
  const told = execSync('ulimit -Hn', { shell: '/bin/sh' }).toString().trim();
  return told === 'unlimited' ? Number.POSITIVE_INFINITY : Number(told);
};

interface Holder { part: Part; share: number; localAddress: string }
/** Holders for `count` sockets, each with its share. */
const startHolders = (count: number): Promise<Holder[]> => {
  const holders = Math.ceil(count / perHolder);
  return Promise.all(Array.from({ length: holders }, async (_, i) => ({ part: await startPart('hold-sockets'), share: Math.floor(count / holders) + (i < count % holders ? 1 : 0), localAddress: `127.0.0.${i + 2}` })));
};

const askAll = (holders: readonly Holder[], requestOf: (holder: Holder) => HolderRequest): Promise<Held[]> => Promise.all(holders.map((holder) => holder.part.ask<Held>(requestOf(holder))));
const slowest = (answers: readonly Held[]): number => Math.max(...answers.map(({ seconds }) => seconds));

const perSocket = (before: ProcessMemory, after: ProcessMemory, count: number): Record<keyof ProcessMemory, number> =>
  Object.fromEntries((['rss', 'heapUsed', 'heapTotal', 'external', 'arrayBuffers'] as const).map((key) => [key, Math.round((after[key] - before[key]) / count)])) as Record<keyof ProcessMemory, number>;

/** Opens a few sockets and closes them again, then all; the memory before and after. */
const weigh = async (server: ChildProcess, holders: readonly Holder[], open: (holder: Holder, count: number) => HolderRequest): Promise<{ before: ProcessMemory; after: ProcessMemory; opensS: number }> => {
  await askAll(holders, (holder) => open(holder, Math.min(holder.share, Math.ceil(warmUp / holders.length))));
  await askAll(holders, () => ({ do: 'close' }));
  const before = await askMemory(server);
  const opensS = slowest(await askAll(holders, (holder) => open(holder, holder.share)));
  return { before, after: await askMemory(server), opensS };
};

const weighBare = async (sockets: number): Promise<ReturnType<typeof perSocket>> => {
  const server = await startPart('bare-sockets', memoryDoor);
  const holders = await startHolders(sockets);
  try {
    const port = await server.ask<number>({});
    const { before, after } = await weigh(server.child, holders, ({ localAddress }, count) => ({ do: 'open-bare', port, count, localAddress, width }));
    return perSocket(before, after, sockets);
  } finally {
    for (const { part } of holders) part.end();
    server.end();
  }
};

/** A session for each socket, by HTTP; on a server that ends afterwards, so that what requests leave behind is not weighed. */
const signUp = async (server: ServerProcess, holders: readonly Holder[], sockets: number): Promise<number> => {
  const shopId = (await request<{ shop: { id: string } }>(server.url, 'GET', '/v1/widgets/apparel', null)).value.shop.id;
  const signUpS = slowest(await askAll(holders, ({ share }) => ({ do: 'sign-up', url: server.url, shopId, count: share, width })));
  say(`  ${sockets} sessions after ${round1(signUpS)} s`);
  return Math.round(sockets / signUpS);
};

const measure = async (server: ServerProcess, holders: readonly Holder[], sockets: number, idleS: number, conversations: number): Promise<object> => {
  const { before, after, opensS } = await weigh(server.child, holders, ({ localAddress }, count) => ({ do: 'open', url: server.url, count, localAddress, width }));
  say(`  ${sockets} sockets after ${round1(opensS)} s; idle for ${idleS} s`);
  const cpuBefore = processorMs(server.child.pid ?? 0);
  await sleep(idleS * 1000);
  const idleMs = processorMs(server.child.pid ?? 0) - cpuBefore;
  const states = await askAll(holders, () => ({ do: 'state' }));
  const idle = await askMemory(server.child);
  const bytes = perSocket(before, idle, sockets);
  return {
    held: states.reduce((sum, one) => sum + one.held, 0), lost: states.reduce((sum, one) => sum + one.lost, 0),
    secondsToOpen: round1(opensS), opensPerS: Math.round(sockets / opensS),
    memoryBeforeMb: megabytes(before.rss), memoryAfterMb: megabytes(after.rss), memoryIdleMb: megabytes(idle.rss), bytesPerSocket: bytes.rss, bytesPerSocketBy: bytes,
    idleCpuUsPerSocketMinute: round1(((idleMs * 1000) / sockets) * (60 / idleS)), idleCpuShareOfCore: round1((idleMs / (idleS * 1000)) * 100),
    ...(conversations > 0 ? await addConversations(server, holders, conversations, idle) : {}),
  };
};

const addConversations = async (server: ServerProcess, holders: readonly Holder[], conversations: number, before: ProcessMemory): Promise<object> => {
  const each = Math.floor(conversations / holders.length);
  say(`  starting ${each * holders.length} conversations on them`);
  await askAll(holders, () => ({ do: 'start-conversations', count: each, width }));
  return { conversations: each * holders.length, bytesPerConversation: perSocket(before, await askMemory(server.child), each * holders.length).rss };
};

/** `--sockets 20000 --idle 20 --conversations 0` are the defaults; `--conversations` of the sockets also get an open conversation at the end. Linux only. */
export const connections = async (args: readonly string[]): Promise<object> => {
  const [asked, idleS, conversations] = [flag(args, 'sockets', 20_000), flag(args, 'idle', 20), flag(args, 'conversations', 0)];
  const most = descriptorLimit() - otherDescriptors;
  const sockets = Math.min(asked, most);
  if (sockets < asked) say(`A process may open ${most + otherDescriptors} files here (ulimit -Hn): the server can hold ${sockets} sockets, not ${asked}. Raise the hard limit to measure more.`);
  return onStage(async ({ database, dataDir, defer }) => {
    say(`a bare ws server with ${sockets} sockets`);
    const bare = await weighBare(sockets);
    say(`the product with ${sockets} sockets`);
    const holders = await startHolders(sockets);
    defer(() => { for (const { part } of holders) part.end(); });
    const sessionsPerS = await prepareServer(database.url, join(dataDir, 'server'), (first) => signUp(first, holders, sockets));
    const server = await startServer(database.url, join(dataDir, 'server'), {}, { door: true });
    defer(() => stopServer(server));
    const measured = await measure(server, holders, sockets, idleS, Math.min(conversations, sockets));
    return { sockets, askedSockets: asked, descriptorLimit: most + otherDescriptors, sessionsPerS, ...measured, bareWsBytesPerSocket: bare.rss, bareWsBytesPerSocketBy: bare };
  });
};
