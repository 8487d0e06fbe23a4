// How long is an acknowledgement at half of the highest rate, beside one durable commit on the same disk, and beside a bare relay that stores nothing, at the same rate in the same run? Not for whether a given rate is carried (offered.ts).
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { commitFigures, timeCommits } from './commit-time.ts';
import { gatherCrowd, pairsOf } from './crowd.ts';
import { percentileOf, round2 } from './figures.ts';
import { median } from './generator.ts';
import { offer, saturate, type Load } from './paced-generator.ts';
import { enterShop, perAgent, startServer, stopServer } from './product-world.ts';
import { pairsAt, startReference } from './references.ts';
import { onStage, say } from './stage.ts';

const warmUpMs = 3000;

interface Round { highest: number; load: Load; relay: Load; commits: Float64Array }

const figures = (rounds: readonly Round[]): object => {
  const of = (value: (round: Round) => number): number => round2(median(rounds.map(value)));
  return {
    highestPerS: of(({ highest }) => highest), halfPerS: of(({ highest }) => highest / 2),
    ackP50Ms: of(({ load }) => load.ackP50Ms), ackP99Ms: of(({ load }) => load.ackP99Ms), deliverP99Ms: of(({ load }) => load.deliverP99Ms), sendLateP99Ms: of(({ load }) => load.sendLateP99Ms),
    relayAckP50Ms: of(({ relay }) => relay.ackP50Ms), relayAckP99Ms: of(({ relay }) => relay.ackP99Ms), ackP99ToRelayP99: of(({ load, relay }) => load.ackP99Ms / relay.ackP99Ms),
    commitP50Ms: of(({ commits }) => percentileOf(commits, 50)), commitP99Ms: of(({ commits }) => percentileOf(commits, 99)),
    ackP99ToCommitP50: of(({ load, commits }) => load.ackP99Ms / percentileOf(commits, 50)), ackP99ToCommitP99: of(({ load, commits }) => load.ackP99Ms / percentileOf(commits, 99)),
    refused: rounds.reduce((sum, { load }) => sum + load.refused, 0), rounds: rounds.length,
  };
};

/** `--conversations 500 --window 2 --seconds 5 --rounds 3` are the defaults: each round measures a commit, the highest rate, half of it, the bare relay at that half, and a commit again. */
export const half = async (args: readonly string[]): Promise<object> => {
  const [conversations, window, seconds, count] = [flag(args, 'conversations', 500), flag(args, 'window', 2), flag(args, 'seconds', 5), flag(args, 'rounds', 3)];
  return onStage(async ({ database, dataDir, defer }) => {
    const server = await startServer(database.url, join(dataDir, 'server'));
    defer(() => stopServer(server));
    say(`opening ${conversations} conversations`);
    const pairs = pairsOf(await gatherCrowd(server.url, await enterShop(server.url, 'apparel'), conversations));
    const reference = await startReference('relay', process.env);
    defer(() => { reference.child.kill(); });
    const relayed = await pairsAt(reference.port, conversations, perAgent);
    await saturate(pairs, window, warmUpMs);
    await saturate(relayed, window, warmUpMs);
    const rounds: Round[] = [];
    for (let i = 0; i < count; i++) {
      const before = await timeCommits(database.url);
      const highest = (await saturate(pairs, window, seconds * 1000)).perS;
      const load = await offer(pairs, highest / 2, seconds * 1000);
      const relay = await offer(relayed, highest / 2, seconds * 1000);
      const commits = Float64Array.from([...before, ...await timeCommits(database.url)]).sort();
      rounds.push({ highest, load, relay, commits });
      say(`  highest ${highest}/s   at half: ack p50 ${load.ackP50Ms} p99 ${load.ackP99Ms} ms   relay p50 ${relay.ackP50Ms} p99 ${relay.ackP99Ms} ms   commit ${JSON.stringify(commitFigures(commits))}`);
    }
    return { conversations, window, seconds, ...figures(rounds) };
  });
};
