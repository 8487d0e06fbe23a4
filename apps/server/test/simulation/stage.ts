// What every actor of the simulation is handed. Not for what they do.
import type { Ledger } from './ledger.ts';
import type { ShopFront } from './people.ts';

export interface Stage {
  /** Addresses of the nodes; every actor chooses among them (door). */
  nodes: readonly string[];
  ledger: Ledger;
  shops: readonly ShopFront[];
  /** Actors end what they do when it comes; they stay connected. */
  stop: AbortSignal;
  /** Resolves when the house is there. */
  ready(): Promise<void>;
  /** Whether another conversation may be begun. */
  mayBegin(): boolean;
  /** Told of every conversation that consumers know of. */
  began(conversationId: string): void;
  /** Counts what actors did, for the figures. */
  count(what: string): void;
}
