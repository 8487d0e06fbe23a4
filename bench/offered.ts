// Does the product carry a given rate? Messages are offered whatever comes back: how many were acknowledged, delivered and stored, and how late. Not for the highest rate (half.ts, message-path.ts).
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { costEach, withCost } from './cost.ts';
import { gatherCrowd, pairsOf } from './crowd.ts';
import { offer } from './paced-generator.ts';
import { enterShop, startServer, stopServer } from './product-world.ts';
import { onStage, say } from './stage.ts';
import { countStored } from './stored.ts';

/** Long enough for the code to be compiled and the batches to find their size. */
const warmUpMs = 5000;

/** `--rate 2000 --seconds 10 --conversations 500` are the defaults; a billion messages a day are `--rate 11574`. */
export const offered = async (args: readonly string[]): Promise<object> => {
  const [rate, seconds, conversations] = [flag(args, 'rate', 2000), flag(args, 'seconds', 10), flag(args, 'conversations', 500)];
  return onStage(async ({ database, dataDir, defer }) => {
    const server = await startServer(database.url, join(dataDir, 'server'));
    defer(() => stopServer(server));
    say(`opening ${conversations} conversations`);
    const pairs = pairsOf(await gatherCrowd(server.url, await enterShop(server.url, 'apparel'), conversations));
    say(`warming up at ${Math.round(rate / 2)}/s`);
    await offer(pairs, rate / 2, warmUpMs);
    const before = await countStored(database.url);
    say(`offering ${rate}/s for ${seconds} s`);
    const { result, us } = await withCost({ servers: [server.child.pid ?? 0], database: database.pid }, () => offer(pairs, rate, seconds * 1000));
    const stored = (await countStored(database.url)) - before;
    const { bus: _none, ...cpu } = costEach(us, result.delivered);
    return { conversations, rate, ...result, stored, lost: Math.max(0, result.accepted - Math.min(stored, result.delivered)), cpuUsPerMessage: cpu };
  });
};
