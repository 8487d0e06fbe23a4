// From codes of the protocol to keys of the desk's dictionary.
import type { OrderView } from '@qindesk/protocol';

const orderStates = ['unpaid', 'paid', 'shipped', 'delivered', 'refunding', 'refunded', 'closed'] as const satisfies OrderView['state'][];

/** The key of an order's state; a state that a newer server invents reads as unknown. */
export const orderStateKey = (state: string): `desk.order.${OrderView['state'] | 'unknown'}` => {
  const known = orderStates.find((candidate) => candidate === state);
  return `desk.order.${known ?? 'unknown'}`;
};
