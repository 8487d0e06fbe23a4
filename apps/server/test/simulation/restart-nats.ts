// Decides when the bus between nodes dies and how long it stays away. Not for how (nats).
import { pause } from './pause.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Kills it `times` times within `overMs`, each time back after at most 3 s; how often it was done. */
export const restartNats = async (world: World, random: Random, plan: { times: number; overMs: number }, stop: AbortSignal, tell: (line: string) => void): Promise<number> => {
  if (!world.withNats()) return 0;
  const part = plan.overMs / Math.max(1, plan.times);
  let done = 0;
  while (done < plan.times) {
    const [gapMs, downMs] = [part * random.next() * 2, random.int(50, 3000)];
    if (!(await pause(gapMs, stop))) break;
    world.killNats(downMs);
    // The next one comes after it is back.
    await pause(downMs + 500, stop);
    tell(`restart ${++done} of ${plan.times} of the bus, away for ${(downMs / 1000).toFixed(1)} s`);
  }
  return done;
};
