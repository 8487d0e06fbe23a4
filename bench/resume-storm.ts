// A server is killed and started again, and everybody comes back: all in one instant, and as the client's own jitter spreads them. How long until all are back with what they
// missed, is anything lost or doubled, and how does an agent who works meanwhile fare? Not for crashes while messages are on their way (npm run simulate).
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { atOnce } from './at-once.ts';
import { gatherCrowd, move, pairsOf, type Crowd } from './crowd.ts';
import { megabytes, percentileOf, round1 } from './figures.ts';
import { peakBytes } from './memory-door.ts';
import { offer, type Load } from './paced-generator.ts';
import { enterShop, prepareServer, startServer, stopServer, type ServerProcess } from './product-world.ts';
import { onStage, say, sleep, type Stage } from './stage.ts';
import { createStormClient, type Door, type StormClient } from './storm-client.ts';
import { readAll } from './stored.ts';

const perAgent = 10;
/** The agent who works meanwhile: messages a second over their conversations, consumers' answers included. */
const witnessPerS = 50;
const calmMs = 3000;
const backWithinMs = 180_000;
/** Addresses of the clients: each lends its ports. */
const addresses = 8;

const storedSeqs = async (url: string): Promise<Map<string, number>> =>
  new Map((await readAll<{ id: string; seq: number }>(url, 'SELECT id, last_seq AS seq FROM conversations')).map(({ id, seq }) => [id, seq]));
const ofClient = (client: { conversationIds: readonly string[] }, seqs: ReadonlyMap<string, number>): Map<string, number> => new Map(client.conversationIds.map((id) => [id, seqs.get(id) ?? 0]));

/** The crowd but for the last agent and their consumers, on lines of the SDK. */
const createClients = (door: Door, { consumers, agents }: Crowd, seqs: ReadonlyMap<string, number>): StormClient[] => {
  const addressOf = (i: number): string => `127.0.0.${2 + (i % addresses)}`;
  return [
    ...consumers.map(({ token, conversationId }, i) => createStormClient(door, { token }, new Map([[conversationId, seqs.get(conversationId) ?? 0]]), addressOf(i))),
    ...agents.map(({ cookie, conversationIds }, i) => createStormClient(door, { cookie }, new Map(conversationIds.map((id) => [id, seqs.get(id) ?? 0])), addressOf(i))),
  ];
};

const waitUntil = async (ready: () => boolean, withinMs: number): Promise<boolean> => {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(20)) if (ready()) return true;
  return ready();
};
const isBack = ({ story }: StormClient): boolean => !Number.isNaN(story.backAt);

/** Messages that the storm's clients do not hear: their lines are down, an agent's own keeps writing. The last number of each conversation that was acknowledged. */
const writeMeanwhile = async (crowd: Crowd, messages: number): Promise<Map<string, number>> => {
  const acked = new Map<string, number>();
  await atOnce(crowd.agents.length, 20, async (i) => {
    const { line, conversationIds } = crowd.agents[i] as Crowd['agents'][number];
    for (let n = 0; n < messages; n++) for (const conversationId of conversationIds) {
      // Lost to another while everybody was away longer than the shop allows [RT4]: then nobody misses anything in it.
      const seq = await line.ask<{ seq: number }>({ type: 'message.send', conversationId, clientId: `missed-${n}-${Date.now()}`, body: { type: 'text', text: `您离开时的第 ${n + 1} 条` } })
        .then((answer) => answer.seq, (error: Error) => { if (error.message.includes('not_your_turn')) return 0; throw error; });
      acked.set(conversationId, Math.max(seq, acked.get(conversationId) ?? 0));
    }
  });
  return acked;
};

const sorted = (clients: readonly StormClient[], value: (story: StormClient['story']) => number): Float64Array => Float64Array.from(clients.filter(isBack).map(({ story }) => value(story))).sort();
const sum = (clients: readonly StormClient[], value: (story: StormClient['story']) => number): number => clients.reduce((total, { story }) => total + value(story), 0);

const refusalsOf = (clients: readonly StormClient[]): Record<string, number> => {
  const total: Record<string, number> = {};
  for (const { story } of clients) for (const [code, n] of story.refusals) total[code] = (total[code] ?? 0) + n;
  return total;
};

/** Numbers up to `until` that a client should have and has not, and those it has twice. */
const wrongNumbers = (clients: readonly StormClient[], from: ReadonlyMap<string, number>, until: ReadonlyMap<string, number>): { lost: number; doubled: number } => {
  const wrong = { lost: 0, doubled: 0 };
  for (const client of clients) for (const id of client.conversationIds) {
    const numbers = client.seen(id);
    const distinct = new Set(numbers);
    wrong.doubled += numbers.length - distinct.size;
    for (let seq = (from.get(id) ?? 0) + 1; seq <= (until.get(id) ?? 0); seq++) if (!distinct.has(seq)) wrong.lost += 1;
  }
  return wrong;
};

interface World {
  stage: Stage;
  server: ServerProcess;
  door: Door;
  /** Whose SDK lines make the storm. Their own plain lines are up only between storms. */
  crowd: Crowd;
  /** One agent and their consumers, who work meanwhile. */
  witness: Crowd;
  clients: StormClient[];
  /** The last number of each conversation, acknowledged or stored, when the server was killed last. */
  expected: ReadonlyMap<string, number>;
}

