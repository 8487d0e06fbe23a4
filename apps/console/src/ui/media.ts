// Whether a media query matches, live.
import { useSyncExternalStore } from 'react';

const queries = new Map<string, MediaQueryList>();
const listOf = (query: string): MediaQueryList => {
  let list = queries.get(query);
  if (list === undefined) queries.set(query, (list = matchMedia(query)));
  return list;
};

/** Follows a media query. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore((changed) => {
    const list = listOf(query);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, () => listOf(query).matches);

/** One column at a time. */
export const phone = '(max-width: 720px)';
