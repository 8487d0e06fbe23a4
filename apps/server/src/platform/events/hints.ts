// Tells other nodes that something was committed, and wakes this one when they say so: who would find out by asking finds out at once. A hint that is lost costs one round of asking.
import type { Bus } from '../bus/bus.ts';
import type { Peers } from '../bus/peers.ts';
import { committedTopic, type LoggedEvent } from './append.ts';

/** Topic of this process: string[], the types of facts that other nodes have committed. The facts themselves are read from the log. */
export const hintedTopic = 'events.hinted';

const subject = 'log';
/** Hints of so many milliseconds go out as one. */
const gatherMs = 4;

/** Starts telling and hearing; `wake` is called with the types that another node has committed. Returns how to stop. */
export const startHints = (bus: Bus, peers: Peers, wake: (types: readonly string[]) => void): (() => void) => {
  const types = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    peers.publish(subject, [...types].join(','));
    types.clear();
  };
  const stops = [
    bus.subscribe<LoggedEvent[]>(committedTopic, (events) => {
      for (const event of events) types.add(event.type);
      timer ??= setTimeout(flush, gatherMs);
    }),
    peers.subscribe(subject, (text) => {
      const heard = text.split(',');
      bus.publish(hintedTopic, heard);
      wake(heard);
    }),
  ];
  return () => { clearTimeout(timer); for (const stop of stops) stop(); };
};
