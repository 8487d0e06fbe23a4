// The desk's addresses. Loaded at once, so it imports nothing of the desk but lazily.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../shell-route.tsx';

const deskRoute = createRoute({ getParentRoute: () => shellRoute, path: '/desk', component: lazyRouteComponent(() => import('./desk.tsx'), 'Desk') });
const conversationRoute = createRoute({ getParentRoute: () => deskRoute, path: '$conversationId' });

export const deskRoutes = [deskRoute.addChildren([conversationRoute])] as const;
