// The bus port: hints between the parts of one process, and between nodes when there is a bus between them. A hint may be lost; the database tells the truth.
import type { Log } from '../log.ts';

export interface Bus {
  publish<T>(topic: string, payload: T): void;
  /** Returns how to stop listening. */
  subscribe<T>(topic: string, listener: (payload: T) => void): () => void;
}

/** The bus of one process. A listener that throws is logged; the others still hear. */
export const createInProcessBus = (log: Log): Bus => {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  return {
    publish: (topic, payload) => {
      for (const listener of listeners.get(topic) ?? []) {
        try {
          (listener as (payload: unknown) => void)(payload);
        } catch (error) {
          log.error({ topic, error: error instanceof Error ? error.stack : String(error) }, 'a listener of the bus failed');
        }
      }
    },
    subscribe: (topic, listener) => {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(listener as (payload: never) => void);
      return () => { set.delete(listener as (payload: never) => void); };
    },
  };
};
