// Hostile and broken input, twenty thousand times: every answer is a refusal of the closed list or a valid answer; nothing crashes, nothing leaks. FUZZ_SEED repeats a run.
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { conversationRoutes, maxFrameBytes, refusalKinds, uploadPath, type ServerFrame } from '@qindesk/protocol';
import { everyRoute, type RouteRequest } from '../world/every-route.ts';
import { junkHeader, junkPart, junkText, junkValue, mutated } from '../world/junk.ts';
import { furnish, unknownThings, type Furnished } from '../world/things.ts';
import { clientId, openWorld, sayOn, startTalk, until, type Consumer, type Member, type World } from '../world/world.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const marker = `秘密${seed}`;
let world: World;
let mine: Furnished;
let theirs: Furnished;
let owner: Member;
let consumer: Consumer;
/** A conversation in which both may speak: the consumer's own, held by the owner. */
let talkId: string;
let inputs = 0;
const unhandled: string[] = [];
const note = (error: unknown): void => { unhandled.push(error instanceof Error ? (error.stack ?? error.message) : String(error)); };
beforeAll(async () => {
  process.on('unhandledRejection', note);
  process.on('uncaughtExceptionMonitor', note);
  world = await openWorld();
  [mine, theirs] = [await furnish(world), await furnish(world)];
  owner = mine.owner;
  consumer = await world.signed(mine.shop, { externalId: `buyer-${mine.shop.slug}`, name: '小明' });
  const own = await startTalk(consumer);
  talkId = own.id;
  await owner.http.call(conversationRoutes.takeOver, { params: { id: talkId as never } });
  own.wire.cut();
  // What only the other merchant may see.
  const talk = await startTalk(await world.signed(theirs.shop, { externalId: `buyer-${marker}`, name: `客${marker}`, phone: '13987654321' }));
  await talk.say(`话${marker}`);
  await theirs.owner.http.request('POST', `/v1/conversations/${talk.id}/notes`, { body: { text: `注${marker}` } });
  await theirs.owner.http.request('POST', `/v1/shops/${theirs.shop.shopId}/questions`, { body: { title: `题${marker}`, answers: [{ type: 'text', text: `答${marker}` }] } });
  await theirs.owner.http.request('POST', `/v1/shops/${theirs.shop.shopId}/quick-replies`, { body: { scope: 'shop', title: `语${marker}`.slice(0, 50), text: marker } });
  talk.wire.cut();
  console.log(`FUZZ_SEED=${seed}`);
}, 60_000);
afterAll(async () => { process.off('unhandledRejection', note); process.off('uncaughtExceptionMonitor', note); await world.close(); });

