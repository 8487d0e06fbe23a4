// The root route and the frame that every place hangs under. Not for the places (their routes.ts) nor the tree (routes.tsx).
import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { refusalCodeOf, queryClient } from './live/http.ts';
import { meQuery } from './live/session.ts';
import { Crashed, NotFound } from './ui/states.tsx';

export const rootRoute = createRootRoute({ component: Outlet, errorComponent: Crashed, notFoundComponent: NotFound });

/** Parent of every place: nothing below it is drawn before `/v1/me` has answered. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute, id: 'shell',
  beforeLoad: async ({ location }) => {
    try {
      return { me: await queryClient.ensureQueryData(meQuery) };
    } catch (error) {
      const code = refusalCodeOf(error);
      if (code === 'not_signed_in' || code === 'bad_token') throw redirect({ to: '/sign-in', search: { next: location.href } });
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('./ui/shell/shell.tsx'), 'Shell'),
  errorComponent: Crashed,
});
