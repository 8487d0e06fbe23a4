// The shape of one HTTP route: what the server registers, what the client calls, what OpenAPI prints.
import { z } from 'zod';

/** Who may call: anybody, a consumer with its token, a signed-in member. */
export type RouteAudience = 'public' | 'consumer' | 'member';

export interface Route<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each of params. */
  path: string;
  audience: RouteAudience;
  summary: string;
  params: P;
  query: Q;
  body: B;
  response: R;
}

const nothing = z.undefined().or(z.null()).or(z.object({}));
type Nothing = typeof nothing;

/** Writes a route down; what it does not name is empty. */
export const route = <P extends z.ZodType = Nothing, Q extends z.ZodType = Nothing, B extends z.ZodType = Nothing, R extends z.ZodType = Nothing>(
  given: Pick<Route, 'method' | 'path' | 'audience' | 'summary'> & { params?: P; query?: Q; body?: B; response?: R },
): Route<P, Q, B, R> => ({
  params: nothing as unknown as P, query: nothing as unknown as Q, body: nothing as unknown as B, response: nothing as unknown as R,
  ...given,
});

export const isEmptySchema = (schema: z.ZodType): boolean => schema === nothing;

/** What a caller passes for a route. */
export type RouteInput<R extends Route> = { params?: z.input<R['params']>; query?: z.input<R['query']>; body?: z.input<R['body']> };
export type RouteOutput<R extends Route> = z.output<R['response']>;

export const page = z.object({ cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const ok = z.object({ ok: z.literal(true) });
