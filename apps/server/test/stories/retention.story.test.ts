// Retention: what a shop need not keep any longer is erased whole, what it keeps is left alone, whatever happens in between. Not for partitions (partitions.story).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleRoutes } from '@qindesk/protocol';
import { fixedClock, type House } from '../../src/platform/index.ts';
import { eraseExpired } from '../../src/roles/erase-expired.ts';
import { recomputeFigures } from '../../src/modules/monitoring/index.ts';
import { askHuman, clientId, closeBy, goOnline, inState, openWorld, refusalOf, startTalk, until, type Consumer, type Member, type Shop, type World } from '../world/world.ts';

const day = 86_400_000;
const quick = { batch: 2, restMs: 0, runMs: 60_000 };
// Every table that names a conversation, and the log, whose rows say that something was said and not what.
const tables = ['messages', 'conversation_moves', 'notes', 'handovers', 'judgements', 'decisions', 'bot_rounds', 'queue_entries', 'conversation_figures', 'alarms'];
let world: World;
let shop: Shop;
let forEver: Shop;
let owner: Member;
let agent: Member;

beforeAll(async () => {
  world = await openWorld();
  shop = await world.merchant({ robotOn: false });
  forEver = await world.shop(shop, { robotOn: false });
  owner = await world.member(shop.merchantId, 'owner');
  agent = await world.member(shop.merchantId, 'agent', { capacity: 50, groups: [shop.groupId, forEver.groupId] });
  await goOnline(agent);
  await owner.http.call(peopleRoutes.changeShop, { params: { id: shop.shopId as never }, body: { settings: { retentionDays: 30 } } });
}, 60_000);
afterAll(() => world.close());

const house = (): House => { const app = world.apps[0]; if (!app) throw new Error('no house'); return app.house; };
/** The house so many days from now. */
const later = (days: number, change: Partial<House> = {}): House => ({ ...house(), clock: fixedClock(new Date(Date.now() + days * day)), ...change });
/** The readers have read all, and the robot is done with what it was asked. */
const settled = () => until('nothing is under way', async () => (await world.rows('SELECT FROM event_cursors r WHERE EXISTS (SELECT FROM events e WHERE (e.xid, e.position) > (r.xid, r.position)) UNION ALL SELECT FROM bot_rounds')).length === 0);
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const upload = async (consumer: Consumer): Promise<string> =>
  ((await (await fetch(`${world.address}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${consumer.token}`, 'content-type': 'image/png' }, body: png })).json()) as { url: string }).url;

/** A consumer asks with a picture, an agent answers, notes and closes. */
const talkThrough = async (at: Shop, who?: Consumer, picture?: string): Promise<{ id: string; consumer: Consumer; url: string; wire: Awaited<ReturnType<typeof startTalk>>['wire'] }> => {
  const consumer = who ?? await world.consumer(at);
  const { wire, id, say } = await startTalk(consumer);
  await say('什么时候发货');
  const url = picture ?? await upload(consumer);
  expect((await wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: { type: 'image', url } })).type).toBe('accepted');
  await askHuman(consumer, id);
  await inState(world, id, 'assigned', agent.id);
  await house().db.query("INSERT INTO notes (merchant_id, conversation_id, id, after_seq, author_name, text) VALUES ($1, $2, $3, 1, 'x', '电话 138')", [at.merchantId, id, `nte_${id.slice(4)}`]);
  await house().db.query("INSERT INTO alarms (merchant_id, id, shop_id, rule, conversation_id, since_at, threshold_s, resolved_at) VALUES ($1, $2, $3, 'waits_too_long', $4, now(), 1, now())", [at.merchantId, `alm_${id.slice(4)}`, at.shopId, id]);
  await closeBy(agent, id);
  return { id, consumer, url, wire };
};
const left = async (id: string): Promise<string[]> => {
  const found: string[] = [];
  for (const table of tables) if ((await world.rows(`SELECT 1 FROM ${table} WHERE conversation_id = $1 LIMIT 1`, [id])).length > 0) found.push(table);
  if ((await world.rows('SELECT 1 FROM conversations WHERE id = $1', [id])).length > 0) found.push('conversations');
  return found;
};
const served = async (url: string): Promise<number> => (await fetch(world.address + url)).status;

it('every table that names a conversation is one that retention knows [RE1]', async () => {
  const found = await world.rows<{ name: string }>(`SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'conversation_id' WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`);
  expect(found.map((row) => row.name)).toEqual([...tables].sort());
});

