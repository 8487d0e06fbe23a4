// The route tree: sign-in, and the places inside the shell. Not for what a place shows.
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { deskRoutes } from './desk/routes.ts';
import { floorRoutes } from './floor/routes.ts';
import { officeRoutes } from './office/routes.ts';
import { rootRoute, shellRoute } from './shell-route.tsx';
import { studioRoutes } from './studio/routes.ts';
import { homeOf, placePaths } from './ui/places.ts';
import { Crashed, NotFound } from './ui/states.tsx';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; why?: 'signed_out' } => ({
    // Only a path of ours: anything else would send a person who has just signed in to a stranger's page.
    ...(typeof search['next'] === 'string' && /^\/(?![/\\])/.test(search['next']) ? { next: search['next'] } : {}),
    ...(search['why'] === 'signed_out' ? { why: 'signed_out' as const } : {}),
  }),
  component: lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignIn'),
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute, path: '/',
  beforeLoad: ({ context }) => { throw redirect({ to: placePaths[homeOf(context.me)], replace: true }); },
});

const routeTree = rootRoute.addChildren([signInRoute, shellRoute.addChildren([homeRoute, ...deskRoutes, ...floorRoutes, ...studioRoutes, ...officeRoutes])]);

/** The router of the console. */
export const router = createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Crashed, defaultNotFoundComponent: NotFound, defaultPendingMs: 150 });

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
