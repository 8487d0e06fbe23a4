// One queue, many who wait: each time an agent is free the places of all others move. How long until everybody has been told, and what a move costs, one by one and in a rush. Not for who is drawn.
import { atOnce } from './at-once.ts';
import { withCost, type Parts } from './cost.ts';
import { bringAgents, bringConsumer, callPerson, pairsOf, type Agent, type Consumer } from './crowd.ts';
import { percentileOf, round1 } from './figures.ts';
import { offer, type Load } from './paced-generator.ts';
import { enterShop, request, type ServerProcess } from './product-world.ts';
import { say, sleep, type Stage } from './stage.ts';

/** Places are told at most once a second: a move and what follows from it fit into this. */
const settleMs = 1500;
const toldWithinMs = 60_000;
/** Moves of a queue that moves as fast as one agent can end what they have. */
const rushMoves = 50;
/** A second in which nothing moves is measured over this. */
const floorMs = 3000;
/** An agent who works beside it. */
const witnessPerS = 50;

/** What a waiting consumer was last told, when, and how often until then. */
interface Told { position: number; at: number; times: number }

const listen = (consumer: Consumer, told: Map<Consumer, Told>): void => {
  consumer.line.hear = (payload) => {
    const text = payload.toString();
    if (!text.startsWith('{"type":"conversation.changed"')) return;
    const position = (JSON.parse(text) as { conversation: { queue: { position: number } | null } }).conversation.queue?.position ?? 0;
    told.set(consumer, { position, at: performance.now(), times: (told.get(consumer)?.times ?? 0) + 1 });
  };
};

/** Everybody waits at the place that is theirs: 1 … n in the order in which they came. */
const areTold = (queue: readonly Consumer[], told: ReadonlyMap<Consumer, Told>): boolean => queue.every((consumer, i) => told.get(consumer)?.position === i + 1);
const waitTold = async (queue: readonly Consumer[], told: ReadonlyMap<Consumer, Told>): Promise<boolean> => {
  for (const until = performance.now() + toldWithinMs; performance.now() < until; await sleep(20)) if (areTold(queue, told)) return true;
  return false;
};

interface Queue { agent: Agent; queue: Consumer[]; told: Map<Consumer, Told> }

const endHeld = ({ cookie, conversationIds }: Agent, url: string): Promise<unknown> => request(url, 'POST', `/v1/conversations/${conversationIds.at(-1)}/closure`, { reason: 'resolved' }, { cookie });

/** The agent ends the conversation they hold; the first of the queue comes to them, and the others are told. Milliseconds until each knew. */
const moveUp = async (url: string, { agent, queue, told }: Queue): Promise<number[]> => {
  const from = performance.now();
  await endHeld(agent, url);
  queue.shift();
  if (!(await waitTold(queue, told))) say(`  after ${toldWithinMs / 1000} s not everybody had been told`);
  const times = queue.map((consumer) => (told.get(consumer)?.at ?? Number.NaN) - from);
  await sleep(settleMs);
  return times;
};

/** The agent ends conversations as fast as the next ones come to them, until everybody who still waits knows their place. Seconds of the moves, and how often each was told. */
const rush = async (url: string, { agent, queue, told }: Queue, moves: number): Promise<{ movedS: number; toldEach: number }> => {
  const timesOf = (one: Consumer): number => told.get(one)?.times ?? 0;
  const before = new Map(queue.map((one) => [one, timesOf(one)]));
  const from = performance.now();
  for (let i = 0; i < moves; i++) {
    const held = agent.conversationIds.length;
    await endHeld(agent, url);
    while (agent.conversationIds.length === held) await sleep(1);
    queue.shift();
  }
  const movedS = (performance.now() - from) / 1000;
  if (!(await waitTold(queue, told))) say(`  after ${toldWithinMs / 1000} s not everybody had been told`);
  await sleep(settleMs);
  return { movedS: round1(movedS), toldEach: round1(queue.reduce((sum, one) => sum + timesOf(one) - (before.get(one) ?? 0), 0) / queue.length) };
};

/** Milliseconds of processor time. */
interface Spent { server: number; database: number }
interface Beside { parts: Parts; witness: ReturnType<typeof pairsOf> }

/** Runs `work` beside the witness; what it cost beyond `floor`, which is what a second costs in which nothing moves. */
const spend = async <T>({ parts, witness }: Beside, floor: Spent, work: () => Promise<T>): Promise<{ result: T; beside: Load; spent: Spent }> => {
  let over = false;
  const from = performance.now();
  const { result, us } = await withCost(parts, async () => {
    const load = offer(witness, witnessPerS, 600_000, () => over);
    const done = await work();
    over = true;
    return { done, beside: await load };
  });
  const seconds = (performance.now() - from) / 1000;
  return { result: result.done, beside: result.beside, spent: { server: us.server / 1000 - floor.server * seconds, database: us.database / 1000 - floor.database * seconds } };
};

/** A second in which nothing moves. */
const measureFloor = async (beside: Beside): Promise<Spent> => {
  const { spent } = await spend(beside, { server: 0, database: 0 }, () => sleep(floorMs));
  return { server: spent.server / (floorMs / 1000), database: spent.database / (floorMs / 1000) };
};

const perMove = ({ server, database }: Spent, moves: number): { serverMsPerMove: number; databaseMsPerMove: number } => ({ serverMsPerMove: round1(server / moves), databaseMsPerMove: round1(database / moves) });

const measureSize = async (url: string, people: Beside, waiting: Queue, moves: number): Promise<object> => {
  const count = waiting.queue.length;
  const floor = await measureFloor(people);
  const { result: times, beside, spent } = await spend(people, floor, async () => { const all: number[] = []; for (let i = 0; i < moves; i++) all.push(...await moveUp(url, waiting)); return all; });
  const inRush = Math.min(rushMoves, waiting.queue.length - 1);
  const rushed = await spend(people, floor, () => rush(url, waiting, inRush));
  const sorted = Float64Array.from(times).sort();
  return {
    waiting: count, moves, toldP50Ms: round1(percentileOf(sorted, 50)), toldP99Ms: round1(percentileOf(sorted, 99)), toldMaxMs: round1(percentileOf(sorted, 100)),
    ...perMove(spent, moves), serverUsPerPlaceTold: round1((spent.server * 1000) / times.length), besideAckP50Ms: beside.ackP50Ms, besideAckP99Ms: beside.ackP99Ms,
    rush: { moves: inRush, ...rushed.result, ...perMove(rushed.spent, inRush) }, floorServerMsPerS: round1(floor.server), floorDatabaseMsPerS: round1(floor.database),
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
    rows.push({ ...await measureSize(server.url, { parts: { servers: [server.child.pid ?? 0], database: stage.database.pid }, witness }, waiting, moves), filledS });
    say(`  ${JSON.stringify(rows.at(-1))}`);
  }
  return rows;
};
