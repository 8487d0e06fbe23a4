// The addresses of this place. Loaded at once, so it imports nothing of the place but lazily.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../shell-route.tsx';

const placeRoute = createRoute({ getParentRoute: () => shellRoute, path: '/library', component: lazyRouteComponent(() => import('./studio-place.tsx'), 'StudioPlace') });

export const studioRoutes = [placeRoute] as const;
