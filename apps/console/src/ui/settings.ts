// Small choices kept on this machine (language, shade, sounds). Not for drafts (desk/drafts.ts) or anything of the server's.
import { useSyncExternalStore } from 'react';

const prefix = 'qindesk.';
const listeners = new Set<() => void>();

/** What is kept under a name; null when nothing is, or when the browser keeps nothing. */
export const readSetting = (name: string): string | null => {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
};

/** Keeps a value and tells everybody who reads it. */
export const writeSetting = (name: string, value: string): void => {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // A browser that refuses storage still works for this page's life.
  }
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
};

/** A setting and the way to change it; the same in every tab. */
export const useSetting = (name: string, otherwise: string): [string, (value: string) => void] => {
  const value = useSyncExternalStore(subscribe, () => readSetting(name)) ?? otherwise;
  return [value, (next) => writeSetting(name, next)];
};
