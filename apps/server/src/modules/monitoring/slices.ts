// A day's figures as five-minute slices of conversations by their first question: how slices add up. Pure; a slice that changed is replaced whole.

export interface Slice {
  conversations: number;
  robotReceived: number;
  robotHandedOver: number;
  robotOnly: number;
  abandoned: number;
  rated: number;
  satisfied: number;
  /** One number a consumer; of those who asked, and of those whom a person served. Repeats where one consumer had two conversations. */
  asked: Float64Array;
  served: Float64Array;
  /** Milliseconds, one a conversation that has one. */
  firstResponse: Float64Array;
  response: Float64Array;
  queueTime: Float64Array;
  /** How many conversations each person served last. */
  members: ReadonlyMap<string, number>;
}

export interface Durations { averageMs: number | null; medianMs: number | null; p90Ms: number | null; count: number }

const quantile = (sorted: Float64Array, share: number): number | null => {
  if (sorted.length === 0) return null;
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
};

/** Average, median and p90, between values by straight line (as percentile_cont does). */
export const durationsOf = (parts: readonly Float64Array[]): Durations => {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  all.sort();
  return { averageMs: all.length > 0 ? all.reduce((sum, value) => sum + value, 0) / all.length : null, medianMs: quantile(all, 0.5), p90Ms: quantile(all, 0.9), count: all.length };
};

/** Counts distinct numbers while lists of them come and go. */
export const createTally = () => {
  const counts = new Map<number, number>();
  return {
    add: (list: Float64Array): void => { for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1); },
    remove: (list: Float64Array): void => {
      for (const value of list) {
        const left = (counts.get(value) ?? 0) - 1;
        if (left > 0) counts.set(value, left); else counts.delete(value);
      }
    },
    distinct: (): number => counts.size,
  };
};

export interface DaySums {
  asked: number; received: number; conversations: number; robotReceived: number; robotHandedOver: number; robotOnly: number; abandoned: number; rated: number; satisfied: number;
  firstResponse: Durations; response: Durations; queueTime: Durations; receivedBy: ReadonlyMap<string, number>; trend: ReadonlyMap<number, number>;
}

/** The slices of one day, by number from midnight. */
export const createSlices = () => {
  const slices = new Map<number, Slice>();
  const distinctIn = new Map<number, number>();
  const [asked, served] = [createTally(), createTally()];
  let sums: DaySums | null = null;

  const compute = (): DaySums => {
    const all = [...slices.values()];
    const sum = (of: (slice: Slice) => number): number => all.reduce((total, slice) => total + of(slice), 0);
    const receivedBy = new Map<string, number>();
    for (const slice of all) for (const [member, count] of slice.members) receivedBy.set(member, (receivedBy.get(member) ?? 0) + count);
    return {
      asked: asked.distinct(), received: served.distinct(), conversations: sum((s) => s.conversations), robotReceived: sum((s) => s.robotReceived), robotHandedOver: sum((s) => s.robotHandedOver),
      robotOnly: sum((s) => s.robotOnly), abandoned: sum((s) => s.abandoned), rated: sum((s) => s.rated), satisfied: sum((s) => s.satisfied),
      firstResponse: durationsOf(all.map((s) => s.firstResponse)), response: durationsOf(all.map((s) => s.response)), queueTime: durationsOf(all.map((s) => s.queueTime)),
      receivedBy, trend: new Map(distinctIn),
    };
  };
  return {
    /** Takes the slice of a number in, instead of what was there; null: nothing is in it any more. */
    put: (number: number, slice: Slice | null): void => {
      const before = slices.get(number);
      if (before) { asked.remove(before.asked); served.remove(before.served); }
      slices.delete(number);
      distinctIn.delete(number);
      if (slice) {
        asked.add(slice.asked);
        served.add(slice.served);
        slices.set(number, slice);
        distinctIn.set(number, new Set(slice.asked).size);
      }
      sums = null;
    },
    /** Sums over the day; computed once until a slice changes. */
    sums: (): DaySums => (sums ??= compute()),
  };
};
export type Slices = ReturnType<typeof createSlices>;
