// How high the library's list is: what the window leaves below its head.
import { useSyncExternalStore } from 'react';

const listen = (changed: () => void): (() => void) => {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
};

/** Pixels; on a phone the rail at the bottom takes its part. */
export const useTableHeight = (): number => useSyncExternalStore(listen, () => Math.max(240, innerHeight - (innerWidth <= 720 ? 296 : 176)));
