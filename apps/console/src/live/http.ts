// The one HTTP client of the console, and the one query cache. Not for the socket (store.ts).
import { QueryClient } from '@tanstack/react-query';
import { createHttp, toRefusedError } from '@qindesk/client';

/** Typed requests to the server that served this page; the sign-in cookie goes along. Throws `RefusedError`. */
export const http = createHttp({ baseUrl: '' });

/** The code of a failure in the closed list of refusals. */
export const refusalCodeOf = (error: unknown): string => toRefusedError(error).refusal.code;

/** The one cache. What cannot help by repeating is not repeated. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && toRefusedError(error).refusal.retryable,
    },
  },
});
