// Losing a conversation by silence or disconnection [RT4]; waiting for one, leaving, and out of hours [RT5] (routing/SPEC).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerRoutes, peopleRoutes, shopSettings, type ConsumerConversationView, type ShopSettings } from '@qindesk/protocol';
import { askHuman, closeBy, goOnline, inState, lastState, openWorld, sayOn, startTalk, until, type Consumer, type Member, type Shop, type Wire, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(2); });
afterAll(() => world.close());

const ask = async (shop: Shop): Promise<{ consumer: Consumer; id: string; wire: Wire; say(words: string): Promise<number> }> => {
  const consumer = await world.consumer(shop);
  const talk = await startTalk(consumer);
  await askHuman(consumer, talk.id);
  return { consumer, ...talk };
};
const agentOf = (shop: Shop, capacity = 1): Promise<Member> => world.member(shop.merchantId, 'agent', { capacity, groups: [shop.groupId] });
const movesOf = (id: string): Promise<{ state: string; reason: string; assignee_id: string | null }[]> => world.rows('SELECT state, reason, assignee_id FROM conversation_moves WHERE conversation_id = $1 ORDER BY number', [id]);
const change = (owner: Member, shop: Shop, settings: Partial<ShopSettings>) => owner.http.call(peopleRoutes.changeShop, { params: { id: shop.shopId as never }, body: { settings } });

describe('an agent who disconnects', () => {
  it('loses the conversation to the front of the queue after the limit, another gets it before those who waited longer; the lost one is given nothing while away [RT4]', async () => {
    const shop = await world.merchant({ disconnectLimitS: 5 });
    const [gone, other] = [await agentOf(shop), await agentOf(shop)];
    const desk = await goOnline(gone);
    const lost = await ask(shop);
    await inState(world, lost.id, 'assigned', gone.id);
    const waits = await ask(shop);
    await inState(world, waits.id, 'queued');
    // By time alone it would be next.
    await world.rows("UPDATE queue_entries SET queued_at = queued_at - interval '1 hour' WHERE conversation_id = $1", [waits.id]);
    desk.cut();
    await until('it is lost', async () => (await movesOf(lost.id)).some((move) => move.reason === 'agent_disconnected'));
    await lost.wire.heard('messages', (frame) => frame.messages.some((message) => message.body.type === 'system' && message.body.code === 'requeued'));
    const present = await goOnline(other);
    await inState(world, lost.id, 'assigned', other.id);
    await inState(world, waits.id, 'queued');
    await closeBy(other, lost.id);
    await inState(world, waits.id, 'assigned', other.id);
    expect((await movesOf(lost.id)).map(({ state, reason }) => [state, reason])).toEqual([
      ['bot', 'started'], ['queued', 'asked_for_human'], ['assigned', 'drawn'], ['queued', 'agent_disconnected'], ['assigned', 'drawn'], ['closed', '已解决']]);
    expect((await movesOf(waits.id)).map((move) => move.assignee_id)).toEqual([null, null, other.id]);
    present.cut();
  });

  it('and comes back within the limit keeps it, and is online as before [RT4]', async () => {
    const shop = await world.merchant({ disconnectLimitS: 5 });
    const agent = await agentOf(shop);
    const desk = await goOnline(agent);
    const { id, say } = await ask(shop);
    await inState(world, id, 'assigned', agent.id);
    desk.cut();
    await until('the house has missed the sign of life', async () => (await world.rows("SELECT 1 FROM agents WHERE member_id = $1 AND seen_at < now() - interval '2.5 seconds'", [agent.id])).length > 0);
    const back = await agent.wire(world.apps[1]?.address, [{ conversationId: id, afterSeq: 0 }]);
    await until('it is seen again', async () => (await world.rows("SELECT 1 FROM agents WHERE member_id = $1 AND seen_at > now() - interval '1 second'", [agent.id])).length > 0);
    expect(back.frames[0]).toMatchObject({ type: 'welcome', conversations: [{ id }], presence: { state: 'online', load: 1 } });
    await say('还在吗');
    expect((await sayOn(back, id, '在的')).type).toBe('accepted');
    expect((await movesOf(id)).map((move) => move.reason)).toEqual(['started', 'asked_for_human', 'drawn']);
    back.cut();
  });
});

