// What an operator's tools ask: is it alive, and how is it doing.
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry as Metrics } from 'prom-client';
import { messagesTopic, type Message } from '../modules/conversation/index.ts';
import type { House } from '../platform/index.ts';
import type { Registry } from './socket/registry.ts';

/** `GET /health` (200, or 503 when the database does not answer) and `GET /metrics` (Prometheus). */
export const operationRoutes = (app: FastifyInstance, house: House, registry: Registry): void => {
  const metrics = new Metrics();
  collectDefaultMetrics({ register: metrics, prefix: 'qindesk_' });
  const messages = new Counter({ name: 'qindesk_messages_stored_total', help: 'Messages durably stored by this process', labelNames: ['author'], registers: [metrics] });
  house.bus.subscribe<Message[]>(messagesTopic, (stored) => { for (const message of stored) messages.inc({ author: message.author.kind }); });
  new Gauge({ name: 'qindesk_sockets', help: 'Open sockets with a session', registers: [metrics], collect() { this.set(registry.size()); } });
  new Gauge({ name: 'qindesk_queued_conversations', help: 'Conversations waiting for an agent', registers: [metrics],
    async collect() { this.set((await house.db.maybe<{ n: number }>('SELECT count(*)::int AS n FROM queue_entries'))?.n ?? 0); } });
  new Gauge({ name: 'qindesk_reader_lag_events', help: 'Events that a durable reader has yet to read', labelNames: ['reader'], registers: [metrics],
    async collect() {
      for (const row of await house.db.query<{ reader: string; n: number }>('SELECT c.reader, (SELECT count(*)::int FROM (SELECT 1 FROM events e WHERE (e.xid, e.position) > (c.xid, c.position) LIMIT 10000) x) AS n FROM (SELECT DISTINCT ON (reader) * FROM event_cursors ORDER BY reader, xid, position) c')) this.set({ reader: row.reader }, row.n);
    } });
  const seconds = new Histogram({ name: 'qindesk_http_seconds', help: 'Time of HTTP requests', labelNames: ['method', 'route', 'status'], registers: [metrics] });
  app.addHook('onResponse', async (request, reply) => { seconds.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000); });

  app.get('/health', { schema: { hide: true } }, async (_request, reply) => {
    const startedAt = house.clock.ms();
    const alive = await house.db.query('SELECT 1').then(() => true, () => false);
    return reply.code(alive ? 200 : 503).send({ status: alive ? 'ok' : 'unavailable', database: alive, databaseMs: house.clock.ms() - startedAt, roles: house.config.roles });
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
};