it('a closed conversation is erased whole when its time is over, not a day before; another shop keeps its own [RE1] [RE2]', async () => {
  const mine = await talkThrough(shop);
  const theirs = await talkThrough(forEver);
  await settled();
  expect(await left(mine.id)).toEqual(expect.arrayContaining(['messages', 'conversation_moves', 'notes', 'handovers', 'conversation_figures', 'alarms', 'conversations']));
  expect(await served(mine.url)).toBe(200);
  expect(await eraseExpired(later(29), quick)).toBe(0);
  const kept = await left(theirs.id);
  expect(await eraseExpired(later(31), quick)).toBe(1);
  expect([await left(mine.id), await served(mine.url)]).toEqual([[], 404]);
  expect([await left(theirs.id), await served(theirs.url)]).toEqual([kept, 200]);
  expect(await world.rows('SELECT 1 FROM files WHERE erased_at IS NOT NULL OR name = $1', [mine.url.slice(7)])).toEqual([]);
  expect(await eraseExpired(later(31), quick)).toBe(0);
});

it('what was erased answers like what never was, on every way to it [RE3]', async () => {
  const { id, consumer, wire } = await talkThrough(shop);
  await settled();
  expect(await eraseExpired(later(31), quick)).toBe(1);
  expect(await wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: { type: 'text', text: '还在吗' } })).toMatchObject({ type: 'refused', refusal: { code: 'not_found' } });
  expect(await refusalOf(askHuman(consumer, id))).toMatch(/not_found|not_signed_in|bad_token/);
  expect(await refusalOf(closeBy(agent, id))).toBe('not_found');
  expect(await recomputeFigures(house(), { merchantId: shop.merchantId, conversationId: id })).toEqual({ outcome: 'not_found' });
});

it('an open conversation stays however old, and so does one reopened since; closed again it counts anew [RE2]', async () => {
  const open = await startTalk(await world.consumer(shop));
  await open.say('在吗');
  const reopened = await talkThrough(shop);
  await house().db.query("UPDATE conversations SET started_at = now() - interval '400 days' WHERE id = ANY($1)", [[open.id, reopened.id]]);
  await house().db.query("UPDATE conversations SET closed_at = now() - interval '100 days' WHERE id = $1", [reopened.id]);
  const response = await fetch(`${world.address}/v1/conversations/${reopened.id}/closure`, { method: 'DELETE', headers: { cookie: agent.cookie } });
  expect(response.status).toBe(200);
  await settled();
  expect(await eraseExpired(later(1), quick)).toBe(0);
  await closeBy(agent, reopened.id);
  await settled();
  expect(await eraseExpired(later(29), quick)).toBe(0);
  expect((await left(open.id)).includes('messages')).toBe(true);
  expect(await eraseExpired(later(31), quick)).toBe(1);
});

it('the person goes with the last conversation, and stays with one that is left [RE4]', async () => {
  const once = await world.signed(shop, { externalId: `buyer-${clientId()}`, name: '张三', phone: '13800000000' });
  const twice = await world.signed(shop, { externalId: `buyer-${clientId()}`, name: '李四', phone: '13900000000' });
  await talkThrough(shop, once);
  await talkThrough(shop, twice);
  await startTalk(twice);
  await settled();
  expect(await eraseExpired(later(31), quick)).toBe(2);
  const of = async (id: string) => (await world.rows('SELECT name, phone, device, external_id FROM consumers WHERE id = $1', [id]))[0];
  expect(await of(once.id)).toEqual({ name: `访客${once.id.slice(-4).toUpperCase()}`, phone: null, device: null, external_id: null });
  expect(await of(twice.id)).toMatchObject({ name: '李四', phone: '13900000000' });
  expect(await world.rows('SELECT 1 FROM consumer_sessions WHERE consumer_id = $1', [once.id])).toEqual([]);
});

