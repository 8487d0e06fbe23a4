// When the house as a whole was there: its database runs, and at least one node that is ready reaches it. Pure. Not for the life of a node (node).
import type { Uptime } from './next-actor-delay.ts';

/** What is known of one node. */
interface NodeState { ready: boolean; cut: boolean }

export interface Availability extends Uptime {
  /** `ready`: it has said so and has not been told to end since. `cut`: it does not reach the database. */
  node(number: number, change: Partial<NodeState>): void;
  database(runs: boolean): void;
  /** Something else happened that may keep people waiting for a moment. */
  trouble(): void;
  readonly isThere: boolean;
  readonly readyNodes: number;
  /** The last time at which anything came or went. */
  readonly changedAt: Date;
}

/** Nothing is there yet. */
export const createAvailability = (nodeCount: number, now: () => Date): Availability => {
  const nodes: NodeState[] = Array.from({ length: nodeCount }, () => ({ ready: false, cut: false }));
  const [readyAt, endedAt] = [[] as Date[], [] as Date[]];
  let databaseRuns = false;
  let wasThere = false;
  let changedAt = now();
  const look = (): void => {
    changedAt = now();
    const isThere = databaseRuns && nodes.some((node) => node.ready && !node.cut);
    if (isThere !== wasThere) (isThere ? readyAt : endedAt).push(changedAt);
    wasThere = isThere;
  };
  return {
    node: (number, change) => { Object.assign(nodes[number] ?? {}, change); look(); },
    database: (runs) => { databaseRuns = runs; look(); },
    trouble: look,
    get isThere() { return wasThere; },
    get readyNodes() { return nodes.filter((node) => node.ready).length; },
    get changedAt() { return changedAt; },
    readyAt, endedAt,
  };
};
