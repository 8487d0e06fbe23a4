// Who is signed in: reading, signing in, signing out. Not for what one may do where (ui/places.ts).
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { peopleRoutes, type MeView } from '@qindesk/protocol';
import { http, queryClient } from './http.ts';

/** The query of `/v1/me`; refused with `not_signed_in` when nobody is. */
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => http.call(peopleRoutes.me, { signal }), staleTime: 60_000 });

/** Who am I. Only below the shell, which has read it before anything is drawn. */
export const useMe = (): MeView => useSuspenseQuery(meQuery).data;

/** An account that a demonstration installation offers. */
export interface DemoAccount { email: string; password: string; name: string; title: { zh: string; en: string } }

/** Accounts offered by a demonstration installation; empty elsewhere, where the route does not exist. */
export const useDemoAccounts = (): DemoAccount[] =>
  useQuery({
    queryKey: ['demo-accounts'],
    queryFn: () => http.request<{ items: DemoAccount[] }>('GET', '/v1/demo-accounts').then((answer) => answer.items, () => []),
    staleTime: Infinity,
  }).data ?? [];

/** Signs in; the cookie is set by the answer. Throws `RefusedError` or the sign-in route's own failure with its status. */
export const signIn = async (email: string, password: string): Promise<MeView> => {
  await http.request('POST', '/api/auth/sign-in/email', { body: { email, password } });
  queryClient.clear();
  return queryClient.fetchQuery(meQuery);
};

/** Ends the session on the server. Drafts stay on this machine. */
export const signOut = async (): Promise<void> => {
  await http.request('POST', '/api/auth/sign-out', { body: {} }).catch(() => undefined);
};

/** Forgets everything that was read for the person who was signed in. */
export const forgetSession = (): void => queryClient.clear();
