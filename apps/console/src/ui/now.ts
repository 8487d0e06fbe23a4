// The clock of the screen: one timer for everything that ticks. Corrected by the server's time, since a waiting time must not depend on this machine's clock.
import { useSyncExternalStore } from 'react';

let skewMs = 0;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Takes the server's time of this moment. */
export const setServerNow = (iso: string): void => { skewMs = Date.parse(iso) - Date.now(); };

/** The server's time in milliseconds, as near as known. */
export const serverNow = (): number => Date.now() + skewMs;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => { now = serverNow(); for (const each of listeners) each(); }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) { clearInterval(timer); timer = undefined; }
  };
};

/** The time, rounded to a step: a component re-renders only when its step passes. */
export const useNow = (stepMs = 1000): number => useSyncExternalStore(subscribe, () => Math.floor((timer === undefined ? (now = serverNow()) : now) / stepMs) * stepMs);
