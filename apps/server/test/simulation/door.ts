// Which of the nodes somebody speaks to: by chance, and after a break perhaps another one. Not for whether a node is there (world).
import type { Random } from './random.ts';

/** Share of the breaks after which a client knocks at the node where it was before. */
const stays = 0.4;

/** For sockets: asked before every attempt. The first node by chance, later ones as a balancer in front would send them. */
export const createDoor = (nodes: readonly string[], random: Random): (() => string) => {
  let at: string | null = null;
  return () => {
    const others = nodes.filter((node) => node !== at);
    if (at === null || (others.length > 0 && !random.chance(stays))) at = random.pick(others);
    return at;
  };
};

/** For requests: every one goes to any node, so that what one node stored is asked of another. */
export const anyNode = (nodes: readonly string[], random: Random): (() => string) => () => random.pick(nodes);
