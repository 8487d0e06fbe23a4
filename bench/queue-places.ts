// One queue, many who wait: each time an agent is free the places of all others move. How long until everybody has been told, and what a move costs. Not for who is drawn.
import { atOnce } from './at-once.ts';
import { withCost } from './cost.ts';
import { bringAgents, bringConsumer, callPerson, pairsOf, type Agent, type Consumer } from './crowd.ts';
import { percentileOf, round1 } from './figures.ts';
import { offer } from './paced-generator.ts';
import { enterShop, request, type ServerProcess } from './product-world.ts';
import { say, sleep, type Stage } from './stage.ts';

/** Places are told at most twice a second: a move and what follows from it fit into this. */
const settleMs = 1500;
const toldWithinMs = 60_000;
/** An agent who works beside it. */
const witnessPerS = 50;

/** What a waiting consumer was last told, and when. */
interface Told { position: number; at: number }

const listen = (consumer: Consumer, told: Map<Consumer, Told>): void => {
  consumer.line.hear = (payload) => {
    const text = payload.toString();
    if (!text.startsWith('{"type":"conversation.changed"')) return;
    const position = (JSON.parse(text) as { conversation: { queue: { position: number } | null } }).conversation.queue?.position ?? 0;
    told.set(consumer, { position, at: performance.now() });
  };
};

/** Everybody waits at the place that is theirs: 1 … n in the order in which they came. */
const areTold = (queue: readonly Consumer[], told: ReadonlyMap<Consumer, Told>): boolean => queue.every((consumer, i) => told.get(consumer)?.position === i + 1);
const waitTold = async (queue: readonly Consumer[], told: ReadonlyMap<Consumer, Told>): Promise<boolean> => {
  for (const until = performance.now() + toldWithinMs; performance.now() < until; await sleep(20)) if (areTold(queue, told)) return true;
  return false;
};

interface Queue { agent: Agent; queue: Consumer[]; told: Map<Consumer, Told> }

/** The agent ends the conversation they hold; the first of the queue comes to them, and the others are told. Milliseconds until each knew. */
const moveUp = async (url: string, { agent, queue, told }: Queue): Promise<number[]> => {
  const held = agent.conversationIds.at(-1);
  const from = performance.now();
  await request(url, 'POST', `/v1/conversations/${held}/closure`, { reason: 'resolved' }, { cookie: agent.cookie });
  queue.shift();
  if (!(await waitTold(queue, told))) say(`  after ${toldWithinMs / 1000} s not everybody had been told`);
  const times = queue.map((consumer) => (told.get(consumer)?.at ?? Number.NaN) - from);
  await sleep(settleMs);
  return times;
};

const measureSize = async (stage: Stage, server: ServerProcess, waiting: Queue, witness: ReturnType<typeof pairsOf>, moves: number): Promise<object> => {
  const times: number[] = [];
  let over = false;
  const beside = offer(witness, witnessPerS, 600_000, () => over);
  const { us } = await withCost({ servers: [server.child.pid ?? 0], database: stage.database.pid }, async () => { for (let i = 0; i < moves; i++) times.push(...await moveUp(server.url, waiting)); });
  over = true;
  const { ackP50Ms, ackP99Ms } = await beside;
  const sorted = Float64Array.from(times).sort();
  return {
    waiting: waiting.queue.length + moves, moves, toldP50Ms: round1(percentileOf(sorted, 50)), toldP99Ms: round1(percentileOf(sorted, 99)), toldMaxMs: round1(percentileOf(sorted, 100)),
    serverMsPerMove: round1(us.server / 1000 / moves), databaseMsPerMove: round1(us.database / 1000 / moves), serverUsPerPlaceTold: round1(us.server / times.length), databaseUsPerPlaceTold: round1(us.database / times.length),
    besideAckP50Ms: ackP50Ms, besideAckP99Ms: ackP99Ms,
  };
};

/** Two agents with one conversation each: the first to work beside it, the second to call up those who wait. */
const openQueue = async (url: string): Promise<{ waiting: Queue; witness: ReturnType<typeof pairsOf> }> => {
  const shop = await enterShop(url, 'apparel');
  const agents = await bringAgents(url, shop, 2, 1);
  const consumers = await atOnce(2, 2, () => bringConsumer(url, shop));
  for (const consumer of consumers) await callPerson(url, consumer);
  while (agents.some((agent) => agent.conversationIds.length === 0)) await sleep(20);
  return { waiting: { agent: agents[1] as Agent, queue: [], told: new Map() }, witness: pairsOf({ shop, agents: agents.slice(0, 1), consumers }) };
};

/** One row for each size of the queue. */
export const measureQueue = async (stage: Stage, server: ServerProcess, sizes: readonly number[], moves: number): Promise<object[]> => {
  const rows: object[] = [];
  if (sizes.length === 0) return rows;
  const { waiting, witness } = await openQueue(server.url);
  const shop = await enterShop(server.url, 'apparel');
  for (const size of sizes) {
    const from = performance.now();
    // One after another: the order in which they come is the order of the queue.
    for (const consumer of await atOnce(Math.max(0, size - waiting.queue.length), 20, () => bringConsumer(server.url, shop))) {
      listen(consumer, waiting.told);
      await callPerson(server.url, consumer);
      waiting.queue.push(consumer);
    }
    await waitTold(waiting.queue, waiting.told);
    const filledS = round1((performance.now() - from) / 1000);
    await sleep(settleMs);
    rows.push({ ...await measureSize(stage, server, waiting, witness, moves), filledS });
    say(`  ${JSON.stringify(rows.at(-1))}`);
  }
  return rows;
};
