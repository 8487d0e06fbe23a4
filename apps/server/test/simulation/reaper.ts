// Decides which node dies, when and how, whether PostgreSQL dies with it, and who goes in peace instead. Not for how a process is ended (node, database).
import { pause, waitUntil } from './pause.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface KillPlan {
  kills: number;
  /** Share of them that take PostgreSQL down too. */
  killDatabase: number;
  /** Share of the others that are drains: the node is told to end and goes in peace. Nobody drains the only node. */
  drain: number;
  /** The kills are spread over this much time in which the house works. */
  overMs: number;
}

export interface Killed { kills: number; databaseKills: number; drains: number; duringStart: number }

/** The database first and the server a moment later, or both at once. */
const killBoth = async (world: World, node: number, random: Random): Promise<void> => {
  world.killDatabase(random.chance(0.5), random.int(0, 1200));
  // Meanwhile the server works without its database, or finds out and ends by itself.
  if (random.chance(0.5)) await pause(random.int(20, 2500));
  await waitUntil(() => world.nodes[node]?.isRunning() === true, 10_000, 5);
};

/** A node that runs, the drawn one before all others; waits for one: between two processes there is nothing to kill. */
const findVictim = async ({ nodes }: World, drawn: number): Promise<number> => {
  const inTurn = nodes.map((_, i) => (drawn + i) % nodes.length);
  let victim: number | undefined;
  await waitUntil(() => { victim = inTurn.find((i) => nodes[i]?.isRunning()); return victim !== undefined; }, 10_000, 5);
  return victim ?? drawn;
};

/** Kills until the plan is done: mostly at work, now and then while it is starting. */
export const reap = async (world: World, random: Random, plan: KillPlan, stop: AbortSignal, tell: (line: string) => void): Promise<Killed> => {
  const done: Killed = { kills: 0, databaseKills: 0, drains: 0, duringStart: 0 };
  const many = world.nodes.length > 1;
  const part = plan.overMs / Math.max(1, plan.kills);
  for (let i = 0; i < plan.kills; i++) {
    const [gapMs, withDatabase, early, downMs] = [part * random.next() * 2, random.chance(plan.killDatabase), i > 0 && random.chance(0.15), random.int(0, 1200)];
    const [drawn, drains] = many ? [random.int(0, world.nodes.length - 1), !withDatabase && random.chance(plan.drain)] : [0, false];
    // A kill in the middle of a start does not wait for its end.
    if (!early) await world.ready();
    if (!(await pause(early ? random.int(0, 1500) : gapMs, stop))) break;
    const victim = await findVictim(world, drawn);
    const node = world.nodes[victim];
    const starting = node?.isReady() !== true;
    if (withDatabase) await killBoth(world, victim, random);
    if (drains) node?.drain(downMs);
    else node?.kill(downMs);
    done.kills++;
    done.databaseKills += withDatabase ? 1 : 0;
    done.drains += drains ? 1 : 0;
    done.duringStart += starting ? 1 : 0;
    tell(`${drains ? 'drain' : 'kill'} ${done.kills} of ${plan.kills}${many ? `, node ${victim + 1}` : ''}${withDatabase ? ', PostgreSQL too' : ''}${starting ? ', while it was starting' : ''}`);
  }
  return done;
};
