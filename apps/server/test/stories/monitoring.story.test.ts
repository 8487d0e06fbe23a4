// The floor's figures and its board, on a real log (monitoring/SPEC).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { boardView, type BoardView } from '@qindesk/protocol';
import { startReader, startTail, type LoggedEvent, type Reader } from '../../src/platform/index.ts';
import { accessFloor, createLiveBoard, monitoringRoutes, readBoard, recomputeFigures, startFiguresReader } from '../../src/modules/monitoring/index.ts';
import { figureEvents } from '../../src/modules/monitoring/figures.ts';
import { takeIn } from '../../src/modules/monitoring/figures-reader.ts';
import { rateConversation } from '../../src/modules/conversation/index.ts';
import type { MemberCtx, Register } from '../../src/modules/identity/index.ts';
import { leaveQueue, reopenConversation, setPresence, transferConversation } from '../../src/modules/routing/index.ts';
import { acceptContract, createGroup, createOrganisation, createShop, endContract, listContracts, proposeContract } from '../../src/modules/tenancy/index.ts';
import { actAs, foundMember, foundMerchant, openRoomHouse, type Merchant, type RoomHouse } from '../world/room-house.ts';
import { agentSays, askForPerson, closeBy, comeIn, consumerSays, defaultGroup, figuresSettled, onlineAgent, robotSays, until, wantPerson, type Asking } from './monitoring-people.ts';

const everything = [{ shopIds: null, groupIds: null, until: null }];

let room: RoomHouse;
/** Another process over the same database. */
let other: RoomHouse;
let reader: Reader;
/** Every process follows the log, and shows itself to the others so that they follow it too. */
let stopTail: () => Promise<void>;
let merchant: Merchant;
let group: string;
let agent: MemberCtx;
beforeAll(async () => {
  room = openRoomHouse();
  other = openRoomHouse();
  reader = await startFiguresReader(room.house);
  stopTail = (await startTail(room.house.db, room.house.log, room.house.events.origin, () => {})).stop;
});
afterAll(async () => {
  await stopTail();
  await reader.stop();
  await room.close();
  await other.close();
});
beforeEach(async () => {
  merchant = await foundMerchant(room.house);
  group = await defaultGroup(room.house, merchant.merchantId, merchant.shopId);
  agent = await onlineAgent(room, merchant.merchantId, [group]);
});

const board = async (given: { shopId?: string } = {}): Promise<BoardView> => {
  await figuresSettled(room.house);
  return boardView.parse(await readBoard(room.house, { merchantId: merchant.merchantId, shopId: given.shopId ?? null, scope: everything }));
};
type Row = Record<string, unknown>;
const rowOf = async ({ merchantId, id }: Pick<Asking, 'merchantId' | 'id'>): Promise<Row | undefined> =>
  (await room.house.db.maybe<{ row: Row }>('SELECT to_jsonb(f) AS row FROM conversation_figures f WHERE merchant_id = $1 AND conversation_id = $2', [merchantId, id]))?.row;

