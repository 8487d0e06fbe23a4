// One run of the simulation from the first start of the nodes to the figures. Not for the command line (main).
import { setMaxListeners } from 'node:events';
import { beginCrowd, gather } from './crowd.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { nextActorDelays } from './next-actor-delay.ts';
import { pause } from './pause.ts';
import { createRandom, type Random } from './random.ts';
import { reap, type Killed } from './reaper.ts';
import { replay } from './replay.ts';
import { restartNats } from './restart-nats.ts';
import type { Settings } from './settings.ts';
import { settle } from './settle.ts';
import { sever } from './sever.ts';
import { watchSlots, type Writer } from './slot-watch.ts';
import type { Stage } from './stage.ts';
import { readTruth, type Truth } from './truth.ts';
import { judgeAcceptances, judgeNextActors, judgeNumbers, judgeOpen, judgeQueues, judgeRepeats, judgeSights } from './verdict.ts';
import { warmUp } from './warm-up.ts';
import { countViolations, type Violation, type ViolationKind } from './violation.ts';
import type { World } from './world.ts';

/** What the command prints: the first nine are the proof’s, in its words. */
export type Figures = { seed: number; accepted: number; stored: number } & Record<ViolationKind, number> & {
  kills: number; databaseKills: number; killsDuringStart: number; conversations: number; consumers: number; messages: number; frames: number; sights: number; moves: number; decisions: number;
  slotLooks: number; startMsMedian: number; nextActorMsMedian: number; nextActorMsMost: number; oldestWriterMs: number; mended: Readonly<Record<string, number>>; refused: Record<string, number>; acts: Record<string, number>; unsettled: string[]; seconds: number;
  nodes: number; partitions: number; natsRestarts: number; drains: number;
};

const actorMs = 45_000;

