// The addresses of this place. Loaded at once, so it imports nothing of the place but lazily.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../shell-route.tsx';

export const officeTabs = ['members', 'groups', 'shop', 'contracts', 'widget'] as const;
export type OfficeTab = (typeof officeTabs)[number];

/** What the address keeps: which page of the office, and of which shop. */
export interface OfficeSearch { tab?: OfficeTab; shop?: string }

const placeRoute = createRoute({
  getParentRoute: () => shellRoute, path: '/office',
  validateSearch: (search: Record<string, unknown>): OfficeSearch => ({
    tab: officeTabs.find((tab) => tab === search['tab']),
    shop: typeof search['shop'] === 'string' && search['shop'] !== '' ? search['shop'] : undefined,
  }),
  component: lazyRouteComponent(() => import('./office-place.tsx'), 'OfficePlace'),
});

export const officeRoutes = [placeRoute] as const;
