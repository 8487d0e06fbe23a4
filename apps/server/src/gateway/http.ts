// The HTTP server: routes of the contract, sign-in, refusals, limits. What a route does lives in its room.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import swagger from '@fastify/swagger';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { isEmptySchema, refusalKinds, refusalView, type RefusalView, type Route } from '@qindesk/protocol';
import { boundTo, isOutOfReach, onBehalfOf, Refusal, type House } from '../platform/index.ts';
import { findConsumerByToken, type Auth, type ConsumerActor, type MemberActor, type RawAnswer, type Register } from '../modules/identity/index.ts';
import { cleanInput } from './clean-input.ts';
import { isTrustedOrigin } from './origin.ts';
import { findSignedIn } from './signed-in.ts';
import { createAddressLimit } from './address-limit.ts';

const rawLimitBytes = 25 * 1024 * 1024;

/** A refusal on the wire; what else is thrown is a bug: logged, told as `internal`. */
export const sendRefusal = (house: House, reply: FastifyReply, error: unknown): FastifyReply => {
  const view = refusalOf(error);
  if (isOutOfReach(error)) house.log.warn({ url: reply.request.url, method: reply.request.method, error: (error as Error).message }, 'a request did not reach the database');
  else if (!view) house.log.error({ url: reply.request.url, method: reply.request.method, error: error instanceof Error ? error.stack : String(error) }, 'a request failed');
  const told = view ?? refusalView('internal');
  if (told.retryAfterMs) void reply.header('retry-after', Math.ceil(told.retryAfterMs / 1000));
  return reply.code(refusalKinds[told.code].status).type('application/json').send(JSON.stringify(told));
};

/** What is told while the database is out of reach: nothing was done, or whether it was done is not known; every command may be repeated. */
export const outOfReachView = refusalView('unavailable', { retryAfterMs: 1000 });

