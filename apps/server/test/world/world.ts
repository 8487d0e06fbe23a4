// The whole house for stories: one or several processes' worth of it on the story's database, with merchants, shops, people and their real sockets. Not for rooms alone (room-house).
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { WebSocket } from 'ws';
import { createHttp, RefusedError, type Http } from '@qindesk/client';
import { consumerRoutes, contractRoutes, conversationRoutes, type ConsumerConversationView, type ContractView, type ConversationView, type MessageView, type Role, type ServerFrame, type ShopSettings } from '@qindesk/protocol';
import { startApp, type App } from '../../src/app.ts';
import { newId, readConfig, type Tx } from '../../src/platform/index.ts';
import { createMember, signConsumer } from '../../src/modules/identity/index.ts';
import { setGroupMembers } from '../../src/modules/routing/index.ts';
import { createGroup, createOrganisation, createShop, getGroup, getShop } from '../../src/modules/tenancy/index.ts';

const password = 'a-password-of-tests';
const both = (text: string) => ({ zh: text, en: text });
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Waits until `read` gives something, up to 15 s; a story never waits for a time, only for a fact. */
export const until = async <T>(what: string, read: () => T | undefined | false | null | Promise<T | undefined | false | null>, withinMs = 15_000): Promise<T> => {
  for (const end = performance.now() + withinMs; ;) {
    const found = await read();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain for: ${what}`);
    await pause(15);
  }
};

export interface Wire {
  frames: ServerFrame[];
  /** Sends a command and returns its answer, refusals too. */
  ask(frame: object): Promise<Extract<ServerFrame, { ref: number | null }>>;
  raw(text: string): void;
  /** The first frame, past or to come, that fits. */
  heard<T extends ServerFrame['type']>(type: T, fits?: (frame: Extract<ServerFrame, { type: T }>) => boolean): Promise<Extract<ServerFrame, { type: T }>>;
  messages(conversationId?: string): MessageView[];
  cut(): void;
  closed(): boolean;
}

/** A socket that has said hello; every frame is kept. */
export const openWire = async (address: string, hello: object, headers: Record<string, string> = {}): Promise<Wire> => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`, { headers });
  const frames: ServerFrame[] = [];
  const waiting = new Map<number, (frame: never) => void>();
  let ref = 0;
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ServerFrame;
    frames.push(frame);
    if ('ref' in frame && frame.ref !== null) waiting.get(frame.ref)?.(frame as never);
  });
  const wire: Wire = {
    frames,
    ask: (frame) => new Promise<Extract<ServerFrame, { ref: number | null }>>((done) => { const mine = ++ref; waiting.set(mine, done as never); socket.send(JSON.stringify({ ...frame, ref: mine })); }),
    raw: (text) => socket.send(text),
    heard: <T extends ServerFrame['type']>(type: T, fits: (frame: Extract<ServerFrame, { type: T }>) => boolean = () => true) =>
      until(`frame ${type}`, () => (frames as Extract<ServerFrame, { type: T }>[]).find((frame) => frame.type === type && fits(frame))),
    messages: (conversationId) => frames.flatMap((frame) => (frame.type === 'messages' || frame.type === 'backfill' ? frame.messages : [])).filter((message) => !conversationId || message.conversationId === conversationId),
    cut: () => socket.terminate(),
    closed: () => socket.readyState === socket.CLOSED,
  };
  await new Promise<void>((done, fail) => { socket.once('open', () => done()); socket.once('error', fail); });
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, ...hello }));
  await until('an answer to hello', () => frames.find((frame) => frame.type === 'welcome' || frame.type === 'refused'));
  return wire;
};

export interface Member { id: string; email: string; cookie: string; http: Http; wire(address?: string, resume?: object[]): Promise<Wire> }
export interface Consumer { token: string; id: string; http: Http; wire(address?: string, resume?: object[]): Promise<Wire> }
export interface Shop { merchantId: string; shopId: string; groupId: string; slug: string }

export interface Provider { id: string; code: string }

export interface World {
  apps: App[];
  address: string;
  merchant(settings?: Partial<ShopSettings>): Promise<Shop>;
  provider(): Promise<Provider>;
  member(organisationId: string, role: Role, options?: { capacity?: number; groups?: string[] }): Promise<Member>;
  group(shop: Shop, name: string): Promise<string>;
  serve(groupId: string, memberIds: string[]): Promise<void>;
  consumer(shop: Shop): Promise<Consumer>;
  /** A consumer whom the shop has signed. */
  signed(shop: Shop, person: { externalId: string; name: string; phone?: string }): Promise<Consumer>;
  /** A second shop of the same merchant. */
  shop(merchant: Shop, settings?: Partial<ShopSettings>): Promise<Shop>;
  /** Starts one more process on the same database, reached at `databaseUrl` when that is not the direct way. */
  process(databaseUrl?: string): Promise<App>;
  /** Rows of the story's database, read past the house. */
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Publishes a small library; titles are the keys. */
  library(shop: Shop, questions: Record<string, { phrasings: string[]; answer?: string; mode?: string; followUps?: string[] }>): Promise<Map<string, string>>;
  close(): Promise<void>;
}

