// Decides when the server dies, how, and whether PostgreSQL dies with it. Not for how a process is killed (world, database).
import { pause, waitUntil } from './pause.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface KillPlan {
  kills: number;
  /** Share of them that take PostgreSQL down too. */
  killDatabase: number;
  /** The kills are spread over this much time in which the server works. */
  overMs: number;
}

export interface Killed { kills: number; databaseKills: number; duringStart: number }

/** The database first and the server a moment later, or both at once. */
const killBoth = async (world: World, random: Random): Promise<void> => {
  world.killDatabase(random.chance(0.5));
  // Meanwhile the server works without its database, or finds out and ends by itself.
  if (random.chance(0.5)) await pause(random.int(20, 2500));
  await waitUntil(world.isRunning, 10_000, 5);
};

/** Kills until the plan is done: mostly at work, now and then while it is starting. */
export const reap = async (world: World, random: Random, plan: KillPlan, stop: AbortSignal, tell: (line: string) => void): Promise<Killed> => {
  const done: Killed = { kills: 0, databaseKills: 0, duringStart: 0 };
  const part = plan.overMs / Math.max(1, plan.kills);
  for (let i = 0; i < plan.kills; i++) {
    const [gapMs, withDatabase, early, downMs] = [part * random.next() * 2, random.chance(plan.killDatabase), i > 0 && random.chance(0.15), random.int(0, 1200)];
    // A kill in the middle of a start does not wait for its end.
    if (!early) await world.ready();
    if (!(await pause(early ? random.int(0, 1500) : gapMs, stop))) break;
    // Between two processes there is nothing to kill.
    await waitUntil(world.isRunning, 10_000, 5);
    const starting = !world.isReady();
    if (withDatabase) await killBoth(world, random);
    world.kill(downMs);
    done.kills++;
    done.databaseKills += withDatabase ? 1 : 0;
    done.duringStart += starting ? 1 : 0;
    tell(`kill ${done.kills} of ${plan.kills}${withDatabase ? ', PostgreSQL too' : ''}${starting ? ', while it was starting' : ''}`);
  }
  return done;
};
