// The addresses of this place. Loaded at once, so it imports nothing of the place but lazily.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../shell-route.tsx';

/** What the address keeps: whose floor, which list, and the conversation that is looked at. */
export interface FloorSearch { merchant?: string; shop?: string; tab?: 'agents' | 'queue' | 'open'; conversation?: string }

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const placeRoute = createRoute({
  getParentRoute: () => shellRoute, path: '/floor',
  validateSearch: (search: Record<string, unknown>): FloorSearch => ({
    merchant: text(search['merchant']), shop: text(search['shop']), conversation: text(search['conversation']),
    tab: search['tab'] === 'queue' || search['tab'] === 'open' || search['tab'] === 'agents' ? search['tab'] : undefined,
  }),
  component: lazyRouteComponent(() => import('./floor-place.tsx'), 'FloorPlace'),
});

export const floorRoutes = [placeRoute] as const;