describe('the figures of a walk', () => {
  it('count the consumer, the robot and the person, each their own [MN3] [MN5] [MN6]', async () => {
    const asking = await comeIn(room.house, merchant.shopId);
    expect((await board()).figures).toMatchObject({ asked: 0, received: 0, withRobot: 0, robotShare: null, satisfaction: null, longestWaitMs: null });
    await consumerSays(room.house, asking);
    await robotSays(room.house, asking);
    expect((await board()).figures).toMatchObject({ asked: 1, received: 0, withRobot: 1, robotReceived: 1, robotHandedOver: 0, robotShare: 1, firstResponse: { count: 0, medianMs: null } });
    await wantPerson(room.house, asking);
    await agentSays(room.house, asking, agent);
    await consumerSays(room.house, asking, '好的');
    const served = await board();
    expect(served.figures).toMatchObject({ asked: 1, received: 1, receiving: 1, withRobot: 0, queued: 0, robotHandedOver: 1, robotShare: 0, queueTime: { count: 1 }, firstResponse: { count: 1 }, response: { count: 1 } });
    expect(served.figures.longestWaitMs).toBeGreaterThanOrEqual(0);
    expect(served.agents).toMatchObject([{ id: agent.actor.memberId, state: 'online', load: 1, capacity: 5, receivedToday: 1, provider: false }]);
    expect(served.groups).toMatchObject([{ id: group, open: 1, queued: 0, capacity: 5, online: 1, busyness: 0.2 }]);
    await agentSays(room.house, asking, agent, '还有什么可以帮您');
    await closeBy(room.house, asking, agent);
    await rateConversation(room.house, asking.consumer, asking.id, { score: 4, reasons: [] });
    expect((await board()).figures).toMatchObject({ receiving: 0, rated: 1, satisfaction: 1, longestWaitMs: null });
    expect(await rowOf(asking)).toMatchObject({ response_count: 2, human_messages: 2, consumer_messages: 2, robot_messages: 1, member_id: agent.actor.memberId, group_id: group, rating: 4, round_since: null });
  });

  it('count one who leaves the queue as abandoned, and one in two conversations once', async () => {
    await setPresence(room.house, agent.actor, 'busy', agent.actor.name);
    const asking = await askForPerson(room.house, merchant.shopId);
    const waiting = await board();
    expect(waiting.figures).toMatchObject({ queued: 1, asked: 1, abandoned: 0 });
    expect(waiting.groups[0]).toMatchObject({ queued: 1, online: 0, capacity: 0, busyness: null });
    expect(waiting.figures.longestWaitMs).toBeGreaterThanOrEqual(0);
    await leaveQueue(room.house, asking.merchantId, asking.id, { kind: 'consumer', id: asking.consumer.consumerId, name: asking.consumer.name });
    expect((await board()).figures).toMatchObject({ queued: 0, abandoned: 1, queueTime: { count: 0 } });
    await setPresence(room.house, agent.actor, 'online', agent.actor.name);
    await wantPerson(room.house, asking);
    await closeBy(room.house, asking, agent);
    const again = { ...asking, id: (await comeIn(room.house, merchant.shopId)).id };
    expect(again.id).not.toBe(asking.id);
    expect((await board()).figures).toMatchObject({ asked: 1, abandoned: 0, received: 1 });
  });

  it('stand in the five minutes in which they were asked; last week’s day beside today’s', async () => {
    await consumerSays(room.house, await comeIn(room.house, merchant.shopId));
    const lastWeek = await comeIn(room.house, merchant.shopId);
    await consumerSays(room.house, lastWeek);
    await figuresSettled(room.house);
    await room.house.db.query("UPDATE conversation_figures SET asked_at = asked_at - interval '7 days' WHERE conversation_id = $1", [lastWeek.id]);
    // Another process has not kept the day in memory.
    const { trend, figures } = await readBoard(other.house, { merchantId: merchant.merchantId, shopId: null, scope: everything });
    expect(figures.asked).toBe(1);
    expect(trend).toHaveLength(288);
    expect([trend.reduce((sum, point) => sum + point.asked, 0), trend.reduce((sum, point) => sum + point.lastWeek, 0)]).toEqual([1, 1]);
    const now = trend.findLast((point) => Date.parse(point.at) <= Date.now());
    expect(trend.find((point) => point.asked === 1)).toEqual(now);
    expect(new Date(Date.parse(trend[0]?.at ?? '') + 8 * 3_600_000).toISOString().slice(11)).toBe('00:00:00.000Z');
  });
});

/** Everybody talks at once, through two processes: whatever the house refuses is refused. */
const bustle = async (rounds: number): Promise<Asking[]> => {
  const second = await onlineAgent(room, merchant.merchantId, [group]);
  const all: Asking[] = [];
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)];
  for (let round = 0; round < rounds; round++) {
    if (all.length < 10) all.push(await comeIn(pick([room, other])?.house ?? room.house, merchant.shopId));
    await Promise.allSettled(Array.from({ length: 12 }, async () => {
      const house = pick([room, other])?.house ?? room.house;
      const asking = pick(all);
      const by = pick([agent, second]) ?? agent;
      if (!asking) return;
      switch (Math.floor(Math.random() * 10)) {
        case 0: case 1: case 2: return consumerSays(house, asking);
        case 3: return robotSays(house, asking);
        case 4: case 5: return agentSays(house, asking, by);
        case 6: return wantPerson(house, asking);
        case 7: return transferConversation(house, by.actor, asking.id, { memberId: by === agent ? second.actor.memberId : agent.actor.memberId });
        case 8: return Math.random() < 0.5 ? closeBy(house, asking, by) : reopenConversation(house, by.actor, asking.id);
        default: return Math.random() < 0.5 ? rateConversation(house, asking.consumer, asking.id, { score: 1 + Math.floor(Math.random() * 5), reasons: [] }) : transferConversation(house, by.actor, asking.id, { groupId: group });
      }
    }));
  }
  return all;
};

