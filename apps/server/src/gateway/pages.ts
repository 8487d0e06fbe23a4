// The built console and widget as files, and the console's page for every place of it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Refusal, type House } from '../platform/index.ts';
import { sendRefusal } from './http.ts';

/** The console speaks to its own server only; styles are set at run time by antd, hence `unsafe-inline` for them alone. */
const consolePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; connect-src 'self' ws: wss:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'";

/** Serves `/` and the console's places, `/assets/*`, `/widget.js` and `/widget/*`. `rootDir` is apps/server. */
export const pageRoutes = async (app: FastifyInstance, house: House): Promise<void> => {
  const consoleDir = join(house.config.rootDir, '../console/dist');
  const widgetDir = join(house.config.rootDir, '../widget/dist');
  if (existsSync(widgetDir)) {
    await app.register(fastifyStatic, {
      root: widgetDir, prefix: '/widget/', decorateReply: true, cacheControl: false,
      setHeaders: (reply, path) => { reply.setHeader('access-control-allow-origin', '*'); reply.setHeader('cross-origin-resource-policy', 'cross-origin'); reply.setHeader('cache-control', /-[A-Za-z0-9_-]{8}\.js$/.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=300'); },
    });
    app.get('/widget.js', { schema: { hide: true } }, (_request, reply) => reply.sendFile('widget.js', widgetDir));
  }
  if (existsSync(consoleDir)) {
    await app.register(fastifyStatic, { root: join(consoleDir, 'assets'), prefix: '/assets/', decorateReply: !existsSync(widgetDir), immutable: true, maxAge: '365d' });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const page = join(consoleDir, 'index.html');
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html') && !/^\/(v1|api|files|assets|widget|socket)(\/|$)/.test(request.url);
    if (!wantsPage || !existsSync(page)) return sendRefusal(house, reply, new Refusal('not_found', request.url));
    return reply.type('text/html; charset=utf-8').header('content-security-policy', consolePolicy).header('cache-control', 'no-cache').send(await readFile(page));
  });
};
