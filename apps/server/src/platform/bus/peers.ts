// The port between the nodes of one installation: short texts under a subject, to every other node that listens. Hints only, told at most once; the database tells the truth.
export interface Peers {
  /** Tells the other nodes, not this one. Never waits, never throws; what cannot go out now is dropped. */
  publish(subject: string, text: string): void;
  /** Hears what other nodes publish under a subject; returns how to stop. */
  subscribe(subject: string, listener: (text: string) => void): () => void;
  /** True when what is published now is likely to arrive. */
  connected(): boolean;
  close(): Promise<void>;
}

/** A node without a bus between nodes: it hears the others by the tail of the log. */
export const createNoPeers = (): Peers => ({ publish: () => undefined, subscribe: () => () => undefined, connected: () => false, close: () => Promise.resolve() });