const refusalOf = (error: unknown): RefusalView | null => {
  if (error instanceof Refusal) return error.view;
  if (isOutOfReach(error)) return outOfReachView;
  const { validation, statusCode, code } = error as Partial<FastifyError>;
  if (validation) return refusalView('invalid', { field: validation[0]?.instancePath.split('/').filter(Boolean).join('.') || undefined });
  if (statusCode === 413 || code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusalView('too_large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return refusalView('invalid');
  return null;
};

/** The consumer of a bearer token; refuses `bad_token`. */
export const consumerOf = async (house: House, request: FastifyRequest): Promise<ConsumerActor> => {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const consumer = await findConsumerByToken(house.db, token);
  if (!consumer) throw new Refusal('bad_token');
  return consumer;
};

/** The member of the cookie; refuses `not_signed_in`, and `bad_origin` for another page's request. */
export const memberOf = async (house: House, auth: Auth, request: FastifyRequest): Promise<MemberActor> => {
  if (!isTrustedOrigin(house.config, request.raw)) throw new Refusal('bad_origin', String(request.headers.origin));
  const signedIn = await findSignedIn(house, auth, request.headers);
  if (!signedIn) throw new Refusal('not_signed_in');
  return signedIn.actor;
};

/** The house as a request may use it: every query held to the actor's merchants by row-level security. */
const ctxOf = <A extends MemberActor | ConsumerActor>(house: House, actor: A) =>
  onBehalfOf({ ...house, db: boundTo(house.db, actor.kind === 'consumer' ? [actor.merchantId] : [...new Set([actor.organisationId, ...actor.grants.map((grant) => grant.merchantId)])]) }, actor);

const schemaOf = (route: Route) => ({
  summary: route.summary, tags: [route.path.split('/')[2] ?? 'qindesk'],
  ...(isEmptySchema(route.params) ? {} : { params: route.params }), ...(isEmptySchema(route.query) ? {} : { querystring: route.query }),
  ...(isEmptySchema(route.body) ? {} : { body: route.body }), ...(isEmptySchema(route.response) ? {} : { response: { 200: route.response } }),
  security: route.audience === 'public' ? [] : [{ [route.audience]: [] }],
});

const rawSchemaOf = (route: Route) => { const { body: _body, response: _response, ...schema } = schemaOf(route) as ReturnType<typeof schemaOf> & { body?: unknown; response?: unknown }; return schema; };

/** Other sites' pages may call what a consumer's widget needs; never with cookies. */
const openToAllPages = (reply: FastifyReply): void => {
  void reply.header('access-control-allow-origin', '*').header('access-control-allow-headers', 'authorization, content-type').header('access-control-allow-methods', 'GET, POST, PUT, DELETE').header('access-control-max-age', '86400');
};

const createRegister = (app: FastifyInstance, house: House, auth: Auth): Register => {
  const limit = createAddressLimit(house.config.limits.sessionsPerMinute, house.clock.ms);
  const add = (route: Route, handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): void => {
    const open = route.audience !== 'member';
    app.route({ method: route.method, url: route.path, schema: schemaOf(route), handler: handle, onRequest: async (_request, reply) => { if (open) openToAllPages(reply); } });
  };
  const parts = (request: FastifyRequest) => ({ params: request.params, query: request.query, body: request.body }) as never;
  return {
    public: (route, handle) => add(route, (request) => {
      if (route.method === 'POST') limit(request.ip);
      return handle(house, parts(request));
    }),
    member: (route, handle) => add(route, async (request) => handle(ctxOf(house, await memberOf(house, auth, request)), parts(request))),
    consumer: (route, handle) => add(route, async (request) => handle(ctxOf(house, await consumerOf(house, request)), parts(request))),
    raw: (route, handle) => app.route({
      method: route.method, url: route.path, schema: rawSchemaOf(route), bodyLimit: rawLimitBytes,
      handler: async (request, reply) => {
        const ctx = ctxOf(house, await memberOf(house, auth, request));
        const bytes = Buffer.isBuffer(request.body) ? request.body : typeof request.body === 'string' ? Buffer.from(request.body) : Buffer.from(request.body ? JSON.stringify(request.body) : '');
        const answer = await handle(ctx, { ...(parts(request) as { params: never; query: never }), bytes, contentType: request.headers['content-type'] });
        return isFile(answer) ? sendFile(reply, answer) : answer;
      },
    }),
  };
};

const isFile = (answer: object): answer is RawAnswer => 'bytes' in answer && 'fileName' in answer;
const sendFile = (reply: FastifyReply, file: RawAnswer): FastifyReply =>
  reply.type(file.contentType).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`).send(file.bytes);

/** Set on every answer; pages of ours add their own content policy. */
const securityHeaders = (app: FastifyInstance): void => {
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'strict-origin-when-cross-origin').header('x-frame-options', 'SAMEORIGIN');
  });
};

/** What is not HTTP at all has no request to answer to. */
const refuseBytes = (error: NodeJS.ErrnoException, stream: Socket): void => {
  if (!stream.writable || error.code === 'ECONNRESET') { stream.destroy(); return; }
  const text = JSON.stringify(refusalView(error.code === 'HPE_HEADER_OVERFLOW' ? 'too_large' : 'invalid'));
  stream.end(`HTTP/1.1 ${error.code === 'HPE_HEADER_OVERFLOW' ? '413 Content Too Large' : '400 Bad Request'}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`);
};

/** Builds the server with the contract's routes; `rooms` registers them. */
export const createHttp = async (house: House, auth: Auth, rooms: (register: Register) => void): Promise<FastifyInstance> => {
  const app = Fastify({ bodyLimit: 1024 * 1024, trustProxy: house.config.trustProxy, routerOptions: { maxParamLength: 200 }, forceCloseConnections: 'idle', frameworkErrors: (error, _request, reply) => { sendRefusal(house, reply, error); }, clientErrorHandler: refuseBytes });
  app.server.on('checkExpectation', (_request, response: ServerResponse) => { response.writeHead(400, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(refusalView('invalid'))); });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => sendRefusal(house, reply, error));
  // An empty body is no body; JSON that does not parse is refused as `invalid`; anything else arrives as bytes (imports, uploads).
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    if (request.routeOptions.bodyLimit === rawLimitBytes) { done(null, Buffer.from(text)); return; }
    if (text === '') { done(null, undefined); return; }
    try { done(null, cleanInput(JSON.parse(text))); } catch { done(new Refusal('invalid', 'JSON')); }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('preValidation', async (request) => { cleanInput(request.query); cleanInput(request.params); });
  securityHeaders(app);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0', info: { title: 'Qindesk', version: '0.1.0', description: 'Customer service for online shops. Every refusal is a RefusalView with a closed code.' },
      components: { securitySchemes: { member: { type: 'apiKey', in: 'cookie', name: 'qindesk.session_token' }, consumer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => {
    scope.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
    rooms(createRegister(scope, house, auth));
    for (const path of ['/v1/consumer/*', '/v1/consumer-sessions', '/v1/widgets/*', '/v1/files']) scope.options(path, { schema: { hide: true } }, async (_request, reply) => { openToAllPages(reply); return reply.code(204).send(); });
  });
  return app;
};

/** A request under way has this long to be answered when the server drains. */
const lastAnswersMs = 5000;

/** Takes no new requests and resolves when those under way have their answers: a repeat elsewhere would not know whether the first was done. */
export const closeHttp = async (app: FastifyInstance): Promise<void> => {
  const closed = app.close();
  // A kept connection becomes idle only when its last answer is out.
  const idle = setInterval(() => app.server.closeIdleConnections(), 20);
  const late = setTimeout(() => app.server.closeAllConnections(), lastAnswersMs);
  await closed.finally(() => { clearInterval(idle); clearTimeout(late); });
};
