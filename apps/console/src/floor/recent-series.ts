// The small trends of everything on the board, gathered from its frames while the page is open. Not for one series (recent-values.ts).
import { useEffect, useState } from 'react';
import { addSample, type Sample } from './recent-values.ts';

type Series = ReadonlyMap<string, readonly Sample[]>;
const none: Series = new Map();

/** Series by key. `scope` names whose board it is: another board begins anew. Values that were not measured leave no sample. */
export function useRecentSeries(scope: string, at: number | null, values: readonly (readonly [key: string, value: number | null])[]): Series {
  const [held, setHeld] = useState<{ scope: string; series: Series }>({ scope, series: none });
  useEffect(() => {
    if (at === null) return;
    setHeld((before) => {
      const known = before.scope === scope ? before.series : none;
      return { scope, series: new Map(values.flatMap(([key, value]) => (value === null ? [] : [[key, addSample(known.get(key) ?? [], at, value)] as const]))) };
    });
    // One sample a frame: `values` are those of the frame of `at`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scope, at]);
  return held.scope === scope ? held.series : none;
}