describe('an agent who stays silent', () => {
  it('past the limit loses the conversation to the front of the queue; one who answered in time, or owes no answer, keeps it [RT4]', async () => {
    const shop = await world.merchant({ agentSilentLimitS: 20 });
    const [silent, other] = [await agentOf(shop, 3), await agentOf(shop, 3)];
    const [desk, present] = [await goOnline(silent), await other.wire()];
    const [unanswered, answered, quiet] = [await ask(shop), await ask(shop), await ask(shop)];
    for (const talk of [unanswered, answered, quiet]) await inState(world, talk.id, 'assigned', silent.id);
    await answered.say('在吗');
    expect((await sayOn(desk, answered.id, '在的')).type).toBe('accepted');
    expect((await sayOn(desk, quiet.id, '您好')).type).toBe('accepted');
    await unanswered.say('在吗');
    await present.ask({ type: 'presence.set', state: 'online' });
    // The limit has passed for all three: set back instead of waited for.
    await world.rows("UPDATE conversations SET assigned_at = assigned_at - interval '1 minute', needs_reply_since = needs_reply_since - interval '1 minute' WHERE id = ANY($1)", [[unanswered.id, answered.id, quiet.id]]);
    await inState(world, unanswered.id, 'assigned', other.id);
    expect((await movesOf(unanswered.id)).slice(-2).map(({ state, reason }) => [state, reason])).toEqual([['queued', 'agent_silent'], ['assigned', 'drawn']]);
    const sweeps = async () => (await world.rows<{ n: number }>('SELECT count(*)::int AS n FROM conversation_moves WHERE conversation_id = ANY($1)', [[answered.id, quiet.id]]))[0]?.n;
    expect(await sweeps()).toBe(6);
    await desk.heard('conversation.removed', (frame) => frame.conversationId === unanswered.id);
    expect((await sayOn(desk, unanswered.id, '来了')).type).toBe('refused');
    for (const one of [desk, present]) one.cut();
  });
});

const placeOf = (wire: Wire, id: string): ConsumerConversationView['queue'] => (lastState(wire, id) as ConsumerConversationView | undefined)?.queue ?? null;

describe('a waiting consumer', () => {
  it('sees the true position and an estimate as the queue moves, may leave it, and then the robot has the conversation again [RT5]', async () => {
    const shop = await world.merchant();
    await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码'] } });
    const agent = await agentOf(shop);
    const talks: Awaited<ReturnType<typeof ask>>[] = [];
    for (let i = 0; i < 5; i++) talks.push(await ask(shop));
    const told = (expected: readonly (number | null)[]) => until(`places ${expected.join(' ')}`, () => talks.every(({ wire, id }, i) => (placeOf(wire, id)?.position ?? null) === expected[i]));
    await told([1, 2, 3, 4, 5]);
    for (const { wire, id } of talks) expect(placeOf(wire, id)?.estimateS, 'nobody is online').toBeNull();
    const desk = await goOnline(agent);
    await told([null, 1, 2, 3, 4]);
    await until('an estimate that grows with the place', () => { const [a, b, c] = talks.slice(1).map(({ wire, id }) => placeOf(wire, id)?.estimateS ?? 0); return (a ?? 0) > 0 && (b ?? 0) > (a ?? 0) && (c ?? 0) > (b ?? 0); });
    const leaver = talks[2] as (typeof talks)[number];
    expect(await leaver.consumer.http.call(consumerRoutes.leaveQueue, { params: { id: leaver.id as never } })).toMatchObject({ state: 'bot', queue: null, can: { askHuman: true } });
    await told([null, 1, null, 2, 3]);
    await leaver.say('发什么快递');
    await leaver.wire.heard('messages', (frame) => frame.messages.some((message) => message.author.kind === 'robot'));
    await closeBy(agent, talks[0]?.id ?? '');
    await told([null, null, null, 1, 2]);
    await talks[3]?.consumer.http.call(consumerRoutes.close, { params: { id: talks[3].id as never } });
    await told([null, null, null, null, 1]);
    // A rating in between changes nothing of the place.
    const last = talks[4] as (typeof talks)[number];
    await last.consumer.http.call(consumerRoutes.rate, { params: { id: last.id as never }, body: { score: 3 } });
    await last.wire.heard('conversation.changed', (frame) => frame.conversation.rating?.score === 3);
    expect(placeOf(last.wire, last.id)).toMatchObject({ position: 1 });
    // HTTP tells the same.
    expect((await talks[4]?.consumer.http.call(consumerRoutes.history, {}))?.items).toMatchObject([{ state: 'queued' }]);
    expect(await askHuman(talks[4]?.consumer as Consumer, talks[4]?.id ?? '')).toMatchObject({ state: 'queued', queue: { position: 1 } });
    for (const wire of [desk, ...talks.map((talk) => talk.wire)]) wire.cut();
  });

  it('who wrote in the queue and leaves it is answered by the robot: no accepted message is left without a next actor [CM7] [RT5]', async () => {
    const shop = await world.merchant();
    await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码'] } });
    const { consumer, id, say, wire } = await ask(shop);
    await say('发什么快递');
    await consumer.http.call(consumerRoutes.leaveQueue, { params: { id: id as never } });
    await wire.heard('messages', (frame) => frame.messages.some((message) => message.author.kind === 'robot'));
    expect((await movesOf(id)).at(-1)).toMatchObject({ state: 'bot', reason: 'left_queue' });
    wire.cut();
  });
});