const telltale = /node_modules|\.ts:\d|\.js:\d|\n\s+at |SELECT |INSERT |UPDATE |FROM |syntax error|violates|relation "|column "|pg_|ECONN|ENOENT|FST_ERR|ERR_[A-Z]|TypeError|RangeError|ZodError|invariant|constraint/;
const faults: string[] = [];
const seen = new Map<string, number>();
/** Two of a kind are enough to find the cause. */
const fault = (what: string, input: unknown, answer: unknown): void => { seen.set(what, (seen.get(what) ?? 0) + 1); if ((seen.get(what) ?? 0) <= 2) faults.push(`${what}\n  input: ${JSON.stringify(input)?.slice(0, 600)}\n  answer: ${(typeof answer === 'string' ? answer : JSON.stringify(answer))?.slice(0, 400)}`); };
const healthy = async (): Promise<void> => {
  const health = await fetch(`${world.address}/health`);
  expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([200, 'ok']);
  expect(unhandled).toEqual([]);
};
const samples = <T>(arbitrary: fc.Arbitrary<T>, count: number, salt: number): T[] => fc.sample(arbitrary, { seed: seed + salt, numRuns: count });
/** Several at a time, as a crowd would. */
const crowd = async <T>(list: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> => {
  const rest = list.values();
  await Promise.all(Array.from({ length: width }, async () => { for (const one of rest) await work(one); }));
};

// ---------------------------------------------------------------- sockets

const idPools = () => {
  const unknown = unknownThings('');
  return [{ ...mine.things, conversationId: talkId }, { ...mine.things, conversationId: talkId }, theirs.things, unknown];
};
/** A stored message must be possible: each has a client id of its own, put in when it is sent. */
const freshId = '"clientId":"story-fresh"';
const frames = (t: Furnished['things']): object[] => [
  { type: 'conversation.start', ref: 1, focus: { productId: t.productId, orderId: t.orderId, pageUrl: 'https://shop.example/1' } },
  ...[{ type: 'text', text: '在吗', questionId: t.questionId }, { type: 'image', url: 'https://example.com/a.png', alt: '图' }, { type: 'video', url: '/files/a.mp4', alt: '' }, { type: 'product', productId: t.productId }, { type: 'order', orderId: t.orderId }]
    .flatMap((body) => Array.from({ length: 6 }, () => ({ type: 'message.send', ref: 2, conversationId: t.conversationId, clientId: 'story-fresh', body }))),
  { type: 'conversation.watch', ref: 3, conversationId: t.conversationId, afterSeq: 0 }, { type: 'conversation.unwatch', ref: 4, conversationId: t.conversationId }, { type: 'conversation.resume', ref: 5, conversationId: t.conversationId, afterSeq: 3 },
  { type: 'typing', conversationId: t.conversationId, on: true }, { type: 'read', conversationId: t.conversationId, seq: 1 }, { type: 'presence.set', ref: 6, state: 'busy' },
  { type: 'board.watch', ref: 7, merchantId: t.merchantId, shopId: t.shopId }, { type: 'board.unwatch', ref: 8 }, { type: 'ping' },
];
const hello = (): object => ({ type: 'hello', protocol: 1, as: 'consumer', token: consumer.token, resume: [{ conversationId: talkId, afterSeq: 0 }] });
/** Made when it is used: the ids are those of a world that is there by then. */
const frameText = (): fc.Arbitrary<string> => fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 1, 2, 3).chain((pool) => fc.constantFrom(...frames(idPools()[pool] as Furnished['things']))).chain(mutated).map((value) => (JSON.stringify(value) ?? 'null').replace(freshId, () => `"clientId":"${clientId()}"`)) },
  { weight: 1, arbitrary: junkText }, { weight: 1, arbitrary: mutated(hello()).map((value) => JSON.stringify(value) ?? 'null') }, { weight: 1, arbitrary: junkValue.map((value) => JSON.stringify({ type: value, ref: value })) },
);

const judgeFrame = (text: string, sent: readonly string[]): ServerFrame => {
  const frame = JSON.parse(text) as ServerFrame;
  if (text.includes(marker)) fault('another merchant’s words', sent, text);
  if (frame.type === 'refused' && (!(frame.refusal.code in refusalKinds) || frame.refusal.code === 'internal' || telltale.test(text))) fault('a refusal', sent, text);
  return frame;
};

const answered = new Set(['conversation.start', 'message.send', 'conversation.watch', 'conversation.unwatch', 'conversation.resume', 'presence.set', 'board.watch', 'board.unwatch']);
/** A frame's text with a number of its own, if it is a command that is answered by number. */
const numbered = (text: string, number: number): { text: string; awaits: boolean } => {
  try {
    const frame = JSON.parse(text) as { type?: unknown; ref?: unknown };
    if (typeof frame === 'object' && frame !== null && typeof frame.type === 'string' && answered.has(frame.type) && Number.isSafeInteger(frame.ref) && Number(frame.ref) >= 0) return { text: JSON.stringify({ ...frame, ref: number }), awaits: true };
  } catch { /* sent as it is */ }
  return { text, awaits: false };
};

