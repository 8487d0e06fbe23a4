// The facts this room publishes.
import type { NewEvent } from '../../platform/index.ts';
import type { Place } from './question.ts';

/** Payload of `library.published`. */
export interface LibraryPublished { shopId: string; version: number }

/** A new version answers from now on; who keeps a trained model of the old one trains again. */
export const libraryPublished = (place: Place, version: number): NewEvent => {
  const payload: LibraryPublished = { shopId: place.shopId, version };
  return { merchantId: place.merchantId, type: 'library.published', subjectId: null, payload };
};