describe('the reader', () => {
  it('leaves the same row as a computation from the log, with everybody talking at once and batches that fail [MN2]', async () => {
    await reader.stop();
    let [batches, failures] = [0, 0];
    const shaky = await startReader(room.house.db, room.house.bus, { ...room.house.log, error: () => {} }, { name: 'figures', types: figureEvents, batch: 7,
      handle: async (tx, events) => { await takeIn(tx, events); if (batches++ % 10 === 0 && failures < 15) { failures++; throw new Error('lost at the last moment'); } } });
    // Alone with the log until it has failed once: the other reader may take nearly all of it afterwards.
    await consumerSays(room.house, await comeIn(room.house, merchant.shopId));
    await until('a batch has failed', () => failures > 0);
    const competitor = await startFiguresReader(other.house);
    const all = await bustle(25);
    await until('all was read', async () => { await shaky.drain().catch(() => {}); return (await room.house.db.query("SELECT 1 FROM events e, event_cursors r WHERE r.reader = 'figures' AND (e.xid, e.position) > (r.xid, r.position) LIMIT 1")).length === 0; }, 30_000);
    await shaky.stop();
    await competitor.stop();
    reader = await startFiguresReader(room.house);
    for (const asking of all) {
      const kept = await rowOf(asking);
      expect(kept?.['consumer_messages']).toBeTypeOf('number');
      await recomputeFigures(room.house, { merchantId: asking.merchantId, conversationId: asking.id });
      expect(await rowOf(asking)).toEqual(kept);
      const said = await room.house.db.query<{ kind: string; n: number }>("SELECT author_kind AS kind, count(*)::int AS n FROM messages WHERE merchant_id = $1 AND conversation_id = $2 GROUP BY 1", [asking.merchantId, asking.id]);
      const count = (kind: string) => said.find((row) => row.kind === kind)?.n ?? 0;
      expect(kept).toMatchObject({ consumer_messages: count('consumer'), human_messages: count('agent'), robot_messages: count('robot') });
    }
  });

  it('gives the right figures when the log is read in another order than it was written [MN2]', async () => {
    const asking = await comeIn(room.house, merchant.shopId);
    await consumerSays(room.house, asking);
    await figuresSettled(room.house);
    await reader.stop();
    // A transaction that has its number before it waits for the conversation: its message is written after the assignment, and read before it.
    const early = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
    await early.connect();
    await early.query('BEGIN');
    await early.query('SELECT pg_current_xact_id()');
    await wantPerson(room.house, asking);
    await early.query("INSERT INTO events (merchant_id, origin, lane, type, subject_id, payload) VALUES ($1, 'early', 0, 'message.sent', $2, $3)", [asking.merchantId, asking.id, JSON.stringify({ seq: 9, by: 'agent', authorId: agent.actor.memberId })]);
    await early.query('COMMIT');
    await early.end();
    const order: string[] = [];
    const single = await startReader(room.house.db, room.house.bus, room.house.log, { name: 'figures', types: figureEvents, batch: 1, handle: async (tx, events) => { order.push(...events.map((e) => e.type)); await takeIn(tx, events); } });
    await figuresSettled(room.house);
    await single.stop();
    reader = await startFiguresReader(room.house);
    expect(order.indexOf('message.sent')).toBeLessThan(order.indexOf('conversation.moved'));
    expect(await rowOf(asking)).toMatchObject({ human_messages: 1, response_count: 1, round_since: null, member_id: agent.actor.memberId });
    expect((await rowOf(asking))?.['first_response_ms']).toBeTypeOf('number');
  });
});

