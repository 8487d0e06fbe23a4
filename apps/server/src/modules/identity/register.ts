// How a room offers its routes: it names the contract and the function; the gateway does the rest (parse, sign-in, refusals). Not for HTTP itself.
import type { Route, RouteOutput } from '@qindesk/protocol';
import type { z } from 'zod';
import type { House } from '../../platform/index.ts';
import type { ConsumerCtx, MemberCtx } from './actor.ts';

export interface RouteParts<R extends Route> {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
}
type Handle<C, R extends Route> = (ctx: C, input: RouteParts<R>) => Promise<RouteOutput<R>>;
export interface RawAnswer { bytes: Uint8Array | string; contentType: string; fileName: string }

export interface Register {
  public<R extends Route>(route: R, handle: Handle<House, R>): void;
  member<R extends Route>(route: R, handle: Handle<MemberCtx, R>): void;
  consumer<R extends Route>(route: R, handle: Handle<ConsumerCtx, R>): void;
  /** The request body arrives as bytes; the answer is a file or JSON. Members only. */
  raw<R extends Route>(route: R, handle: (ctx: MemberCtx, input: Pick<RouteParts<R>, 'params' | 'query'> & { bytes: Uint8Array; contentType: string | undefined }) => Promise<RawAnswer | object>): void;
}
