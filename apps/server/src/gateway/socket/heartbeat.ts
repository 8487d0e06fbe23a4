// Feels the pulse of every socket with one timer: a few at each turn, so that no moment has to ask them all. Not for what a socket says.

/** Who has a pulse. `asked`: was silent for a round and has a ping to answer. */
export interface Beating { pulse: 'heard' | 'quiet' | 'asked'; turn: number }

/** Each one's turn comes every 15 s; a dead socket is given up 30 to 45 s after its last sign. */
const turns = 60;
export const turnMs = 250;

export interface Heartbeat<T extends Beating> {
  add(one: T): void;
  remove(one: T): void;
  /** The next turn: who was silent since their last one is asked, who has not answered is given up. */
  beat(): void;
  all(): Iterable<T>;
}

/** Nobody yet. Whoever hears from one sets its `pulse` to `heard`: any sign of life will do, a client that speaks is never asked. */
export const createHeartbeat = <T extends Beating>(ask: (one: T) => void, giveUp: (one: T) => void): Heartbeat<T> => {
  const sets = Array.from({ length: turns }, () => new Set<T>());
  let joined = 0;
  let turn = 0;
  const feel = (one: T): void => {
    if (one.pulse === 'asked') { giveUp(one); return; }
    one.pulse = one.pulse === 'heard' ? 'quiet' : 'asked';
    if (one.pulse === 'asked') ask(one);
  };
  return {
    add: (one) => { one.turn = joined++ % turns; sets[one.turn]?.add(one); },
    remove: (one) => { sets[one.turn]?.delete(one); },
    beat: () => { turn = (turn + 1) % turns; for (const one of sets[turn] ?? []) feel(one); },
    all: () => sets.flatMap((set) => [...set]),
  };
};
