// A value that a screen can watch. Nothing about chat.

export interface Store<T> {
  get(): T;
  /** Changes some fields; the listeners run once, soon after. */
  set(change: Partial<T>): void;
  subscribe(listener: () => void): () => void;
}

/** A store holding `initial`. Changes made in one go are told in one go. */
export const createStore = <T extends object>(initial: T): Store<T> => {
  let value = initial;
  let told = true;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (change) => {
      value = { ...value, ...change };
      if (!told) return;
      told = false;
      queueMicrotask(() => {
        told = true;
        for (const listener of listeners) listener();
      });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
