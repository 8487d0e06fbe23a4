// The robot's agenda: due rounds are taken, decided and acted upon in batches, as large as what became due meanwhile. [CM7] Not for the table of rounds (rounds).
import { breathe, inTurns, startReader, type House, type Reader } from '../../platform/index.ts';
import { getPublishedLibraries } from '../knowledge/index.ts';
import { act, createFiller, handOver } from './act.ts';
import { decideCase, linesToRead, prepareCase, type Decided } from './decide-case.ts';
import { openRounds } from './open-rounds.ts';
import { readAhead } from './read-ahead.ts';
import { readCases, type Case } from './read-cases.ts';
import { claimRounds, finishRounds, keepRounds, nextDueMs, renewEveryMs, stillOurs, type Held } from './rounds.ts';
import { brainOf, startWarming, type Brain } from './shop-brain.ts';
import { storeDecisions } from './store-decisions.ts';
import { asksForHuman } from './words.ts';

/** Rounds taken at once, and all that one process works on. */
const batchAtMost = 256;
const underWayAtMost = 1024;
/** Batches that are read, decided and stored at once: while one waits for the database and one for its lines to be read, the third is decided. */
const batchesAtOnce = 3;
/** How often rounds of other processes, of which no hint came, are looked for. */
const lookEveryMs = 300;
/** After this many failures the round goes to a person: never a dead end. */
const attemptsBeforeHandover = 3;

/** What a batch works with. */
interface Desk {
  house: House;
  /** Work that goes on after the batch: what is said, handed over, or waits for a model. */
  track(work: Promise<unknown>): void;
  /** These are no longer under way here. */
  release(held: readonly Held[]): void;
}

/** A failed round keeps its lease until that ends; then it is tried again, or handed over. */
const tellFailure = ({ house, release }: Desk, one: Held, error: unknown): void => {
  house.log.error({ conversation: one.round.conversationId, attempts: one.round.attempts, error: error instanceof Error ? error.stack : String(error) }, 'the robot failed on a round; it will try again, then hand over');
  release([one]);
};

/** Does `work` for each; returns the rounds of those that it was done for. The others are told. */
const each = async <One>(desk: Desk, ones: readonly One[], heldOf: (one: One) => Held, work: (one: One) => Promise<unknown>): Promise<Held[]> =>
  (await Promise.all(ones.map((one) => work(one).then(() => [heldOf(one)], (error: unknown) => { tellFailure(desk, heldOf(one), error); return []; })))).flat();

const finish = async ({ house, release }: Desk, done: readonly Held[]): Promise<void> => {
  try { if (done.length > 0) await finishRounds(house, done); } finally { release(done); }
};

/** Those whom another process has taken meanwhile are left to it. */
const onlyOurs = async <One extends Held>({ house, release }: Desk, held: readonly One[]): Promise<One[]> => {
  const ours = await stillOurs(house, held);
  if (ours.length < held.length) release(held.filter((one) => !ours.includes(one)));
  return ours;
};

/** Does `work` for one after another; who fails is told and left out. */
const eachInTurn = async <One, Result>(desk: Desk, ones: readonly One[], heldOf: (one: One) => Held, work: (one: One) => Promise<Result>): Promise<Result[]> =>
  (await inTurns(ones, (one) => work(one).catch((error: unknown) => { tellFailure(desk, heldOf(one), error); return null; }))).filter((one) => one !== null);

/** What they need is read, then their words, all at once where they are many; then each is decided. */
const decideAll = async (desk: Desk, cases: readonly Case[], brain: (one: Case) => Brain | null): Promise<Decided[]> => {
  const prepared = await eachInTurn(desk, cases, (one) => one, (one) => prepareCase(desk.house, one, brain(one)));
  const readers = await readAhead(desk.house, prepared.flatMap(linesToRead));
  return eachInTurn(desk, prepared, ({ about }) => about, (one) => decideCase(desk.house, one, readers));
};

/** Stores what is not stored yet; what cannot be is told and left out, and is no reason against the others. */
const storeAll = async (desk: Desk, decided: readonly Decided[]): Promise<Decided[]> => {
  const fresh = decided.filter((one) => one.fresh);
  try { await storeDecisions(desk.house, fresh); return [...decided]; } catch (error) { if (fresh.length < 2) throw error; }
  const kept = decided.filter((one) => !one.fresh);
  for (const one of fresh) await storeDecisions(desk.house, [one]).then(() => kept.push(one), (error: unknown) => tellFailure(desk, one.about, error));
  return kept;
};

const carryOut = async (desk: Desk, decided: readonly Decided[]): Promise<void> => {
  const fill = createFiller(desk.house.db);
  await finish(desk, await each(desk, decided, ({ about }) => about, (one) => act(desk.house, one, fill)));
};

/** Decides cases whose brains are at hand, stores that, and sets off what follows from it. */
const runCases = async (desk: Desk, cases: readonly Case[], brain: (one: Case) => Brain | null): Promise<void> => {
  const decided = await storeAll(desk, await decideAll(desk, cases, brain));
  const ours = new Set<Held>(await onlyOurs(desk, decided.map(({ about }) => about)));
  const due = decided.filter((one) => ours.has(one.about));
  desk.track(carryOut(desk, due.filter((one) => one.decision.outcome !== 'handover')));
  // A handover is a transaction of its own, over queues and agents: who only waits for words does not wait for it.
  for (const one of due) if (one.decision.outcome === 'handover') desk.track(carryOut(desk, [one]));
};