describe('out of hours', () => {
  it('a hand-over becomes a left message with the shop’s promise; when the shop opens it is queued by the time of asking and served [RT5]', async () => {
    const shop = await world.merchant({ robotOn: false });
    const owner = await world.member(shop.merchantId, 'owner');
    const agent = await agentOf(shop, 5);
    // Open only on the day after tomorrow in the shop's own time zone: closed now and through midnight.
    const day = ((new Date(Date.now() + 8 * 3_600_000).getUTCDay() + 1) % 7) + 1;
    const promise = { zh: '亲，明早九点第一时间回复您', en: 'We answer at nine.' };
    const closed = await change(owner, shop, { hours: [{ days: [day], from: '09:00', to: '18:00' }], leftMessagePromise: promise });
    expect(closed.settings).toEqual({ ...shopSettings.parse({}), roundGatherMs: 60, robotOn: false, hours: [{ days: [day], from: '09:00', to: '18:00' }], leftMessagePromise: promise });
    const desk = await goOnline(agent);
    const first = await startTalk(await world.consumer(shop));
    await first.say('我的包裹呢');
    const left = await first.wire.heard('conversation.changed', (frame) => frame.conversation.state === 'waiting');
    expect(left.conversation).toMatchObject({ leftMessagePromise: promise, queue: null });
    const second = await ask(shop);
    await inState(world, second.id, 'waiting');
    expect(await world.rows("SELECT 1 FROM conversations WHERE shop_id = $1 AND assignee_id IS NOT NULL", [shop.shopId])).toEqual([]);
    const opened = await change(owner, shop, { hours: [] });
    expect(opened.settings, 'what a change does not name stays').toMatchObject({ robotOn: false, leftMessagePromise: promise, roundGatherMs: 60 });
    for (const { id } of [first, second]) await inState(world, id, 'assigned', agent.id);
    expect((await movesOf(first.id)).map(({ state, reason }) => [state, reason])).toEqual([['bot', 'started'], ['waiting', 'robot_off'], ['queued', 'shop_opened'], ['assigned', 'drawn']]);
    await first.wire.heard('conversation.changed', (frame) => frame.conversation.state === 'assigned' && 'leftMessagePromise' in frame.conversation && frame.conversation.leftMessagePromise === null);
    for (const wire of [desk, first.wire, second.wire]) wire.cut();
  });

  it('is reckoned in a time zone that exists: another name is refused, and harms no consumer of the shop', async () => {
    const shop = await world.merchant();
    const owner = await world.member(shop.merchantId, 'owner');
    await expect(change(owner, shop, { timeZone: 'Mars/Olympus', hours: [{ days: [1], from: '09:00', to: '18:00' }] })).rejects.toMatchObject({ refusal: { code: 'invalid', field: 'settings.timeZone' } });
    expect((await change(owner, shop, { timeZone: 'Europe/Berlin' })).settings).toMatchObject({ timeZone: 'Europe/Berlin', hours: [] });
    const { id } = await ask(shop);
    await inState(world, id, 'queued');
  });
});
