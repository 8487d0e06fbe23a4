// What does a message cost when it crosses nodes? One server process, and several on the same database at the same rate each; with several, consumer and agent sit on different
// nodes in half of the conversations. Not for nodes that die (npm run simulate).
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { atOnce } from './at-once.ts';
import { startBus, type Bus } from './bus.ts';
import { costEach, ofProduct, withCost, type Cost } from './cost.ts';
import { gatherCrowd, move, pairsOf, type Agent, type Consumer, type Crowd } from './crowd.ts';
import { round2 } from './figures.ts';
import { median } from './generator.ts';
import { offer, type Load } from './paced-generator.ts';
import { enterShop, prepareServer, startServer, stopServer, type ServerProcess } from './product-world.ts';
import { onStage, say, type Stage } from './stage.ts';
import { countStored } from './stored.ts';

/** Every phase has new processes: their code must be compiled before it is measured. */
const warmUpMs = 4000;

/** Node of each person: agents in turn; the consumers of an agent alternate between their node and the next. */
const placesOf = ({ agents, consumers }: Crowd, nodes: number): { person: Agent | Consumer; node: number }[] => {
  const byConversation = new Map(consumers.map((consumer) => [consumer.conversationId, consumer]));
  return agents.flatMap((agent, a) => [{ person: agent, node: a % nodes },
    ...agent.conversationIds.flatMap((id, i) => { const person = byConversation.get(id); return person ? [{ person, node: (a + (i % 2)) % nodes }] : []; })]);
};

/** The first `count` conversations by whole agents. */
const partOf = ({ shop, agents, consumers }: Crowd, count: number): Crowd => {
  const some: Agent[] = [];
  for (const agent of agents) if (some.reduce((sum, one) => sum + one.conversationIds.length, 0) < count) some.push(agent);
  const ids = new Set(some.flatMap((agent) => agent.conversationIds));
  return { shop, agents: some, consumers: consumers.filter(({ conversationId }) => ids.has(conversationId)) };
};

interface Phase { load: Load; cost: Cost; stored: number }

const runPhase = async (stage: Stage, crowd: Crowd, working: Crowd, nodes: number, rate: number, ms: number, bus: Bus | null): Promise<Phase> => {
  const { database, dataDir } = stage;
  const servers: ServerProcess[] = [];
  // One after the other: two at once would both migrate. They share the directory, so a cookie of one is good at the other.
  for (let i = 0; i < nodes; i++) servers.push(await startServer(database.url, join(dataDir, 'server'), bus ? { NATS_URL: bus.url } : {}));
  try {
    // Also those who rest: an agent who is gone loses what they hold.
    const places = placesOf(crowd, nodes);
    await atOnce(places.length, 20, async (i) => { const { person, node } = places[i] as (typeof places)[number]; await move(person, servers[node]?.url ?? ''); });
    const pairs = pairsOf(working);
    await offer(pairs, rate, warmUpMs);
    const before = await countStored(database.url);
    const { result, us } = await withCost({ servers: servers.map(({ child }) => child.pid ?? 0), database: database.pid, ...(bus?.child.pid ? { bus: bus.child.pid } : {}) }, () => offer(pairs, rate, ms));
    return { load: result, cost: costEach(us, result.delivered), stored: (await countStored(database.url)) - before };
  } finally {
    for (const server of servers) await stopServer(server);
  }
};

const figures = (phases: readonly Phase[]): object => {
  const of = (value: (phase: Phase) => number): number => round2(median(phases.map(value)));
  const sum = (value: (phase: Phase) => number): number => phases.reduce((total, phase) => total + value(phase), 0);
  return {
    perS: of(({ load }) => load.perS), ackP50Ms: of(({ load }) => load.ackP50Ms), ackP99Ms: of(({ load }) => load.ackP99Ms), deliverP50Ms: of(({ load }) => load.deliverP50Ms), deliverP99Ms: of(({ load }) => load.deliverP99Ms),
    sendLateP99Ms: of(({ load }) => load.sendLateP99Ms), accepted: sum(({ load }) => load.accepted), delivered: sum(({ load }) => load.delivered), stored: sum(({ stored }) => stored),
    refused: sum(({ load }) => load.refused), doubled: sum(({ load }) => load.doubled), misordered: sum(({ load }) => load.misordered),
    cpuUsPerMessage: { server: of(({ cost }) => cost.server), database: of(({ cost }) => cost.database), bus: of(({ cost }) => cost.bus), generator: of(({ cost }) => cost.generator) },
  };
};

/** `--nodes 2 --rate 1000 --conversations 100 --seconds 8 --rounds 2` are the defaults; rate and conversations are of each process. */
export const cluster = async (args: readonly string[]): Promise<object> => {
  const [nodes, rate, conversations, seconds, rounds] = [flag(args, 'nodes', 2), flag(args, 'rate', 1000), flag(args, 'conversations', 100), flag(args, 'seconds', 8), flag(args, 'rounds', 2)];
  return onStage(async (stage) => {
    const bus = await startBus(stage);
    say(bus ? 'nodes may hear each other by nats-server (NATS_URL)' : 'no nats-server here: nodes hear each other by the tail of the log');
    const crowd = await prepareServer(stage.database.url, join(stage.dataDir, 'server'), async ({ url }) => gatherCrowd(url, await enterShop(url, 'apparel'), conversations * nodes));
    const one: Phase[] = [];
    const many: Phase[] = [];
    for (let i = 0; i < rounds; i++) {
      one.push(await runPhase(stage, crowd, partOf(crowd, conversations), 1, rate, seconds * 1000, null));
      many.push(await runPhase(stage, crowd, crowd, nodes, rate * nodes, seconds * 1000, bus));
      say(`  one ${JSON.stringify(one.at(-1)?.cost)}   ${nodes} ${JSON.stringify(many.at(-1)?.cost)} µs a message`);
    }
    const cost = (phases: readonly Phase[], of: (cost: Cost) => number): number => median(phases.map((phase) => of(phase.cost)));
    return {
      nodes, ratePerProcess: rate, conversationsPerProcess: conversations, seconds, rounds, bus: bus ? 'nats' : 'log',
      costRatio: round2(cost(many, ofProduct) / cost(one, ofProduct)), costRatioOfServers: round2(cost(many, ({ server }) => server) / cost(one, ({ server }) => server)),
      lost: [...one, ...many].reduce((sum, { load, stored }) => sum + Math.max(0, load.accepted - Math.min(stored, load.delivered)), 0), one: figures(one), many: figures(many),
    };
  });
};
