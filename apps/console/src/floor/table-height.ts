// How high a long list may be, so that it scrolls inside itself. Not for short lists, which are as high as they are.
import { useSyncExternalStore } from 'react';

const listen = (changed: () => void): (() => void) => {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
};

/** The window's height less the header, the tabs and the list's own head; never less than six rows. */
export const useTableHeight = (): number => useSyncExternalStore(listen, () => Math.max(280, innerHeight - 260));