const serverDir = ({ dataDir }: Stage): string => join(dataDir, 'server');
const movePeople = ({ consumers, agents }: Crowd, url: string): Promise<unknown> => { const people = [...consumers, ...agents]; return atOnce(people.length, 20, (i) => move(people[i] as (typeof people)[number], url)); };
const cut = ({ consumers, agents }: Crowd): void => { for (const { line } of [...consumers, ...agents]) line.end(); };

const buildWorld = async (stage: Stage, consumers: number): Promise<World> => {
  await prepareServer(stage.database.url, serverDir(stage), async () => undefined);
  const server = await startServer(stage.database.url, serverDir(stage));
  say(`opening ${consumers} conversations, and ${perAgent} of an agent who works meanwhile`);
  const { shop, ...all } = await gatherCrowd(server.url, await enterShop(server.url, 'apparel'), consumers + perAgent, perAgent);
  const works = all.agents.at(-1);
  const isOfWitness = ({ conversationId }: { conversationId: string }): boolean => works?.conversationIds.includes(conversationId) ?? false;
  const witness: Crowd = { shop, agents: all.agents.slice(-1), consumers: all.consumers.filter(isOfWitness) };
  const crowd: Crowd = { shop, agents: all.agents.slice(0, -1), consumers: all.consumers.filter((one) => !isOfWitness(one)) };
  const door: Door = { url: server.url };
  return { stage, server, door, crowd, witness, clients: createClients(door, crowd, await storedSeqs(stage.database.url)), expected: new Map() };
};

const latencies = ({ sent, accepted, delivered, ackP50Ms, ackP99Ms, ackMaxMs, deliverP50Ms, deliverP99Ms, refused }: Load): object => ({ sent, accepted, delivered, ackP50Ms, ackP99Ms, ackMaxMs, deliverP50Ms, deliverP99Ms, refused });

/** Everybody away, messages written meanwhile, the server killed and started again; resolves when it listens and the working agent works. */
const killAndRestart = async (world: World, missed: number, jitter: boolean): Promise<{ killedAt: number; readyAt: number }> => {
  const { stage, crowd, clients } = world;
  await movePeople(crowd, world.server.url);
  for (const { line } of clients) line.stop();
  const acked = await writeMeanwhile(crowd, missed);
  cut(crowd);
  // What was acknowledged counts though it were not stored: by the database alone nobody would miss it.
  world.expected = new Map([...await storedSeqs(stage.database.url)].map(([id, seq]) => [id, Math.max(seq, acked.get(id) ?? 0)]));
  for (const client of clients) client.reset(ofClient(client, world.expected));
  const killedAt = performance.now();
  world.server.child.kill('SIGKILL');
  if (jitter) for (const { line } of clients) line.start();
  world.server = await startServer(stage.database.url, serverDir(stage));
  const readyAt = performance.now();
  world.door.url = world.server.url;
  await movePeople(world.witness, world.server.url);
  return { killedAt, readyAt };
};

/** `jitter`: the clients try from the moment of the kill, as the SDK spreads them; without, all at once when the server listens. */
const runStorm = async (world: World, missed: number, jitter: boolean): Promise<object> => {
  const { clients } = world;
  const { killedAt, readyAt } = await killAndRestart(world, missed, jitter);
  let over = false;
  const working = offer(pairsOf(world.witness), witnessPerS, backWithinMs, () => over);
  const releasedAt = jitter ? readyAt : performance.now();
  if (!jitter) for (const { line } of clients) line.start();
  const allBack = await waitUntil(() => clients.every(isBack), backWithinMs);
  over = true;
  const back = sorted(clients, (story) => (story.backAt - releasedAt) / 1000);
  const hello = sorted(clients, (story) => story.helloMs);
  say(`  ${back.length} of ${clients.length} are back after ${round1(percentileOf(back, 100))} s`);
  return {
    allBack, restartMs: Math.round(readyAt - killedAt), secondsUntilAllBack: round1(percentileOf(back, 100)), backP50S: round1(percentileOf(back, 50)), backP99S: round1(percentileOf(back, 99)),
    helloP50Ms: round1(percentileOf(hello, 50)), helloP99Ms: round1(percentileOf(hello, 99)), attempts: sum(clients, (story) => story.attempts), unopened: sum(clients, (story) => story.unopened),
    refusals: refusalsOf(clients), sentTwiceOnOneSocket: sum(clients, (story) => story.twice), peakMemoryMb: megabytes(peakBytes(world.server.child.pid ?? 0)), workingAgent: latencies(await working),
  };
};

/** `--consumers 2000 --missed 5` are the defaults; an agent to ten consumers. Linux only. */
export const resumeStorm = async (args: readonly string[]): Promise<object> => {
  const [consumers, missed] = [flag(args, 'consumers', 2000), flag(args, 'missed', 5)];
  return onStage(async (stage) => {
    const world = await buildWorld(stage, consumers);
    stage.defer(() => stopServer(world.server));
    const { clients } = world;
    stage.defer(() => { for (const { line } of clients) line.stop(); });
    const from = await storedSeqs(stage.database.url);
    const calm = latencies(await offer(pairsOf(world.witness), witnessPerS, calmMs));
    say('killing the server; everybody comes back in one instant');
    const together = await runStorm(world, missed, false);
    say('killing the server; everybody comes back by their own jitter');
    const jittered = await runStorm(world, missed, true);
    // Up to the kill only: an agent who was away too long has lost conversations to another [RT4], and the lines that say so are not theirs to hear; others may be on their way still.
    const { lost, doubled } = wrongNumbers(clients, from, world.expected);
    return { consumers, agents: world.crowd.agents.length, missedEach: missed, lost, doubled, calm, atOnce: together, ownJitter: jittered };
  });
};
