// How does the cost grow with those who hear: one conversation watched by many supervisors' tabs, and one queue in which many wait for their places to move. Not for many conversations.
import { join } from 'node:path';
import { flag, list } from './arguments.ts';
import { atOnce } from './at-once.ts';
import { withCost } from './cost.ts';
import { bringAgents, bringConsumer, callPerson, pairsOf, type Crowd } from './crowd.ts';
import { round1 } from './figures.ts';
import { openLine, type Line } from './line.ts';
import { saturate } from './paced-generator.ts';
import { enterShop, prepareServer, startServer, stopServer, type ServerProcess } from './product-world.ts';
import { measureQueue } from './queue-places.ts';
import { onStage, say, sleep, type Stage } from './stage.ts';

/** Messages under way in the one conversation. */
const window = 4;

/** One conversation, served. */
const oneConversation = async (url: string): Promise<Crowd> => {
  const shop = await enterShop(url, 'apparel');
  const agents = await bringAgents(url, shop, 1, 1);
  const consumer = await bringConsumer(url, shop);
  await callPerson(url, consumer);
  while (agents[0]?.conversationIds.length !== 1) await sleep(20);
  return { shop, agents, consumers: [consumer] };
};

const watchAs = async (url: string, cookie: string, conversationId: string): Promise<Line> => {
  const line = await openLine(url, { cookie });
  await line.ask({ type: 'conversation.watch', conversationId });
  return line;
};

const measureWatchers = async (stage: Stage, server: ServerProcess, sizes: readonly number[], ms: number): Promise<object[]> => {
  const crowd = await oneConversation(server.url);
  const pairs = pairsOf(crowd);
  const id = pairs[0]?.id ?? '';
  const watchers: Line[] = [];
  const rows = [];
  for (const size of sizes) {
    watchers.push(...await atOnce(size - watchers.length, 20, () => watchAs(server.url, crowd.shop.ownerCookie, id)));
    await saturate(pairs, window, 1000, watchers);
    const { result, us } = await withCost({ servers: [server.child.pid ?? 0], database: stage.database.pid }, () => saturate(pairs, window, ms, watchers));
    // The sender and the other side hear each message as well.
    const deliveries = result.watched + 2 * result.delivered;
    rows.push({
      watchers: size, messagesPerS: result.perS, deliveriesPerS: Math.round(deliveries / result.seconds), serverUsPerMessage: Math.round(us.server / result.delivered), serverUsPerDelivery: round1(us.server / deliveries),
      generatorUsPerDelivery: round1(us.generator / deliveries), deliverP50Ms: result.deliverP50Ms, deliverP99Ms: result.deliverP99Ms, watchP50Ms: result.watchP50Ms, watchP99Ms: result.watchP99Ms,
      missed: result.accepted * size - result.watched,
    });
    say(`  ${JSON.stringify(rows.at(-1))}`);
  }
  for (const line of watchers) line.end();
  return rows;
};

/** `--watchers 1,10,100,1000 --seconds 3 --waiting 100,500 --moves 5` are the defaults; the full queue is `--waiting 100,500,2000`. */
export const fanOut = async (args: readonly string[]): Promise<object> => {
  const [watchers, seconds, waiting, moves] = [list(args, 'watchers', [1, 10, 100, 1000]), flag(args, 'seconds', 3), list(args, 'waiting', [100, 500]), flag(args, 'moves', 5)];
  return onStage(async (stage) => {
    const dir = join(stage.dataDir, 'server');
    await prepareServer(stage.database.url, dir, async () => undefined);
    const server = await startServer(stage.database.url, dir);
    stage.defer(() => stopServer(server));
    say('one conversation and its watchers');
    const watched = watchers.length > 0 ? await measureWatchers(stage, server, watchers, seconds * 1000) : [];
    say('one queue and those who wait in it');
    return { window, watched, queue: await measureQueue(stage, server, waiting, moves) };
  });
};
