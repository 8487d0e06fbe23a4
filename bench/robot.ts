// What does it cost that the robot answers every consumer message? The path between consumers and agents, and consumers who ask the robot, in turns within one run on one
// server. Not for how right the answers are (npm run evaluate).
import { join } from 'node:path';
import { flag } from './arguments.ts';
import { startBus } from './bus.ts';
import { costEach, withCost, type Cost } from './cost.ts';
import { bringConsumers, gatherCrowd, pairsOf, type Consumer, type Pair } from './crowd.ts';
import { percentileOf, round1, round2 } from './figures.ts';
import { median } from './generator.ts';
import { askQuestions, listQuestions, type Talk } from './questions.ts';
import { saturate, type Load } from './paced-generator.ts';
import { enterShop, prepareServer, startServer, stopServer, type ServerProcess, type Shop } from './product-world.ts';
import { onStage, say, type Stage } from './stage.ts';
import { readRow } from './stored.ts';

const warmUpMs = 3000;

/** What the robot has said and decided so far, by the database. */
interface Said { consumers: number; robot: number; answers: number; decisions: number }
const readSaid = (url: string): Promise<Said> => readRow<Said>(url, `SELECT (SELECT count(*) FROM messages WHERE author_kind = 'consumer')::int AS consumers, (SELECT count(*) FROM messages WHERE author_kind = 'robot')::int AS robot,
  (SELECT count(*) FROM decisions WHERE outcome = 'answer')::int AS answers, (SELECT count(*) FROM decisions)::int AS decisions`);

interface Round { path: Load; pathUs: Cost; talk: Talk; talkUs: Cost; said: Said }

const figures = (rounds: readonly Round[]): object => {
  const of = (value: (round: Round) => number, digits = round1): number => digits(median(rounds.map(value)));
  const perS = ({ talk, said }: Round): number => (said.consumers + said.robot) / talk.seconds;
  /** What the same number of messages would have cost without the robot. */
  const withoutRobot = ({ pathUs, path, said }: Round, part: 'server' | 'database'): number => (pathUs[part] / Math.max(1, path.delivered)) * (said.consumers + said.robot);
  const share = (round: Round): number => 1 - (withoutRobot(round, 'server') + withoutRobot(round, 'database')) / (round.talkUs.server + round.talkUs.database);
  const sum = (value: (round: Round) => number): number => rounds.reduce((total, round) => total + value(round), 0);
  const each = (us: Cost, count: number): object => { const { server, database, generator } = costEach(us, count); return { server, database, generator }; };
  return {
    pathPerS: of(({ path }) => path.perS, Math.round), robotPerS: of(perS, Math.round), ratio: of((round) => perS(round) / round.path.perS, round2), questionsPerS: of(({ talk }) => talk.answered / talk.seconds, Math.round),
    robotShareOfCpu: of(share, round2), cpuUsPerPathMessage: each(rounds.at(-1)?.pathUs as Cost, rounds.at(-1)?.path.delivered ?? 0), cpuUsPerQuestion: each(rounds.at(-1)?.talkUs as Cost, rounds.at(-1)?.talk.answered ?? 0),
    answerP50Ms: of(({ talk }) => percentileOf(talk.answerMs, 50)), answerP99Ms: of(({ talk }) => percentileOf(talk.answerMs, 99)),
    asked: sum(({ talk }) => talk.asked), answered: sum(({ talk }) => talk.answered), unanswered: sum(({ talk }) => talk.asked - talk.answered), gone: sum(({ talk }) => talk.gone),
    storedQuestions: sum(({ said }) => said.consumers), storedRobotMessages: sum(({ said }) => said.robot), storedAnswers: sum(({ said }) => said.answers), storedDecisions: sum(({ said }) => said.decisions),
  };
};

const less = (after: Said, before: Said): Said => ({ consumers: after.consumers - before.consumers, robot: after.robot - before.robot, answers: after.answers - before.answers, decisions: after.decisions - before.decisions });

const runRound = async (stage: Stage, servers: readonly ServerProcess[], pairs: readonly Pair[], askers: readonly Consumer[], questions: readonly string[], ms: number, round: number): Promise<Round> => {
  const parts = { servers: servers.map(({ child }) => child.pid ?? 0), database: stage.database.pid };
  const path = await withCost(parts, () => saturate(pairs, 2, ms));
  const before = await readSaid(stage.database.url);
  const talk = await withCost(parts, () => askQuestions(askers, questions, ms, round));
  return { path: path.result, pathUs: path.us, talk: talk.result, talkUs: talk.us, said: less(await readSaid(stage.database.url), before) };
};

const openWorld = async ({ url }: ServerProcess, shop: Shop, conversations: number, askers: number): Promise<{ pairs: Pair[]; askers: Consumer[]; questions: string[] }> => {
  say(`opening ${conversations} conversations with agents and ${askers} with the robot`);
  const pairs = pairsOf(await gatherCrowd(url, shop, conversations));
  return { pairs, askers: await bringConsumers(url, shop, askers), questions: await listQuestions(url, shop) };
};

/** One process for everything; or, `apart`, one for people and one, which hears of them over the bus, for the robot and all other work behind. */
const startServers = async (stage: Stage, dir: string, apart: boolean): Promise<ServerProcess[]> => {
  const { url } = stage.database;
  if (!apart) return [await startServer(url, dir)];
  const bus = await startBus(stage);
  if (!bus) say('no nats-server here: the two processes hear of each other by the log alone');
  const env = bus ? { NATS_URL: bus.url } : {};
  return [await startServer(url, dir, { ...env, ROLES: 'web,realtime' }), await startServer(url, dir, { ...env, ROLES: 'worker' })];
};

/**
 * `--conversations 500 --askers 4000 --seconds 5 --rounds 3` are the defaults: conversations with agents, and consumers who ask the robot one question after another: the robot gathers what somebody types for most of
 * a second, so it takes many to keep it busy. `--apart` gives the robot a process of its own.
 */
export const robot = async (args: readonly string[]): Promise<object> => {
  const [conversations, askers, seconds, count] = [flag(args, 'conversations', 500), flag(args, 'askers', 4000), flag(args, 'seconds', 5), flag(args, 'rounds', 3)];
  const apart = args.includes('--apart');
  return onStage(async (stage) => {
    const dir = join(stage.dataDir, 'server');
    await prepareServer(stage.database.url, dir, async () => undefined);
    const servers = await startServers(stage, dir, apart);
    for (const server of servers) stage.defer(() => stopServer(server));
    const [first] = servers;
    if (!first) throw new Error('no server');
    const world = await openWorld(first, await enterShop(first.url, 'apparel'), conversations, askers);
    say(`${world.questions.length} questions that the robot answers by itself`);
    await runRound(stage, servers, world.pairs, world.askers, world.questions, warmUpMs, 0);
    const rounds: Round[] = [];
    for (let i = 0; i < count; i++) {
      rounds.push(await runRound(stage, servers, world.pairs, world.askers, world.questions, seconds * 1000, i + 1));
      say(`  without ${rounds.at(-1)?.path.perS} messages/s   with ${rounds.at(-1)?.talk.answered} answered in ${round1(rounds.at(-1)?.talk.seconds ?? 0)} s`);
    }
    return { conversations, askers, seconds, rounds: count, apart, questions: world.questions.length, ...figures(rounds) };
  });
};
