// One run of the simulation from the first start of the server to the figures. Not for the command line (main).
import { setMaxListeners } from 'node:events';
import { beginCrowd, gather } from './crowd.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { nextActorDelays } from './next-actor-delay.ts';
import { pause } from './pause.ts';
import { createRandom } from './random.ts';
import { reap, type Killed } from './reaper.ts';
import { replay } from './replay.ts';
import type { Settings } from './settings.ts';
import { settle } from './settle.ts';
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
};

const actorMs = 45_000;

const judge = (ledger: Ledger, truth: Truth, times: { readAt: Date; readySince: Date }): { stored: number; violations: Violation[] } => {
  const { stored, violations } = judgeAcceptances(ledger.acceptances, truth);
  return {
    stored,
    violations: [...violations, ...ledger.violations, ...judgeRepeats(truth), ...judgeNumbers(truth), ...judgeSights(ledger.sights, truth), ...judgeNextActors(truth, times), ...judgeQueues(truth), ...judgeOpen(truth), ...replay(truth)],
  };
};

const lastReady = ({ readyAt }: World): Date => readyAt.at(-1) ?? new Date(0);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Played { ledger: Ledger; truth: Truth; beganAt: Date; readAt: Date; killed: Killed; unsettled: string[]; acts: Record<string, number>; slotLooks: number; oldestWriter: Writer; slotViolations: readonly Violation[] }

/** Plays the whole run on a world that is ready, and reads what is stored at its end. */
const play = async (world: World, settings: Settings, tell: (line: string) => void): Promise<Played> => {
  const random = createRandom(settings.seed);
  const troupe = await gather(world.baseUrl);
  const ledger = createLedger();
  const acts: Record<string, number> = {};
  const [stop, stopWatch] = [new AbortController(), new AbortController()];
  // Every actor waits on it.
  setMaxListeners(0, stop.signal);
  const began = new Set<string>();
  const stage: Stage = {
    baseUrl: world.baseUrl, ledger, shops: troupe.shops, stop: stop.signal, ready: world.ready,
    mayBegin: () => began.size < settings.conversations, began: (id) => { began.add(id); },
    count: (what) => { acts[what] = (acts[what] ?? 0) + 1; },
  };
  const first = await warmUp(stage, random.fork('warm-up'));
  tell('the robots have read their libraries');
  const beganAt = new Date();
  const overMs = Math.max(2000, settings.conversations * 140, settings.kills * 2200);
  const slots = watchSlots(world.databaseUrl, stopWatch.signal);
  // About a quarter of the conversations are begun by people who come back.
  const crowd = beginCrowd(stage, troupe, random.fork('crowd'), overMs / (0.75 * settings.conversations), tell);
  const killed = await reap(world, random.fork('reaper'), { kills: settings.kills, killDatabase: settings.killDatabase, overMs }, stop.signal, tell);
  await world.ready();
  tell('no more kills; the last conversations');
  await Promise.race([crowd.consumersDone, pause(actorMs)]);
  await pause(500);
  stop.abort();
  await Promise.race([crowd.actorsDone, pause(10_000)]);
  tell('everybody has finished; waiting until nothing is under way');
  const unsettled = await settle([...first, ...crowd.viewers()], world.databaseUrl, 15_000, Math.max(0, 5500 - (Date.now() - lastReady(world).getTime())), tell);
  const truth = await readTruth(world.databaseUrl() ?? '');
  const readAt = new Date();
  // What was stored just before may still be on its way to the clients.
  await pause(700);
  for (const viewer of [...first, ...crowd.viewers()]) viewer.stop();
  stopWatch.abort();
  await slots.done;
  return { ledger, truth, beganAt, readAt, killed, unsettled, acts, slotLooks: slots.looks, oldestWriter: slots.oldestWriter, slotViolations: slots.violations };
};

/** Plays, judges, counts. */
export const run = async (world: World, settings: Settings, tell: (line: string) => void): Promise<{ figures: Figures; violations: Violation[] }> => {
  const began = performance.now();
  await world.ready();
  tell(`the server is ready after ${world.startMs[0]} ms`);
  const played = await play(world, settings, tell);
  const { ledger, truth, killed } = played;
  const { stored, violations: judged } = judge(ledger, truth, { readAt: played.readAt, readySince: lastReady(world) });
  const violations = [...judged, ...played.slotViolations, ...world.violations];
  const delays = nextActorDelays(truth, world).filter((delay) => Date.parse(delay.askedAt) >= played.beganAt.getTime());
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
      seconds: Math.round((performance.now() - began) / 100) / 10,
    },
  };
};
