// Decides which node's lines are cut, when, for how long, and how the cut ends. Not for how a line is cut (proxy, lines).
import type { Side } from './lines.ts';
import { pause } from './pause.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** One cut: a node's number, which of its lines, how long, and whether the lines are reset at its end or go on. */
export interface Cut { node: number; side: Side; ms: number; reset: boolean }

export interface CutPlan {
  cuts: number;
  /** They begin within this much time. */
  overMs: number;
}

/** Without a bus only the line to the database can be cut. */
export const drawCut = (random: Random, nodes: number, withNats: boolean): Cut => ({
  node: random.int(0, nodes - 1), side: withNats ? random.weighted<Side>({ database: 40, nats: 30, both: 30 }) : 'database', ms: random.int(200, 8000), reset: random.chance(0.5),
});

const wordsOf: Readonly<Record<Side, string>> = { database: 'its database', nats: 'the bus', both: 'database and bus' };

const perform = async (world: World, cut: Cut, tell: (line: string) => void): Promise<void> => {
  world.cut(cut.node, cut.side);
  tell(`node ${cut.node + 1} is cut off from ${wordsOf[cut.side]} for ${(cut.ms / 1000).toFixed(1)} s`);
  // Not ended by the signal: what was cut must be whole again before the run is judged.
  await pause(cut.ms);
  world.heal(cut.node, cut.reset);
  tell(`node ${cut.node + 1} has its line again${cut.reset ? ', reset' : ''}`);
};

/** Cuts until the plan is done and every line is whole again; cuts of different nodes may overlap. Returns how many there were. */
export const sever = async (world: World, random: Random, plan: CutPlan, stop: AbortSignal, tell: (line: string) => void): Promise<number> => {
  const part = plan.overMs / Math.max(1, plan.cuts);
  const underWay = new Map<number, Promise<void>>();
  let done = 0;
  for (; done < plan.cuts; done++) {
    const [gapMs, cut] = [part * random.next() * 2, drawCut(random, world.nodes.length, world.withNats())];
    if (!(await pause(gapMs, stop))) break;
    // One cut at a time for each node.
    await underWay.get(cut.node);
    underWay.set(cut.node, perform(world, cut, tell));
  }
  await Promise.all(underWay.values());
  return done;
};
