// The addresses of this place. Loaded at once, so it imports nothing of the place but lazily.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../shell-route.tsx';

/** What the address keeps: which shop's library, and which question is open (`new`, or `new-…` for one begun with something, for one that is not stored yet). */
export interface StudioSearch { shop?: string; question?: string }

/** Whether an address means a question that is not stored yet. */
export const isNew = (question: string | undefined): boolean => question === 'new' || (question?.startsWith('new-') ?? false);
let begun = 0;
/** An address for the next question that is begun with something. */
export const newAddress = (): string => `new-${++begun}`;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const placeRoute = createRoute({
  getParentRoute: () => shellRoute, path: '/library',
  validateSearch: (search: Record<string, unknown>): StudioSearch => ({ shop: text(search['shop']), question: text(search['question']) }),
  component: lazyRouteComponent(() => import('./studio-place.tsx'), 'StudioPlace'),
});

export const studioRoutes = [placeRoute] as const;
