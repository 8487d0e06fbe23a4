// The product under load: the real server, signed-in agents with open conversations, every consumer on a socket of its own. All through the public doors.
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import pg from 'pg';
import type { WebSocket } from 'ws';
import { openSocket, type Side } from './generator.ts';
import { memoryDoor } from './memory-door.ts';

/** A running server of the product. */
export interface ServerProcess { child: ChildProcess; url: string }
export interface Product { url: string; child: ChildProcess; sides: Side[]; stop(): Promise<void> }

/** One HTTP request with a JSON body; throws on any answer but a good one. */
export const request = async <T>(url: string, method: string, path: string, body: object | null, headers: Record<string, string> = {}): Promise<{ value: T; cookie: string }> => {
  const response = await fetch(url + path, { method, headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, body: body ? JSON.stringify(body) : null });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return { value: JSON.parse(text) as T, cookie: response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') };
};
/** The cookie of a sign-in. */
export const signIn = async (url: string, email: string, password: string): Promise<string> => (await request<object>(url, 'POST', '/api/auth/sign-in/email', { email, password })).cookie;

/** One frame of a type, from a socket. */
const awaitFrame = <T>(socket: WebSocket, matches: (frame: { type: string; ref?: number }) => boolean): Promise<T> =>
  new Promise((done, fail) => {
    const timer = setTimeout(() => { socket.off('message', hear); fail(new Error('no answer from the server within 60 s')); }, 60_000);
    const hear = (data: Buffer): void => {
      const frame = JSON.parse(data.toString()) as { type: string; ref?: number };
      if (frame.type === 'refused' && frame.ref === 1) { clearTimeout(timer); socket.off('message', hear); fail(new Error(data.toString())); }
      if (!matches(frame)) return;
      clearTimeout(timer);
      socket.off('message', hear);
      done(frame as T);
    };
    socket.on('message', hear);
  });

/** As `npm start` runs it; BENCH_NODE_FLAGS adds, for a profile, and BENCH_SERVER names another build, for a comparison. */
const serverFlags = ['--max-semi-space-size=64', '--v8-pool-size=2', '--enable-source-maps', ...(process.env.BENCH_NODE_FLAGS?.split(' ').filter((flag) => flag !== '') ?? [])];

/** Starts the built server (`npm run build`) over `databaseUrl` with the demonstration shops; with `door` its memory can be asked for. */
export const startServer = async (databaseUrl: string, dataDir: string, env: NodeJS.ProcessEnv = {}, { door = false } = {}): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [...serverFlags, ...(door ? memoryDoor : []), resolve(process.env.BENCH_SERVER ?? 'apps/server/dist/main.js')], {
    env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', MESSAGES_PER_MINUTE: '100000000', SESSIONS_PER_MINUTE: '1000000', QINDESK_TEST: 'on', DEMO: 'on', ...env }, stdio: ['ignore', 'pipe', 'inherit', ...(door ? ['ipc' as const] : [])] });
  // However this process ends, the server must not outlive it.
  const kill = (): void => { child.kill('SIGKILL'); };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const url = await new Promise<string>((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => { text += chunk.toString(); const found = /Console\s+(http:\S+?)\/\s/.exec(text)?.[1]; if (found) done(found); });
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${text}`)));
  });
  return { child, url };
};

/** Lets a server finish, and waits for its end. */
export const stopServer = async ({ child }: ServerProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
};

/** Starts a server once for what only a first start does (migrations, demonstration, training of the robots), waits for it, lets `use` work with it, and ends it. */
export const prepareServer = async <T>(databaseUrl: string, dataDir: string, use: (server: ServerProcess) => Promise<T>): Promise<T> => {
  const server = await startServer(databaseUrl, dataDir);
  const client = new pg.Client({ connectionString: databaseUrl });
  // Told by the query that meets it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const trained = async (): Promise<boolean> => (await client.query<{ done: boolean }>('SELECT (SELECT count(*) FROM library_models) >= (SELECT count(DISTINCT shop_id) FROM library_versions) AS done')).rows[0]?.done ?? false;
    for (let waited = 0; waited < 120_000 && !(await trained()); waited += 200) await new Promise((done) => setTimeout(done, 200));
    return await use(server);
  } finally {
    await client.end();
    await stopServer(server);
  }
};

/** A demonstration shop with its owner signed in; `groupId` is the group that everybody comes to who asks for a person. */
export interface Shop { id: string; groupId: string; ownerCookie: string }

export const enterShop = async (url: string, slug: string): Promise<Shop> => {
  const accounts = (await request<{ items: { email: string; password: string; shop: string | null }[] }>(url, 'GET', '/v1/demo-accounts', null)).value.items;
  const { shop } = (await request<{ shop: { id: string } }>(url, 'GET', `/v1/widgets/${slug}`, null)).value;
  const owner = accounts.find((one) => one.email.startsWith('owner@') && one.shop === slug) ?? accounts[0];
  const ownerCookie = await signIn(url, owner?.email ?? '', owner?.password ?? '');
  const groups = (await request<{ items: { id: string; isDefault: boolean }[] }>(url, 'GET', `/v1/shops/${shop.id}/groups`, null, { cookie: ownerCookie })).value.items;
  return { id: shop.id, groupId: groups.find((group) => group.isDefault)?.id ?? '', ownerCookie };
};

/** New agents, signed in; from now on they alone serve the shop's default group. */
export const hireAgents = async (url: string, shop: Shop, count: number, capacity: number): Promise<{ id: string; cookie: string }[]> => {
  const agents: { id: string; cookie: string }[] = [];
  for (let i = 0; i < count; i++) {
    const email = `bench-${Date.now()}-${i}@example.com`;
    const { id } = (await request<{ id: string }>(url, 'POST', '/v1/members', { name: `Bench ${i}`, email, password: 'bench-password', role: 'agent', capacity }, { cookie: shop.ownerCookie })).value;
    agents.push({ id, cookie: await signIn(url, email, 'bench-password') });
  }
  await request(url, 'PATCH', `/v1/groups/${shop.groupId}`, { memberIds: agents.map((one) => one.id) }, { cookie: shop.ownerCookie });
  return agents;
};

/** A page of somebody: its socket, greeted. */
const openTab = async (url: string, hello: { as: 'consumer' | 'member'; token?: string }, headers: Record<string, string> = {}): Promise<WebSocket> => {
  const socket = await openSocket(`${url.replace('http', 'ws')}/socket`, headers);
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, ...hello }));
  await awaitFrame(socket, (frame) => frame.type === 'welcome');
  return socket;
};

const openAgents = async (url: string, shopSlug: string, count: number, capacity: number, tabs: number): Promise<{ shopId: string; agents: { socket: WebSocket; tabs: WebSocket[]; id: string }[] }> => {
  const shop = await enterShop(url, shopSlug);
  const agents = [];
  for (const { id, cookie } of await hireAgents(url, shop, count, capacity)) {
    const [socket, ...others] = await Promise.all(Array.from({ length: tabs }, () => openTab(url, { as: 'member' }, { cookie })));
    if (!socket) continue;
    socket.send(JSON.stringify({ type: 'presence.set', ref: 1, state: 'online' }));
    await awaitFrame(socket, (frame) => frame.type === 'done' && frame.ref === 1);
    agents.push({ socket, tabs: others, id });
  }
  return { shopId: shop.id, agents };
};

const openConsumer = async (url: string, shopId: string, tabs: number): Promise<{ socket: WebSocket; tabs: WebSocket[]; conversationId: string }> => {
  const { token } = (await request<{ token: string }>(url, 'POST', '/v1/consumer-sessions', { shopId })).value;
  const socket = await openTab(url, { as: 'consumer', token });
  socket.send(JSON.stringify({ type: 'conversation.start', ref: 1 }));
  const { conversation } = await awaitFrame<{ conversation: { id: string } }>(socket, (frame) => frame.type === 'done' && frame.ref === 1);
  await request(url, 'POST', `/v1/consumer/conversations/${conversation.id}/human-request`, null, { authorization: `Bearer ${token}` });
  return { socket, tabs: await Promise.all(Array.from({ length: tabs - 1 }, () => openTab(url, { as: 'consumer', token }))), conversationId: conversation.id };
};

/** Conversations one agent holds. */
export const perAgent = 10;

/** A server with `conversations` assigned conversations; everyone has `tabs` pages open. */
export const openProduct = async (databaseUrl: string, dataDir: string, conversations: number, env: NodeJS.ProcessEnv = {}, tabs = 1): Promise<Product> => {
  const { child, url } = await startServer(databaseUrl, dataDir, env);
  const { shopId, agents } = await openAgents(url, 'apparel', Math.ceil(conversations / perAgent), perAgent, tabs);
  const held = new Map<WebSocket, string[]>();
  for (const agent of agents) {
    held.set(agent.socket, []);
    agent.socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (!text.startsWith('{"type":"conversation.changed"')) return;
      const { conversation } = JSON.parse(text) as { conversation: { id: string; state: string; assignee: { id: string } | null } };
      const list = held.get(agent.socket);
      if (conversation.state === 'assigned' && conversation.assignee?.id === agent.id && !list?.includes(conversation.id)) list?.push(conversation.id);
    });
  }
  const sides: Side[] = [];
  for (let i = 0; i < conversations; i += 10) {
    for (const { socket, tabs: others, conversationId } of await Promise.all(Array.from({ length: Math.min(10, conversations - i) }, () => openConsumer(url, shopId, tabs)))) sides.push({ kind: 'consumer', socket, tabs: others, conversationIds: [conversationId] });
  }
  for (let waited = 0; waited < 60_000 && [...held.values()].flat().length < conversations; waited += 100) await new Promise((done) => setTimeout(done, 100));
  for (const { socket, tabs: others } of agents) sides.push({ kind: 'agent', socket, tabs: others, conversationIds: held.get(socket) ?? [] });
  const assigned = [...held.values()].flat().length;
  if (assigned !== conversations) throw new Error(`only ${assigned} of ${conversations} conversations were assigned`);
  return {
    url, child, sides,
    stop: async () => { for (const side of sides) for (const socket of [side.socket, ...side.tabs]) socket.terminate(); await stopServer({ child, url }); },
  };
};