describe('what may be seen', () => {
  const routes = (): Map<string, (ctx: MemberCtx, input: object) => Promise<unknown>> => {
    const found = new Map<string, (ctx: MemberCtx, input: object) => Promise<unknown>>();
    const member = ((route: { method: string; path: string }, handle: (ctx: MemberCtx, input: object) => Promise<unknown>) => { found.set(`${route.method} ${route.path}`, handle); }) as Register['member'];
    monitoringRoutes({ member, public: () => {}, consumer: () => {}, raw: () => {} });
    return found;
  };
  const readAs = async (memberId: string, merchantId: string, shopId?: string): Promise<BoardView> => {
    await figuresSettled(room.house);
    const handle = routes().get('GET /v1/merchants/:id/board');
    return boardView.parse(await handle?.(await actAs(room.house, memberId), { params: { id: merchantId }, query: { shopId }, body: undefined }));
  };
  const refused = (code: string) => expect.objectContaining({ view: expect.objectContaining({ code }) });

  it('is the merchant’s own floor for who leads it, and nothing of another’s [MN7]', async () => {
    await consumerSays(room.house, await comeIn(room.house, merchant.shopId));
    const supervisor = await foundMember(room, merchant.merchantId, 'supervisor');
    expect((await readAs(supervisor, merchant.merchantId)).figures.asked).toBe(1);
    expect((await readAs(supervisor, merchant.merchantId, merchant.shopId)).figures.asked).toBe(1);
    const stranger = await foundMerchant(room.house);
    const theirs = await foundMember(room, stranger.merchantId, 'owner');
    await expect(readAs(theirs, merchant.merchantId)).rejects.toEqual(refused('not_found'));
    await expect(readAs(theirs, stranger.merchantId, merchant.shopId)).rejects.toEqual(refused('not_found'));
    await expect(readAs(agent.actor.memberId, merchant.merchantId)).rejects.toEqual(refused('not_allowed'));
  });

  it('is only the granted shop and group for a provider, until the contract ends [MN7] [SC1]', async () => {
    const [secondShop, secondGroup] = await room.house.db.transact(async (tx) => {
      const both = { zh: '二店', en: 'Second' };
      const shop = await createShop(tx, { merchantId: merchant.merchantId, slug: `${merchant.slug}-2`, name: both, robotName: both, welcome: both });
      return [shop, await createGroup(tx, { merchantId: merchant.merchantId, shopId: merchant.shopId, name: '外包组' })] as const;
    });
    const owner = await actAs(room.house, await foundMember(room, merchant.merchantId, 'owner'));
    const author = (ctx: MemberCtx) => ({ memberId: ctx.actor.memberId, organisationId: ctx.actor.organisationId, name: ctx.actor.name });
    const providerId = await room.house.db.transact((tx) => createOrganisation(tx, { kind: 'provider', name: '云客服', code: `provider-${merchant.slug}` }));
    const chief = await foundMember(room, providerId, 'owner');
    const terms = { providerCode: `provider-${merchant.slug}`, shopIds: [merchant.shopId], groupIds: [secondGroup], startsAt: new Date(Date.now() - 1000), endsAt: null, fields: { phone: false, address: false } };
    const contract = await proposeContract(room.house, author(owner), terms);
    await acceptContract(room.house, author(await actAs(room.house, chief)), contract);
    const theirs = await onlineAgent(room, providerId, [secondGroup]);

    await askForPerson(room.house, merchant.shopId);
    await askForPerson(room.house, merchant.shopId, secondGroup);
    await consumerSays(room.house, await comeIn(room.house, secondShop.shopId));
    const seen = await readAs(chief, merchant.merchantId);
    expect(seen.figures).toMatchObject({ asked: 1, received: 1, receiving: 1, withRobot: 0, robotShare: null });
    expect(seen.groups.map((one) => one.id)).toEqual([secondGroup]);
    expect(seen.agents.map((one) => [one.id, one.provider, one.groupIds])).toEqual([[theirs.actor.memberId, true, [secondGroup]]]);
    await expect(readAs(chief, merchant.merchantId, secondShop.shopId)).rejects.toEqual(refused('not_found'));
    const whole = await readAs(owner.actor.memberId, merchant.merchantId);
    expect(whole.figures).toMatchObject({ asked: 3, received: 2, withRobot: 1 });
    expect(whole.agents.map((one) => one.provider).sort()).toEqual([false, true]);

    // A scope that was taken while the contract was in force shows nothing once its time is over.
    const scope = accessFloor((await actAs(room.house, chief)).actor, 'floor.read', { merchantId: merchant.merchantId }, new Date());
    await endContract(room.house, author(owner), contract);
    expect((await listContracts(room.house.db, providerId))[0]?.state).toBe('ended');
    await expect(readAs(chief, merchant.merchantId)).rejects.toEqual(refused('not_found'));
    const late = await readBoard(room.house, { merchantId: merchant.merchantId, shopId: null, scope: scope.map((reach) => ({ ...reach, until: new Date(Date.now() - 1) })) });
    expect([late.figures.asked, late.figures.receiving, late.groups, late.agents]).toEqual([0, 0, [], []]);
    expect((await readAs(owner.actor.memberId, merchant.merchantId)).agents.map((one) => one.id)).toEqual([agent.actor.memberId]);
  });
});

