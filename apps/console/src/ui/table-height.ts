// How high a long list may be, so that it scrolls inside itself: what the window leaves. Not for short lists, which are as high as they are.
import { useSyncExternalStore } from 'react';

const listen = (changed: () => void): (() => void) => {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
};

/** Pixels, less what stands above and below; on a phone the rail at the bottom takes its part. Never less than six rows. */
export const useTableHeight = (besides: number, besidesOnPhone = besides): number =>
  useSyncExternalStore(listen, () => Math.max(260, innerHeight - (innerWidth <= 720 ? besidesOnPhone : besides)));
