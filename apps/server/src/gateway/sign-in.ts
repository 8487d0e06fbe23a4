// Hands better-auth its requests: everything under /api/auth. Not for who may do what (identity).
import type { FastifyInstance } from 'fastify';
import { Refusal, type House } from '../platform/index.ts';
import { endSignIn, loadMemberActor, type Auth } from '../modules/identity/index.ts';
import { isTrustedOrigin } from './origin.ts';

/** Only the calls that the product uses are let through. */
const allowed = new Set(['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/get-session', '/api/auth/change-password', '/api/auth/list-sessions', '/api/auth/revoke-other-sessions']);

/** A member who was made inactive keeps the password and may not come in with it. */
const refuseInactive = async (house: House, answer: string): Promise<void> => {
  const { user, token } = JSON.parse(answer) as { user?: { id?: string }; token?: string };
  if (user?.id && (await loadMemberActor(house.db, { userId: user.id }))) return;
  if (token) await endSignIn(house, token);
  throw new Refusal('wrong_credentials', 'inactive member');
};

export const signInRoutes = (app: FastifyInstance, house: House, auth: Auth): void => {
  app.route({ method: ['GET', 'POST'], url: '/api/auth/*', schema: { hide: true }, handler: async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    if (!allowed.has(path)) throw new Refusal('not_found', path);
    if (!isTrustedOrigin(house.config, request.raw)) throw new Refusal('bad_origin');
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string' && name !== 'origin') headers.set(name, value);
    // The address as we see it, for its rate limit; what a client claims is dropped unless a proxy is trusted.
    headers.set('x-forwarded-for', request.ip);
    headers.set('origin', new URL(auth.baseUrl).origin);
    const response = await auth.answer(new Request(new URL(request.url, auth.baseUrl), { method: request.method, headers, ...(request.body === undefined ? {} : { body: Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : JSON.stringify(request.body) }) }));
    if (response.status === 401) throw new Refusal('wrong_credentials');
    if (response.status === 429) throw new Refusal('rate_limited', 'sign-in', { retryAfterMs: Number(response.headers.get('x-retry-after') ?? 30) * 1000 });
    if (response.status >= 500) throw new Error(`the sign-in failed: ${await response.text()}`);
    if (response.status >= 400) throw new Refusal('invalid', await response.text());
    const text = await response.text();
    if (path === '/api/auth/sign-in/email') await refuseInactive(house, text);
    void reply.code(response.status);
    for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie);
    response.headers.forEach((value, name) => { if (name !== 'set-cookie' && name !== 'content-length') void reply.header(name, value); });
    return reply.send(text);
  } });
};
