// The product under load: the real server, signed-in agents with open conversations, every consumer on a socket of its own. All through the public doors.
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { WebSocket } from 'ws';
import { openSocket, type Side } from './generator.ts';

export interface Product { url: string; child: ChildProcess; sides: Side[]; stop(): Promise<void> }

const request = async <T>(url: string, method: string, path: string, body: object | null, headers: Record<string, string> = {}): Promise<{ value: T; cookie: string }> => {
  const response = await fetch(url + path, { method, headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, body: body ? JSON.stringify(body) : null });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return { value: JSON.parse(text) as T, cookie: response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') };
};
const signIn = async (url: string, email: string, password: string): Promise<string> => (await request<object>(url, 'POST', '/api/auth/sign-in/email', { email, password })).cookie;

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

/** As `npm start` runs it; BENCH_NODE_FLAGS adds, for a profile. */
const serverFlags = ['--max-semi-space-size=64', '--enable-source-maps', ...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? [])];

/** Starts the built server (`npm run build`) over `databaseUrl` with the demonstration shops. */
const startServer = async (databaseUrl: string, dataDir: string, env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> => {
  const child = spawn(process.execPath, [...serverFlags, resolve('apps/server/dist/main.js')], {
    env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', MESSAGES_PER_MINUTE: '100000000', SESSIONS_PER_MINUTE: '1000000', QINDESK_TEST: 'on', DEMO: 'on', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => { text += chunk.toString(); const found = /Console\s+(http:\S+?)\/\s/.exec(text)?.[1]; if (found) done(found); });
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${text}`)));
  });
  return { child, url };
};

/** A page of somebody: its socket, greeted. */
const openTab = async (url: string, hello: { as: 'consumer' | 'member'; token?: string }, headers: Record<string, string> = {}): Promise<WebSocket> => {
  const socket = await openSocket(`${url.replace('http', 'ws')}/socket`, headers);
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, ...hello }));
  await awaitFrame(socket, (frame) => frame.type === 'welcome');
  return socket;
};

const openAgents = async (url: string, shopSlug: string, count: number, capacity: number, tabs: number): Promise<{ shopId: string; agents: { socket: WebSocket; tabs: WebSocket[]; id: string }[] }> => {
  const accounts = (await request<{ items: { email: string; password: string }[] }>(url, 'GET', '/v1/demo-accounts', null)).value.items;
  const shop = (await request<{ shop: { id: string } }>(url, 'GET', `/v1/widgets/${shopSlug}`, null)).value.shop;
  const owner = accounts.find((one) => one.email.startsWith('owner@')) ?? accounts[0];
  const cookie = await signIn(url, owner?.email ?? '', owner?.password ?? '');
  const groups = (await request<{ items: { id: string; isDefault: boolean }[] }>(url, 'GET', `/v1/shops/${shop.id}/groups`, null, { cookie })).value.items;
  const members: { id: string; email: string }[] = [];
  for (let i = 0; i < count; i++) {
    const email = `bench-${Date.now()}-${i}@example.com`;
    members.push({ email, id: (await request<{ id: string }>(url, 'POST', '/v1/members', { name: `Bench ${i}`, email, password: 'bench-password', role: 'agent', capacity }, { cookie })).value.id });
  }
  await request(url, 'PATCH', `/v1/groups/${groups.find((group) => group.isDefault)?.id}`, { memberIds: members.map((one) => one.id) }, { cookie });
  const agents = [];
  for (const member of members) {
    const headers = { cookie: await signIn(url, member.email, 'bench-password') };
    const [socket, ...others] = await Promise.all(Array.from({ length: tabs }, () => openTab(url, { as: 'member' }, headers)));
    if (!socket) continue;
    socket.send(JSON.stringify({ type: 'presence.set', ref: 1, state: 'online' }));
    await awaitFrame(socket, (frame) => frame.type === 'done' && frame.ref === 1);
    agents.push({ socket, tabs: others, id: member.id });
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
    stop: async () => { for (const side of sides) for (const socket of [side.socket, ...side.tabs]) socket.terminate(); const gone = new Promise((done) => child.once('exit', done)); child.kill('SIGTERM'); await gone; },
  };
};