const judge = (ledger: Ledger, truth: Truth, times: { readAt: Date; readySince: Date }): { stored: number; violations: Violation[] } => {
  const { stored, violations } = judgeAcceptances(ledger.acceptances, truth);
  return {
    stored,
    violations: [...violations, ...ledger.violations, ...judgeRepeats(truth), ...judgeNumbers(truth), ...judgeSights(ledger.sights, truth), ...judgeNextActors(truth, times), ...judgeQueues(truth), ...judgeOpen(truth), ...replay(truth)],
  };
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Broken { killed: Killed; partitions: number; natsRestarts: number }
interface Played { ledger: Ledger; truth: Truth; beganAt: Date; readAt: Date; broken: Broken; unsettled: string[]; acts: Record<string, number>; slotLooks: number; oldestWriter: Writer; slotViolations: readonly Violation[] }

/** Kills, cuts and restarts side by side, until all of it is done and everything is whole again. */
const breakThings = async (world: World, settings: Settings, random: Random, overMs: number, stop: AbortSignal, tell: (line: string) => void): Promise<Broken> => {
  const [killed, partitions, natsRestarts] = await Promise.all([
    reap(world, random.fork('reaper'), { kills: settings.kills, killDatabase: settings.killDatabase, drain: settings.drain, overMs }, stop, tell),
    sever(world, random.fork('cuts'), { cuts: settings.partitions, overMs }, stop, tell),
    restartNats(world, random.fork('nats'), { times: settings.natsRestarts, overMs }, stop, tell),
  ]);
  await world.allReady();
  return { killed, partitions, natsRestarts };
};

/** Plays the whole run on a world that is ready, and reads what is stored at its end. */
const play = async (world: World, settings: Settings, tell: (line: string) => void): Promise<Played> => {
  const random = createRandom(settings.seed);
  const nodes = world.nodes.map((node) => node.baseUrl);
  const troupe = await gather(nodes, random.fork('people'));
  const ledger = createLedger();
  const acts: Record<string, number> = {};
  const [stop, stopWatch] = [new AbortController(), new AbortController()];
  // Every actor waits on it.
  setMaxListeners(0, stop.signal);
  const began = new Set<string>();
  const stage: Stage = {
    nodes, ledger, shops: troupe.shops, stop: stop.signal, ready: world.ready,
    mayBegin: () => began.size < settings.conversations, began: (id) => { began.add(id); },
    count: (what) => { acts[what] = (acts[what] ?? 0) + 1; },
  };
  const first = await warmUp(stage, random.fork('warm-up'));
  tell('the robots have read their libraries');
  const beganAt = new Date();
  const overMs = Math.max(2000, settings.conversations * 140, settings.kills * 2200, settings.partitions * 4500, settings.natsRestarts * 4500);
  const slots = watchSlots(world.databaseUrl, stopWatch.signal);
  // About a quarter of the conversations are begun by people who come back.
  const crowd = beginCrowd(stage, troupe, random.fork('crowd'), overMs / (0.75 * settings.conversations), tell);
  const broken = await breakThings(world, settings, random, overMs, stop.signal, tell);
  tell('nothing breaks any more; the last conversations');
  await Promise.race([crowd.consumersDone, pause(actorMs)]);
  await pause(500);
  stop.abort();
  await Promise.race([crowd.actorsDone, pause(10_000)]);
  tell('everybody has finished; waiting until nothing is under way');
  const unsettled = await settle([...first, ...crowd.viewers()], world.databaseUrl, 30_000, Math.max(0, 5500 - (Date.now() - world.availability.changedAt.getTime())), tell);
  const truth = await readTruth(world.databaseUrl() ?? '');
  const readAt = new Date();
  // What was stored just before may still be on its way to the clients.
  await pause(700);
  for (const viewer of [...first, ...crowd.viewers()]) viewer.stop();
  stopWatch.abort();
  await slots.done;
  return { ledger, truth, beganAt, readAt, broken, unsettled, acts, slotLooks: slots.looks, oldestWriter: slots.oldestWriter, slotViolations: slots.violations };
};

/** Opens the world, plays, judges, counts. */
export const run = async (world: World, settings: Settings, tell: (line: string) => void): Promise<{ figures: Figures; violations: Violation[] }> => {
  const began = performance.now();
  await world.open();
  tell(settings.nodes === 1 ? `the server is ready after ${world.startMs[0]} ms` : `${settings.nodes} nodes are ready after ${Math.round(performance.now() - began)} ms`);
  const played = await play(world, settings, tell);
  const { ledger, truth, broken: { killed, partitions, natsRestarts } } = played;
  const { stored, violations: judged } = judge(ledger, truth, { readAt: played.readAt, readySince: world.availability.changedAt });
  const violations = [...judged, ...played.slotViolations, ...world.violations];
  const delays = nextActorDelays(truth, world.availability).filter((delay) => Date.parse(delay.askedAt) >= played.beganAt.getTime());
  const slowest = delays.at(-1);
  if (slowest) tell(`the longest wait for a next actor: ${slowest.ms} ms, no. ${slowest.seq} of ${slowest.conversationId}, asked at ${slowest.askedAt}`);
  tell(`the longest writing transaction: ${played.oldestWriter.ms} ms, last ${played.oldestWriter.query.replace(/\s+/g, ' ')}`);
  const { lost, duplicated, misordered, withoutNextActor, overCapacity, ...others } = countViolations(violations);
  return {
    violations,
    figures: {
      seed: settings.seed, accepted: ledger.acceptances.length, stored, lost, duplicated, misordered, withoutNextActor, overCapacity, kills: killed.kills, ...others,
      databaseKills: killed.databaseKills, killsDuringStart: killed.duringStart, conversations: truth.conversations.length, consumers: new Set(truth.conversations.map((one) => one.consumerId)).size,
      messages: truth.messages.length, frames: ledger.frames, sights: ledger.sights.reduce((sum, sight) => sum + sight.messages.length, 0), moves: truth.moves.length, decisions: truth.decisions.length,
      slotLooks: played.slotLooks, startMsMedian: median(world.startMs), nextActorMsMedian: median(delays.map((delay) => delay.ms)), nextActorMsMost: slowest?.ms ?? 0, oldestWriterMs: played.oldestWriter.ms, mended: ledger.mends, refused: Object.fromEntries(ledger.refusals), acts: played.acts, unsettled: played.unsettled,
      seconds: Math.round((performance.now() - began) / 100) / 10, nodes: settings.nodes, partitions, natsRestarts, drains: killed.drains,
    },
  };
};