/** The brains that the cases need, by shop. Who asks for a person does not wait for one [BT2]. */
const callBrains = async (house: House, cases: readonly Case[]): Promise<Map<string, Promise<Brain | null>>> => {
  const shops = new Map(cases.filter(({ shop, said }) => shop.settings.robotOn && !said.messages.some((message) => asksForHuman(message.text))).map(({ shop }) => [shop.id as string, shop]));
  if (shops.size === 0) return new Map();
  const libraries = await getPublishedLibraries(house.db, [...shops.values()]);
  return new Map([...libraries].map(([id, library]) => [id, library.then((content) => brainOf(house, shops.get(id)?.merchantId ?? '', id, content))]));
};

/** The brains that are there at once. */
const atHand = async (brains: ReadonlyMap<string, Promise<Brain | null>>): Promise<Map<string, Brain | null>> => {
  const found = new Map<string, Brain | null>();
  for (const [shopId, brain] of brains) brain.then((one) => { found.set(shopId, one); }, () => undefined);
  await breathe();
  return new Map(found);
};

/** One batch from reading to deciding. A shop whose model has to be loaded or trained holds up nobody else. */
const runBatch = async (desk: Desk, held: readonly Held[]): Promise<void> => {
  const { house, track } = desk;
  const cases = await readCases(house, held);
  const known = new Set<Held>(cases);
  track(finish(desk, held.filter((one) => !known.has(one))));
  const failed = cases.filter(({ round }) => round.attempts > attemptsBeforeHandover);
  if (failed.length > 0) track(onlyOurs(desk, failed).then((ours) => each(desk, ours, (one) => one, (one) => handOver(house, one, 'unanswered_rounds'))).then((done) => finish(desk, done)));
  const rest = cases.filter(({ round }) => round.attempts <= attemptsBeforeHandover);
  const brains = await callBrains(house, rest);
  const ready = await atHand(brains);
  const isLater = ({ shop }: Case): boolean => brains.has(shop.id) && !ready.has(shop.id);
  for (const [shopId, brain] of brains) {
    if (ready.has(shopId)) continue;
    const waiting = rest.filter(({ shop }) => shop.id === shopId);
    track(brain.then((found) => runCases(desk, waiting, () => found)).catch((error: unknown) => { for (const one of waiting) tellFailure(desk, one, error); }));
  }
  await runCases(desk, rest.filter((one) => !isLater(one)), ({ shop }) => ready.get(shop.id) ?? null);
};

export interface Robot { stop(): Promise<void> }

/** Starts the reader and the agenda. Woken when a round is opened here; looks every 300 ms for those of others. */
export const startRobot = async (house: House): Promise<Robot> => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let firesAt = Infinity;
  let claiming: Promise<void> | null = null;
  let batches = 0;
  const underWay = new Map<string, Held>();
  const works = new Set<Promise<unknown>>();
  /** Looks again after so long, or earlier when that was planned. */
  const plan = (ms: number): void => {
    const at = performance.now() + ms;
    if (stopped || at >= firesAt) return;
    clearTimeout(timer);
    firesAt = at;
    timer = setTimeout(run, ms);
  };
  const desk: Desk = {
    house,
    track: (work) => {
      const tracked = work.catch((error: Error) => house.log.error({ error: error.stack }, 'the robot’s rounds could not be finished; they will be tried again')).finally(() => works.delete(tracked));
      works.add(tracked);
    },
    release: (held) => {
      for (const one of held) if (underWay.get(one.round.conversationId) === one) underWay.delete(one.round.conversationId);
      // More may have been said to them meanwhile.
      if (held.length > 0) plan(5);
    },
  };
  const start = (held: readonly Held[]): void => {
    batches++;
    for (const one of held) underWay.set(one.round.conversationId, one);
    desk.track(runBatch(desk, held).catch((error: unknown) => { for (const one of held) tellFailure(desk, one, error); }).finally(() => { batches--; plan(0); }));
  };
  const claim = async (): Promise<void> => {
    const room = Math.min(batchAtMost, underWayAtMost - underWay.size);
    if (batches >= batchesAtOnce) return;
    if (room <= 0) { plan(50); return; }
    const due = await claimRounds(house, room, [...underWay.keys()]);
    // What has failed before is tried by itself: it may have taken others with it.
    const [first, again] = [due.filter(({ round }) => round.attempts === 1), due.filter(({ round }) => round.attempts > 1)];
    if (first.length > 0) start(first);
    for (const one of again) start([one]);
    plan(due.length > 0 ? 0 : await nextDueMs(house, lookEveryMs, [...underWay.keys()]));
  };
  const run = (): void => {
    // What was opened while a look was under way may have been missed by it.
    if (claiming) { timer = setTimeout(run, 5); return; }
    firesAt = Infinity;
    claiming = claim().catch((error: Error) => { house.log.error({ error: error.stack }, 'the robot’s agenda could not be read; it will try again'); plan(1000); }).finally(() => { claiming = null; });
  };
  const reader: Reader = await startReader(house.db, house.bus, house.log, {
    name: 'bot', types: ['message.asked', 'conversation.moved'],
    handle: async (tx, events) => { if ((await openRounds(tx, events)) > 0) tx.afterCommit(() => plan(5)); },
  });
  run();
  const renewal = setInterval(() => { if (underWay.size > 0) void keepRounds(house, [...underWay.values()]).catch((error: Error) => house.log.warn({ error: error.message }, 'the robot’s hold on its rounds was not renewed')); }, renewEveryMs);
  const stopWarming = startWarming(house);
  return {
    stop: async () => {
      stopped = true;
      stopWarming();
      clearTimeout(timer);
      await reader.stop();
      await claiming;
      // What is under way may set off more.
      while (works.size > 0) await Promise.all(works);
      clearInterval(renewal);
    },
  };
};