/** What of a board does not tick by itself. */
const still = (view: BoardView) => ({
  ...view, at: '', figures: { ...view.figures, longestWaitMs: null }, groups: view.groups.map((one) => ({ ...one, longestWaitMs: null })), agents: view.agents.map((one) => ({ ...one, longestWaitMs: null })),
});

describe('the live board', () => {
  /** Watches from the other process, which hears of this one by the tail of the log. */
  const watch = async (): Promise<{ frames: { view: BoardView; at: number }[]; stop(): Promise<void> }> => {
    const frames: { view: BoardView; at: number }[] = [];
    const { stop: stopTheirs } = await startTail(other.house.db, other.house.log, other.house.events.origin, (events: LoggedEvent[]) => other.house.bus.publish('events.foreign', events));
    const unwatch = createLiveBoard(other.house).watch({ merchantId: merchant.merchantId, shopId: null, scope: everything, tell: (view) => frames.push({ view, at: Date.now() }) });
    await until('the first board', () => frames.length > 0);
    return { frames, stop: () => { unwatch(); return stopTheirs(); } };
  };

  it('shows each change within two seconds, through another process [MN1]', async () => {
    const { frames, stop } = await watch();
    const asking = await comeIn(room.house, merchant.shopId);
    const figures = () => frames.at(-1)?.view.figures;
    const steps: [string, () => Promise<unknown>, () => boolean | undefined][] = [
      ['asked', () => consumerSays(room.house, asking), () => figures()?.asked === 1],
      ['received', () => wantPerson(room.house, asking), () => figures()?.received === 1 && figures()?.receiving === 1],
      ['answered', () => agentSays(room.house, asking, agent), () => figures()?.response.count === 1],
      ['on a break', () => setPresence(room.house, agent.actor, 'break', agent.actor.name), () => frames.at(-1)?.view.agents[0]?.state === 'break'],
      ['queued', () => askForPerson(room.house, merchant.shopId), () => figures()?.queued === 1 && figures()?.asked === 2],
      ['closed', () => closeBy(room.house, asking, agent), () => figures()?.receiving === 0],
      ['rated', () => rateConversation(room.house, asking.consumer, asking.id, { score: 5, reasons: [] }), () => figures()?.satisfaction === 1],
    ];
    for (const [name, act, shown] of steps) {
      await act();
      const done = Date.now();
      await until(name, () => shown() === true, 6000);
      expect(Date.now() - done, name).toBeLessThan(2000);
    }
    await stop();
  });

  it('holds what a fresh board holds, whatever happened before [MN1]', async () => {
    const { frames, stop } = await watch();
    await bustle(20);
    await figuresSettled(room.house);
    const settled = Date.now();
    await until('a board after the last change', () => (frames.at(-1)?.at ?? 0) > settled + 1500, 8000);
    const fresh = openRoomHouse();
    const whole = still(await readBoard(fresh.house, { merchantId: merchant.merchantId, shopId: null, scope: everything }));
    await fresh.close();
    const last = frames.at(-1);
    expect(last && still(last.view)).toEqual(whole);
    expect(whole.figures.asked).toBeGreaterThan(3);
    await stop();
  });
});
