// Watches the browser's own signs that the network came or went, or that the page is looked at again. Does nothing in Node.

export interface NetworkSigns {
  /** Worth an attempt at once. */
  onBack: () => void;
  /** The machine knows that it has no network. */
  onGone: () => void;
}
/** Starts watching; returns how to stop. */
export type WatchNetwork = (signs: NetworkSigns) => () => void;

interface Emitter {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** `online`, `offline`, and the page becoming visible: timers of a hidden page may have slept through a dead line. */
export const watchBrowser: WatchNetwork = ({ onBack, onGone }) => {
  const { window, document } = globalThis as unknown as { window?: Emitter; document?: Emitter & { visibilityState: string } };
  if (window === undefined || document === undefined) return () => undefined;
  const onLook = (): void => {
    if (document.visibilityState === 'visible') onBack();
  };
  window.addEventListener('online', onBack);
  window.addEventListener('offline', onGone);
  document.addEventListener('visibilitychange', onLook);
  return () => {
    window.removeEventListener('online', onBack);
    window.removeEventListener('offline', onGone);
    document.removeEventListener('visibilitychange', onLook);
  };
};
