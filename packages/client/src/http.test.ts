// Unit tests of the HTTP client against a bare HTTP server on this machine.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { consumerRoutes, conversationRoutes } from '@qindesk/protocol';
import { refusalView } from '@qindesk/protocol/errors';
import { createHttp } from './http.ts';
import { RefusedError } from './refused-error.ts';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}
let server: Server;
let baseUrl = '';
let seen: Seen[] = [];
let reply = { status: 200, body: '{}' };
/** Answers nothing at all. */
let hang = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts).toString() });
      if (!hang) response.writeHead(reply.status).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  reply = { status: 200, body: '{}' };
  hang = false;
});
const failure = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe('the HTTP client', () => {
  test('fills in the path, the query, the body and the token', async () => {
    reply.body = JSON.stringify({ items: [], cursor: null });
    const http = createHttp({ baseUrl: `${baseUrl}/`, token: () => 'secret', headers: { 'x-from': 'test' } });
    const page = await http.call(conversationRoutes.list, { query: { limit: 5, state: 'queued', shopId: undefined } });
    expect(page.items).toEqual([]);
    await http.call(consumerRoutes.rate, { params: { id: 'a/b' }, body: { score: 5 } });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/v1/conversations?limit=5&state=queued', body: '', headers: { authorization: 'Bearer secret', 'x-from': 'test' } });
    expect(seen[0]?.headers['content-type']).toBeUndefined();
    expect(seen[1]).toMatchObject({ method: 'PUT', url: '/v1/consumer/conversations/a%2Fb/rating', body: '{"score":5}', headers: { 'content-type': 'application/json' } });
  });

  test('asks anew before every request where to go, when there are several servers', async () => {
    const nodes = ['http://127.0.0.1:1', baseUrl];
    const http = createHttp({ baseUrl: () => nodes.shift() ?? '' });
    expect(await failure(http.request('GET', '/'))).toMatchObject({ refusal: { code: 'unavailable' } });
    expect(await http.request('GET', '/')).toEqual({});
  });

  test('throws what the server refused', async () => {
    reply = { status: 409, body: JSON.stringify(refusalView('version_conflict', { field: 'version' })) };
    const error = await failure(createHttp({ baseUrl }).request('GET', '/v1/me'));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ status: 409, refusal: { code: 'version_conflict', field: 'version', retryable: false } });
  });

  test.each([[502, 'unavailable'], [500, 'internal'], [413, 'too_large'], [429, 'rate_limited']])('reads %i of a proxy as %s', async (status, code) => {
    reply = { status, body: '<html>Bad Gateway</html>' };
    expect(await failure(createHttp({ baseUrl }).request('GET', '/'))).toMatchObject({ status, refusal: { code } });
  });

  test('is refused as unavailable without a server, and when the server hangs', async () => {
    expect(await failure(createHttp({ baseUrl: 'http://127.0.0.1:1' }).request('GET', '/'))).toMatchObject({ status: 0, refusal: { code: 'unavailable', retryable: true } });
    hang = true;
    expect(await failure(createHttp({ baseUrl, timeoutMs: 50 }).request('GET', '/'))).toMatchObject({ refusal: { code: 'unavailable' } });
  });

  test("leaves the caller's own abort as it is", async () => {
    hang = true;
    const stop = new AbortController();
    const asked = failure(createHttp({ baseUrl }).request('GET', '/', { signal: stop.signal }));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    stop.abort();
    expect(await asked).toMatchObject({ name: 'AbortError' });
  });

  test('uploads bytes and downloads them untouched', async () => {
    reply.body = JSON.stringify({ url: '/files/a.png', bytes: 3, contentType: 'image/png' });
    const http = createHttp({ baseUrl });
    expect(await http.upload(new TextEncoder().encode('png'), 'image/png')).toMatchObject({ url: '/files/a.png' });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/v1/files', body: 'png', headers: { 'content-type': 'image/png' } });
    reply.body = 'a,b';
    expect(await (await http.raw('GET', '/v1/export', { query: { format: 'csv' } })).text()).toBe('a,b');
  });

  test('an empty answer is undefined', async () => {
    reply = { status: 204, body: '' };
    expect(await createHttp({ baseUrl }).request('DELETE', '/')).toBeUndefined();
  });
});