it('a file that something else still shows stays: a conversation that is left, the library; a stranger’s address in a message removes nothing [RE5]', async () => {
  const consumer = await world.consumer(shop);
  const [shown, ofLibrary] = [await upload(consumer), await upload(consumer)];
  await world.library(shop, { 尺码: { phrasings: ['尺码'], answer: `见 ${ofLibrary}` } });
  await talkThrough(shop, consumer, shown);
  await talkThrough(shop, consumer, ofLibrary);
  const stranger = await talkThrough(shop, undefined, shown);
  const open = await startTalk(consumer);
  expect((await open.wire.ask({ type: 'message.send', conversationId: open.id, clientId: clientId(), body: { type: 'image', url: shown } })).type).toBe('accepted');
  await settled();
  expect(await eraseExpired(later(31), quick)).toBe(3);
  expect(await left(stranger.id)).toEqual([]);
  expect([await served(shown), await served(ofLibrary)]).toEqual([200, 200]);
});

it('cut off anywhere, nothing is half: the next run finishes what is left [RE6]', async () => {
  const talks = [await talkThrough(shop), await talkThrough(shop), await talkThrough(shop)];
  await settled();
  const whole = new Map(await Promise.all(talks.map(async ({ id }) => [id, await left(id)] as const)));
  // The connection dies at one statement after the other, as with kill -9: each time a conversation is there as before, or gone.
  for (let statement = 1; ; statement++) {
    let n = 0;
    const { db } = house();
    const dying: House['db'] = { ...db, get owner() { return dying; }, transact: ((fn, options) => db.transact(async (tx) => {
      const count = async (): Promise<void> => { if (++n === statement) { await tx.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined); } };
      return fn({ ...tx, run: async (sql, values) => { await count(); return tx.run(sql, values); }, query: async (sql, values) => { await count(); return tx.query(sql, values); } });
    }, options)) };
    const died = await eraseExpired(later(31, { db: dying }), quick).then(() => false, () => true);
    for (const { id } of talks) { const now = await left(id); expect([[], whole.get(id)]).toContainEqual(now); }
    if (!died) { expect(statement).toBeGreaterThan(10); break; }
  }
  expect((await Promise.all(talks.map(({ id }) => left(id)))).flat()).toEqual([]);
  // Between the commit and the removal of the bytes.
  const last = await talkThrough(shop);
  await settled();
  const { storage } = house();
  const failing = { ...storage, remove: () => Promise.reject(new Error('killed')) };
  await expect(eraseExpired(later(31, { storage: failing }), quick)).rejects.toThrow('killed');
  expect([await left(last.id), await served(last.url)]).toEqual([[], 200]);
  await eraseExpired(later(31), quick);
  expect(await served(last.url)).toBe(404);
});

it('nothing is erased while a durable reader has not read what was said [RE7]', async () => {
  const { id } = await talkThrough(shop);
  await settled();
  await house().db.query("INSERT INTO event_cursors (reader, lane) VALUES ('behind', 0)");
  expect(await eraseExpired(later(31), quick)).toBe(0);
  expect(await left(id)).toContain('conversations');
  await house().db.query("DELETE FROM event_cursors WHERE reader = 'behind'");
  expect(await eraseExpired(later(31), quick)).toBe(1);
});

it('figures of which the log no longer holds the beginning say so and stay as they were counted [MN11]', async () => {
  const { id } = await talkThrough(forEver);
  await settled();
  const row = () => world.rows('SELECT * FROM conversation_figures WHERE conversation_id = $1', [id]);
  const before = await until('figures', async () => { const found = await row(); return found.length > 0 && found; });
  expect(await recomputeFigures(house(), { merchantId: forEver.merchantId, conversationId: id })).toMatchObject({ outcome: 'recomputed' });
  await house().db.query("DELETE FROM events WHERE subject_id = $1 AND type = 'conversation.started'", [id]);
  expect(await recomputeFigures(house(), { merchantId: forEver.merchantId, conversationId: id })).toEqual({ outcome: 'log_dropped' });
  expect(await row()).toEqual(before);
});

it('a retention of less than thirty days is refused; none is the beginning [RE2]', async () => {
  const read = async (id: string) => (await owner.http.call(peopleRoutes.readShop, { params: { id: id as never } })).settings.retentionDays;
  expect([await read(shop.shopId), await read(forEver.shopId)]).toEqual([30, null]);
  for (const retentionDays of [29, 3651, 30.5]) {
    expect(await refusalOf(owner.http.call(peopleRoutes.changeShop, { params: { id: forEver.shopId as never }, body: { settings: { retentionDays } } }))).toBe('invalid');
  }
  await owner.http.call(peopleRoutes.changeShop, { params: { id: shop.shopId as never }, body: { settings: { retentionDays: null } } });
  expect(await read(shop.shopId)).toBeNull();
});