/** One socket: hello, some frames, a ping; closed when the pong and the answer to every command have come, or by the house. */
const throwFrames = (list: readonly (string | Buffer)[], first: object, headers: Record<string, string>): Promise<void> => new Promise((done) => {
  const socket = new WebSocket(`${world.address.replace('http', 'ws')}/socket`, { headers });
  const sent: string[] = list.map((one) => (typeof one === 'string' ? one : one.toString('latin1')));
  const awaited = new Map<number, string>();
  let [greeted, ponged] = [false, false];
  const late = setTimeout(() => { fault(ponged ? 'a command without an answer' : 'no pong and no close', ponged ? [...awaited.values()] : sent, ''); socket.terminate(); }, 20_000);
  socket.on('error', () => undefined);
  socket.on('close', (code) => { clearTimeout(late); if (code === 1011) fault('closed as broken', sent, code); done(); });
  socket.on('open', () => socket.send(JSON.stringify(first)));
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    const frame = judgeFrame(text, sent);
    if (!greeted) {
      greeted = true;
      for (const [i, one] of list.entries()) {
        const { text: out, awaits } = typeof one === 'string' ? numbered(one, i) : { text: one, awaits: false };
        if (awaits) awaited.set(i, String(out));
        socket.send(out, { binary: false });
        inputs++;
      }
      socket.send('{"type":"ping"}');
      return;
    }
    if ('ref' in frame && frame.ref !== null) awaited.delete(frame.ref);
    ponged ||= frame.type === 'pong';
    if (ponged && awaited.size === 0) socket.close();
  });
});

it('frames: mutated, random, deep, huge, of other merchants', async () => {
  const batches: string[][] = [];
  const all = samples(frameText(), 15_000, 1);
  for (let i = 0; i < all.length; i += 16) batches.push(all.slice(i, i + 16));
  const who: [object, Record<string, string>][] = [
    [{ type: 'hello', protocol: 1, as: 'consumer', token: consumer.token, resume: [] }, {}], [{ type: 'hello', protocol: 1, as: 'member', resume: [] }, { cookie: owner.cookie }], [{ type: 'ping' }, {}],
  ];
  await crowd([...batches.entries()], 12, async ([i, batch]) => { const [hello, headers] = who[i % 3] as (typeof who)[number]; await throwFrames(batch, hello, headers); });
  expect(faults).toEqual([]);
  await healthy();
}, 120_000);

it('a text that no database holds harms none of the messages that are stored with it', async () => {
  const bodies = [{ type: 'text', text: 'a\ud83d' }, { type: 'text', text: 'a\u0000b' }, { type: 'text', text: '\udc00' }, { type: 'image', url: 'https://example.com/a.png', alt: 'a\u0000' }, { type: 'image', url: 'https://example.com/a.png', alt: '\ud83d' }, { type: 'image', url: 'https://example.com/\ud83d.png' }];
  const talks = await Promise.all(Array.from({ length: 12 }, async () => startTalk(await world.consumer(mine.shop))));
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all(talks.map(({ wire, id }, i) => (i < bodies.length ? wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: bodies[i] }) : sayOn(wire, id, `好话 ${round}`))));
    expect(answers.slice(bodies.length).map((answer) => answer.type)).toEqual(answers.slice(bodies.length).map(() => 'accepted'));
    for (const answer of answers.slice(0, bodies.length)) if (answer.type === 'refused') expect(answer.refusal.code).toBe('invalid');
  }
  for (const { wire } of talks) wire.cut();
  await healthy();
});

