// How long is an acknowledgement at half of the highest rate, beside one durable commit on the same disk, and beside a bare relay that stores nothing, at the same rate in the same run? Not for whether a given rate is carried (offered.ts).
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { commitFigures, timeCommits, type Commits } from './commit-time.ts';
import { gatherCrowd, pairsOf } from './crowd.ts';
import { percentileOf, round2 } from './figures.ts';
import { median } from './generator.ts';
import { offer, saturate, type Load } from './paced-generator.ts';
import { startPart } from './part.ts';
import { enterShop, perAgent, startServer, stopServer } from './product-world.ts';
import { pairsAt, startReference } from './references.ts';
import { onStage, say } from './stage.ts';

const warmUpMs = 3000;
/** Beside a load a commit is timed now and then: often enough for a p99, seldom enough to be no load itself. */
const besideMs = 10;

interface Round { highest: number; load: Load; relay: Load; commits: readonly number[]; beside: readonly number[] }

const figures = (rounds: readonly Round[]): object => {
  const of = (value: (round: Round) => number): number => round2(median(rounds.map(value)));
  return {
    highestPerS: of(({ highest }) => highest), halfPerS: of(({ highest }) => highest / 2),
    ackP50Ms: of(({ load }) => load.ackP50Ms), ackP99Ms: of(({ load }) => load.ackP99Ms), deliverP99Ms: of(({ load }) => load.deliverP99Ms), sendLateP99Ms: of(({ load }) => load.sendLateP99Ms),
    relayAckP50Ms: of(({ relay }) => relay.ackP50Ms), relayAckP99Ms: of(({ relay }) => relay.ackP99Ms), ackP99ToRelayP99: of(({ load, relay }) => load.ackP99Ms / relay.ackP99Ms),
    commitP50Ms: of(({ commits }) => percentileOf(commits, 50)), commitP99Ms: of(({ commits }) => percentileOf(commits, 99)),
    ackP99ToCommitP50: of(({ load, commits }) => load.ackP99Ms / percentileOf(commits, 50)), ackP99ToCommitP99: of(({ load, commits }) => load.ackP99Ms / percentileOf(commits, 99)),
    besideCommitP50Ms: of(({ beside }) => percentileOf(beside, 50)), besideCommitP99Ms: of(({ beside }) => percentileOf(beside, 99)), ackP99ToBesideCommitP99: of(({ load, beside }) => load.ackP99Ms / percentileOf(beside, 99)),
    refused: rounds.reduce((sum, { load }) => sum + load.refused, 0), rounds: rounds.length,
  };
};

/** `--conversations 500 --window 2 --seconds 5 --rounds 3` are the defaults: each round measures a commit, the highest rate, half of it with a commit now and then beside it, the bare relay at that half, and a commit again. */
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
    const committer = await startPart('commits');
    defer(() => committer.end());
    const alone: Commits = { url: database.url, count: 300, everyMs: 0 };
    const beside: Commits = { url: database.url, count: Math.floor((seconds * 1000) / besideMs), everyMs: besideMs };
    const rounds: Round[] = [];
    for (let i = 0; i < count; i++) {
      const before = await timeCommits(alone);
      const highest = (await saturate(pairs, window, seconds * 1000)).perS;
      const [load, besideTimes] = await Promise.all([offer(pairs, highest / 2, seconds * 1000), committer.ask<number[]>(beside)]);
      const relay = await offer(relayed, highest / 2, seconds * 1000);
      const commits = [...before, ...await timeCommits(alone)].sort((a, b) => a - b);
      rounds.push({ highest, load, relay, commits, beside: besideTimes });
      say(`  highest ${highest}/s   at half: ack p50 ${load.ackP50Ms} p99 ${load.ackP99Ms} ms   relay p50 ${relay.ackP50Ms} p99 ${relay.ackP99Ms} ms   commit ${JSON.stringify(commitFigures(commits))}   beside the load ${JSON.stringify(commitFigures(besideTimes))}`);
    }
    return { conversations, window, seconds, ...figures(rounds) };
  });
};