const startProcess = (databaseUrl?: string): Promise<App> => {
  const root = resolve(import.meta.dirname, '../..');
  const config = readConfig({ ...process.env, PORT: '0', DEMO: 'off', QINDESK_TEST: 'on', LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal', MESSAGES_PER_MINUTE: '1000000', SESSIONS_PER_MINUTE: '1000000' }, [], root);
  return startApp(config, databaseUrl ?? config.databaseUrl ?? '');
};

const signIn = async (address: string, email: string): Promise<string> => {
  const response = await fetch(`${address}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
};

const foundShop = async (tx: Tx, merchantId: string, slug: string, settings: Partial<ShopSettings>): Promise<Shop> =>
  ({ merchantId, slug, ...(await createShop(tx, { merchantId, slug, name: both(slug), robotName: both('小禾'), welcome: both('亲，您好'), settings: { roundGatherMs: 60, ...settings } })) });

const arrive = async (address: string, body: { shopId: string; jwt?: string }): Promise<Consumer> => {
  const { token, consumer } = await createHttp({ baseUrl: address }).call(consumerRoutes.startSession, { body: body as never });
  return { token, id: consumer.id, http: createHttp({ baseUrl: address, token: () => token }), wire: (at = address, resume = []) => openWire(at, { as: 'consumer', token, resume }) };
};

/** Starts `processes` houses on the story's database. */
export const openWorld = async (processes = 1): Promise<World> => {
  const apps: App[] = [];
  for (let i = 0; i < processes; i++) apps.push(await startProcess());
  const [first] = apps;
  if (!first) throw new Error('at least one process');
  const { house, auth, address } = first;
  const name = (): string => randomBytes(5).toString('hex');
  const second = new pg.Pool({ connectionString: house.db.url, max: 4 });
  // Its last connections may still be closing when the story's database is dropped under them.
  second.on('connect', (client) => { client.on('error', () => undefined); });
  second.on('error', () => undefined);
  const world: World = {
    apps, address,
    merchant: (settings = {}) => house.db.transact(async (tx) => {
      const slug = `shop-${name()}`;
      return foundShop(tx, await createOrganisation(tx, { kind: 'merchant', name: slug, code: slug }), slug, settings);
    }),
    provider: () => house.db.transact(async (tx) => { const code = `provider-${name()}`; return { id: await createOrganisation(tx, { kind: 'provider', name: code, code }), code }; }),
    member: async (organisationId, role, options = {}) => {
      const email = `${name()}@people.example`;
      const id = await createMember(house, auth, { organisationId, name: `${role}-${name()}`, email, password, role, capacity: options.capacity ?? 5 });
      for (const groupId of options.groups ?? []) await world.serve(groupId, [...(await servedBy(first, groupId)), id]);
      const cookie = await signIn(address, email);
      return { id, email, cookie, http: createHttp({ baseUrl: address, headers: { cookie } }), wire: (at = address, resume = []) => openWire(at, { as: 'member', resume }, { cookie }) };
    },
    group: (shop, label) => house.db.transact((tx) => createGroup(tx, { merchantId: shop.merchantId, shopId: shop.shopId, name: label })),
    serve: (groupId, memberIds) => house.db.transact(async (tx) => setGroupMembers(tx, await getGroup(tx, groupId), memberIds)),
    consumer: (shop) => arrive(address, { shopId: shop.shopId }),
    signed: async (shop, person) => arrive(address, { shopId: shop.shopId, jwt: await signConsumer(await getShop(house.db, shop.shopId), person, new Date()) }),
    shop: ({ merchantId }, settings = {}) => house.db.transact((tx) => foundShop(tx, merchantId, `shop-${name()}`, settings)),
    process: async (databaseUrl) => { const app = await startProcess(databaseUrl); apps.push(app); return app; },
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []) => (await second.query<Row>(sql, [...values])).rows,
    library: (shop, questions) => publish(first, shop, questions),
    close: async () => { for (const app of apps) await app.stop(); await second.end(); },
  };
  return world;
};

const servedBy = async (app: App, groupId: string): Promise<string[]> => (await app.house.db.query<{ id: string }>('SELECT gm.member_id AS id FROM group_members gm JOIN members m ON m.id = gm.member_id AND m.active WHERE gm.group_id = $1', [groupId])).map((row) => row.id);

const publish = async ({ house }: App, shop: Shop, questions: Parameters<World['library']>[1]): Promise<Map<string, string>> => {
  const ids = new Map(Object.keys(questions).map((title) => [title, newId('question') as string]));
  const rows = Object.entries(questions).map(([title, q]) => ({
    id: ids.get(title), title, category: '', mode: q.mode ?? 'both', phrasings: q.phrasings, negatives: [], hot: false, answers: q.answer === '' ? [] : [{ type: 'text', text: q.answer ?? `答：${title}` }],
    followUps: (q.followUps ?? []).map((other) => ({ id: ids.get(other), title: other })),
  }));
  await house.db.transact(async (tx) => {
    const version = ((await tx.maybe<{ v: number | null }>('SELECT max(version) AS v FROM library_versions WHERE shop_id = $1', [shop.shopId]))?.v ?? 0) + 1;
    await tx.run('INSERT INTO library_versions (merchant_id, shop_id, version, by_name, question_count, phrasing_count, questions) VALUES ($1, $2, $3, $4, $5, 0, $6)', [shop.merchantId, shop.shopId, version, 'story', rows.length, JSON.stringify(rows)]);
    for (const row of rows) await tx.run("INSERT INTO questions (merchant_id, id, shop_id, title, mode) VALUES ($1, $2, $3, $4, 'both') ON CONFLICT DO NOTHING", [shop.merchantId, row.id, shop.shopId, row.title]);
  });
  return ids;
};

let counter = 0;
/** A fresh client id. */
export const clientId = (): string => `story-${Date.now().toString(36)}-${++counter}`;
export const text = (body: string): { type: 'text'; text: string } => ({ type: 'text', text: body });

/** A consumer who has started a conversation. */
export const startTalk = async (consumer: Consumer, address?: string): Promise<{ wire: Wire; id: string; say(words: string): Promise<number> }> => {
  const wire = await consumer.wire(address);
  const started = await wire.ask({ type: 'conversation.start' });
  if (started.type !== 'done') throw new Error(JSON.stringify(started));
  const { id } = started.conversation as ConsumerConversationView;
  const say = async (words: string): Promise<number> => {
    const answer = await wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: text(words) });
    if (answer.type !== 'accepted') throw new Error(JSON.stringify(answer));
    return answer.seq;
  };
  return { wire, id, say };
};

/** The last state of a conversation that a wire heard of. */
export const lastState = (wire: Wire, id: string): ConversationView | ConsumerConversationView | undefined =>
  wire.frames.flatMap((frame) => (frame.type === 'conversation.changed' && frame.conversation.id === id ? [frame.conversation] : [])).at(-1);

/** The code with which a call is refused; undefined when it is not. */
export const refusalOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(() => undefined, (error: unknown) => { if (error instanceof RefusedError) return error.refusal.code; throw error; });

/** A contract as both owners make it: proposed, then accepted. */
export const agree = async (merchantOwner: Member, providerOwner: Member, provider: Provider, terms: { shops: Shop[]; groups?: string[]; startsAt?: Date; endsAt?: Date | null; fields?: { phone: boolean; address: boolean } }): Promise<ContractView> => {
  const proposed = await merchantOwner.http.call(contractRoutes.propose, { body: {
    providerCode: provider.code, shopIds: terms.shops.map((shop) => shop.shopId) as never, groupIds: (terms.groups ?? []) as never, startsAt: (terms.startsAt ?? new Date(Date.now() - 60_000)).toISOString(),
    endsAt: terms.endsAt?.toISOString() ?? null, ...(terms.fields ? { fields: terms.fields } : {}) } });
  return providerOwner.http.call(contractRoutes.accept, { params: { id: proposed.id } });
};

/** One tap to a person. */
export const askHuman = (consumer: Consumer, id: string): Promise<ConsumerConversationView> => consumer.http.call(consumerRoutes.askHuman, { params: { id: id as never } });
/** Sends a text and returns the answer, refusals too. */
export const sayOn = (wire: Wire, conversationId: string, words: string, id = clientId()): ReturnType<Wire['ask']> => wire.ask({ type: 'message.send', conversationId, clientId: id, body: text(words) });
/** Online, and says so. */
export const goOnline = async (member: Member, address?: string): Promise<Wire> => {
  const wire = await member.wire(address);
  await wire.ask({ type: 'presence.set', state: 'online' });
  return wire;
};
/** Closes as staff. */
export const closeBy = (member: Member, id: string): Promise<ConversationView> => member.http.call(conversationRoutes.close, { params: { id: id as never }, body: { reason: '已解决' } });
/** Until a conversation is in this state, by the second pool. */
export const inState = (world: World, id: string, state: string, assignee?: string): Promise<{ state: string; assignee_id: string | null; group_id: string | null }> =>
  until(`${id} is ${state}${assignee ? ` with ${assignee}` : ''}`, async () => {
    const [row] = await world.rows<{ state: string; assignee_id: string | null; group_id: string | null }>('SELECT state, assignee_id, group_id FROM conversations WHERE id = $1', [id]);
    return row && row.state === state && (!assignee || row.assignee_id === assignee) && row;
  });