it('bytes that are no frames: invalid UTF-8, binary, oversized, broken WebSocket', async () => {
  const hello = { type: 'hello', protocol: 1, as: 'consumer', token: consumer.token, resume: [] };
  const bytes = samples(fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }).map((one) => Buffer.from(one)), fc.constantFrom(Buffer.from([0xff, 0xfe]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.alloc(maxFrameBytes + 1, 0x20), Buffer.alloc(maxFrameBytes, 0x5b), Buffer.from('\ufeff{}'))), 300, 2);
  await crowd(bytes, 12, (one) => throwFrames([one], hello, {}));
  // Past the handshake, what is not even WebSocket.
  const upgrade = `GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  await crowd(samples(fc.uint8Array({ minLength: 1, maxLength: 200 }), 300, 3), 12, (one) => throwBytes(Buffer.concat([Buffer.from(upgrade), Buffer.from(one)])).then(() => undefined));
  await crowd(samples(fc.tuple(junkPart, junkPart, junkPart), 200, 4), 12, ([path, version, key]) => throwBytes(Buffer.from(upgrade.replace('/socket', `/socket?${encoded(path)}`).replace('13', version.replace(/[\r\n]/g, '')).replace('dGhlIHNhbXBsZSBub25jZQ==', key.replace(/[\r\n]/g, '')), 'latin1')).then(() => undefined));
  expect(faults).toEqual([]);
  await healthy();
}, 120_000);

// ---------------------------------------------------------------- HTTP

/** Bytes on a plain connection; what came back until it was closed, or nothing for a while. */
const throwBytes = (bytes: Buffer): Promise<string> => new Promise((done) => {
  inputs++;
  let said = '';
  const { port, hostname } = new URL(world.address);
  const stream = connect(Number(port), hostname, () => { stream.write(bytes); stream.end(); });
  stream.setTimeout(3000, () => stream.destroy());
  stream.on('data', (chunk: Buffer) => { said += chunk.toString('latin1'); });
  stream.on('error', () => undefined);
  stream.on('close', () => { if (telltale.test(said) || said.startsWith('HTTP/1.1 5')) fault('raw bytes', bytes.toString('latin1'), said); done(said); });
});

const agent = new Agent({ keepAlive: true, maxSockets: 24 });
interface Thrown { method: string; path: string; headers: Record<string, string>; body: string | Buffer | undefined }
const throwRequest = (thrown: Thrown): Promise<void> => new Promise((done) => {
  inputs++;
  const { port, hostname } = new URL(world.address);
  const request = httpRequest({ agent, host: hostname, port, method: thrown.method, path: thrown.path, headers: { ...(thrown.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(thrown.body)) }), ...thrown.headers }, timeout: 20_000 }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => { judgeAnswer(thrown, response.statusCode ?? 0, Buffer.concat(chunks).toString()); done(); });
    response.on('error', () => done());
  });
  request.on('timeout', () => { fault('no answer', thrown, ''); request.destroy(); });
  // A body that is refused before it has been sent breaks the connection: that is an answer too.
  request.on('error', (error: NodeJS.ErrnoException) => { if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) fault(String(error), thrown, ''); done(); });
  request.end(thrown.body);
});
const judgeAnswer = (thrown: Thrown, status: number, text: string): void => {
  if (text.includes(marker) && !thrown.path.startsWith('/v1/widgets')) fault('another merchant’s words', thrown, text);
  if (status < 400) return;
  // The answer to HEAD has no body.
  if (thrown.method === 'HEAD') { if (status >= 500) fault(`status ${status} HEAD`, thrown, text); return; }
  let code: unknown;
  try { code = (JSON.parse(text) as { code?: unknown }).code; } catch { code = undefined; }
  if (status >= 500) fault(`status ${status} ${thrown.method} ${thrown.path.split('/').slice(0, 3).join('/')}`, thrown, text);
  else if (typeof code !== 'string' || !(code in refusalKinds) || refusalKinds[code as keyof typeof refusalKinds].status !== status) fault(`${status} ${String(code)} is not of the closed list`, thrown, text);
  if (telltale.test(text)) fault('a telltale', thrown, text);
};

/** What costs much when it succeeds is tried less often, and what would end the others' sign-in or contract never succeeds by chance. */
const weightOf = ({ name }: RouteRequest): number => (/addMember|publish|tryOut|importLibrary/.test(name) ? 1 : 15);
const encoded = (text: string): string => { try { return encodeURIComponent(text); } catch { return '%ED%A0%BD'; } };

const requests = (): fc.Arbitrary<Thrown> => {
  const actors: Record<string, string>[] = [{ cookie: owner.cookie }, { authorization: `Bearer ${consumer.token}` }, { cookie: mine.providerOwner.cookie }, {}];
  const routes = idPools().flatMap(everyRoute).filter(({ name }) => name !== 'contract.end').flatMap((request) => Array.from({ length: weightOf(request) }, () => request));
  return fc.constantFrom(...routes).chain((request) => fc.record({
    actor: fc.oneof({ weight: 4, arbitrary: fc.constant(request.route.audience === 'consumer' ? actors[1] : actors[0]) }, { weight: 1, arbitrary: fc.constantFrom(...actors) }),
    params: fc.dictionary(fc.constantFrom(...Object.keys(request.params), 'x'), junkPart, { maxKeys: 1 }),
    query: fc.array(fc.tuple(fc.constantFrom('afterSeq', 'limit', 'cursor', 'search', 'format', 'mode', 'dryRun', 'shopId', 'merchantId', 'state', 'open', 'product', 'category', 'assigneeId', '__proto__', 'x'), fc.oneof(junkPart, fc.constantFrom('1', '0', '-1', '1e300', '99999999999', '2147483648', 'true', 'jsonl', 'csv', 'xlsx'))), { maxLength: 3 }),
    body: request.body === undefined ? fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: junkText }) : fc.oneof({ weight: 6, arbitrary: mutated(request.body).map((value) => JSON.stringify(value) ?? '') }, { weight: 1, arbitrary: junkText }),
    headers: fc.array(junkHeader, { maxLength: 2 }), junkHeaders: fc.integer({ min: 0, max: 4 }),
  }).map(({ actor, params, query, body, headers, junkHeaders }): Thrown => {
    const path = request.route.path.replace(/:([A-Za-z]+)/g, (_, key: string) => encoded(params[key] ?? request.params[key] ?? ''));
    const search = [...Object.entries(request.query), ...query].map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&');
    return { method: request.route.method, path: search ? `${path}?${search}` : path, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...actor, ...(junkHeaders === 0 ? Object.fromEntries(headers) : {}) }, body };
  }));
};

it('requests: every route with junk in parameters, queries, bodies and headers', async () => {
  await crowd(samples(requests(), 3800, 5), 16, throwRequest);
  expect(faults).toEqual([]);
  await healthy();
}, 180_000);

it('other paths and methods, the sign-in, uploads, files, and what is not HTTP', async () => {
  const signIn = { email: owner.email, password: 'not-the-password' };
  const paths = ['/api/auth/sign-in/email', '/api/auth/get-session', '/api/auth/change-password', '/api/auth/list-sessions', '/api/auth/revoke-other-sessions', '/api/auth/sign-out', '/v1/nothing', '/files/x', '/health', '/metrics', '/openapi.json', '/', '/v1/conversations', '/widget/x', '/assets/x', '/demo', '/socket'];
  const odd = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH'), path: fc.oneof(fc.constantFrom(...paths), fc.tuple(fc.constantFrom(...paths), junkPart).map(([path, part]) => `${path}/${encoded(part)}`), fc.constantFrom('/%', '/%zz', '/v1/shops/%E0%A4%A', '//', '/v1//me', '/v1/me/', '/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/files/..%5c', '/?%', `/${'x'.repeat(7000)}`, '/v1/shops/%00/questions')),
    headers: fc.array(junkHeader, { maxLength: 2 }), body: fc.oneof(fc.constant(undefined), junkText, mutated(signIn).map((value) => JSON.stringify(value) ?? '')), type: fc.constantFrom('application/json', 'application/json', 'text/plain', 'application/x-www-form-urlencoded'),
  }).map(({ method, path, headers, body, type }): Thrown => {
    const bodied = body !== undefined && !['HEAD', 'TRACE'].includes(method);
    return { method, path, headers: { ...(bodied ? { 'content-type': type } : {}), ...Object.fromEntries(headers) }, body: bodied ? body : undefined };
  });
  await crowd(samples(odd, 1200, 6), 16, throwRequest);
  const heads = [Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('GIF89a'), Buffer.from('RIFF0000WEBP'), Buffer.from('0000ftyp'), Buffer.from('PK\u0003\u0004'), Buffer.alloc(0)];
  const uploads = fc.record({ head: fc.constantFrom(...heads), rest: fc.uint8Array({ maxLength: 400 }), type: fc.constantFrom('image/png', 'multipart/form-data; boundary=x', 'multipart/form-data', 'application/json', 'text/html', 'image/svg+xml', ''), member: fc.boolean() })
    .map(({ head, rest, type, member }): Thrown => ({ method: 'POST', path: uploadPath, headers: { 'content-type': type, ...(member ? { cookie: owner.cookie } : { authorization: `Bearer ${consumer.token}` }) }, body: Buffer.concat([head, rest]) }));
  await crowd(samples(uploads, 400, 7), 16, throwRequest);
  const imports = fc.record({ head: fc.constantFrom(...heads), rest: fc.uint8Array({ maxLength: 600 }), format: fc.constantFrom('xlsx', 'csv', 'jsonl') })
    .map(({ head, rest, format }): Thrown => ({ method: 'POST', path: `/v1/shops/${mine.things.shopId}/library/imports?format=${format}`, headers: { 'content-type': 'application/octet-stream', cookie: owner.cookie }, body: Buffer.concat([head, rest]) }));
  await crowd(samples(imports, 300, 8), 8, throwRequest);
  await throwRequest({ method: 'POST', path: '/v1/consumer-sessions', headers: { 'content-type': 'application/json' }, body: `{"shopId":"${'x'.repeat(2 * 1024 * 1024)}"}` });
  const lines = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }).map((one) => Buffer.from(one)), fc.tuple(fc.constantFrom('GET', 'POST', 'get', '', 'CONNECT', 'GET\u0000'), junkPart, fc.constantFrom('HTTP/1.1', 'HTTP/9.9', 'HTTP/1.0', ''), junkHeader, fc.constantFrom('transfer-encoding: chunked\r\n\r\nzz\r\n', 'content-length: -1\r\n\r\n', 'content-length: 5\r\ncontent-length: 6\r\n\r\n', 'content-length: 99999999999\r\n\r\nx', '\r\n'))
    .map(([method, path, version, [name, value], end]) => Buffer.from(`${method} /v1/me?${path} ${version}\r\nHost: x\r\n${name}: ${value}\r\n${end}`, 'latin1')));
  await crowd(samples(lines, 300, 9), 12, (bytes) => throwBytes(bytes).then(() => undefined));
  expect(faults).toEqual([]);
  await healthy();
}, 120_000);

it('after all of it the house works as before: a message is accepted and answered, and the other merchant lost nothing', async () => {
  expect(inputs).toBeGreaterThanOrEqual(20_000);
  const { wire, id } = await startTalk(await world.consumer(mine.shop));
  expect((await sayOn(wire, id, '转人工')).type).toBe('accepted');
  await until('it is handed over', () => wire.messages(id).some((message) => message.body.type === 'system' && message.body.code === 'queued'));
  wire.cut();
  expect(await world.rows('SELECT 1 FROM messages WHERE merchant_id = $1 AND body::text LIKE $2', [theirs.shop.merchantId, `%${marker}%`])).toHaveLength(1);
  expect((await world.rows('SELECT state FROM contracts WHERE merchant_id = $1', [theirs.shop.merchantId]))).toEqual([{ state: 'accepted' }]);
  await healthy();
  agent.destroy();
});
