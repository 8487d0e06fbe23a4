// What a person may not see is not sent to their machine [CM8] (conversation/SPEC): the raw text of every frame and answer is searched.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerRoutes, contractRoutes, conversationRoutes, floorRoutes, peopleRoutes, presenceRoutes, productRoutes, type ContractView } from '@qindesk/protocol';
import { agree, askHuman, closeBy, goOnline, inState, openWorld, sayOn, startTalk, until, type Consumer, type Member, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
let owner: Member;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.merchant();
  owner = await world.member(shop.merchantId, 'owner');
});
afterAll(() => world.close());

const phone = '13812345678';
const street = '浙江省杭州市西湖区文三路 478 号华星时代广场 A 座';
const buyer = async (): Promise<Consumer> => {
  const externalId = `buyer-${Math.random().toString(36).slice(2)}`;
  await world.rows(`INSERT INTO orders (merchant_id, id, shop_id, number, buyer_external_id, state, placed_at, paid_minor, currency, recipient, phone, address, items)
    VALUES ($1, 'ord_' || substr(md5($3), 1, 22), $2, $3, $3, 'paid', now(), 12900, 'CNY', '欧阳小明', $4, $5, '[]')`, [shop.merchantId, shop.shopId, externalId, phone, street]);
  return world.signed(shop, { externalId, name: '小明', phone });
};

/** What HTTP answers to these, as text. */
const answers = async (http: Consumer['http'], paths: readonly string[]): Promise<string> => (await Promise.all(paths.map(async (path) => (await http.raw('GET', path)).text()))).join('\n');

describe('a consumer', () => {
  it('never receives notes, transfer notes, ids of people, the robot’s reasons or another consumer’s words, in any frame or answer [CM8]', async () => {
    await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码'] } });
    const [first, second] = [await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] }), await world.member(shop.merchantId, 'agent')];
    const desk = await goOnline(first);
    const consumer = await world.consumer(shop);
    const { wire, id, say } = await startTalk(consumer);
    const stranger = await startTalk(await world.consumer(shop));
    await stranger.say('陌生人的话不能外传');
    await say('发什么快递');
    await until('the robot has answered', () => wire.messages(id).some((message) => message.author.kind === 'robot'));
    await askHuman(consumer, id);
    await inState(world, id, 'assigned', first.id);
    const wakes = await goOnline(second);
    await world.serve(shop.groupId, [first.id, second.id]);
    await first.http.call(conversationRoutes.addNote, { params: { id: id as never }, body: { text: '内部备注：此人难缠' } });
    await desk.heard('note.added', (frame) => frame.note.text === '内部备注：此人难缠');
    await sayOn(desk, id, '亲，我看一下');
    await first.http.call(conversationRoutes.transfer, { params: { id: id as never }, body: { memberId: second.id as never, note: '转接备注：小心处理' } });
    await inState(world, id, 'assigned', second.id);
    await wakes.heard('conversation.changed', (frame) => frame.conversation.id === id);
    desk.raw(JSON.stringify({ type: 'typing', conversationId: id, on: true }));
    wakes.raw(JSON.stringify({ type: 'typing', conversationId: id, on: true }));
    wakes.raw(JSON.stringify({ type: 'read', conversationId: id, seq: 2 }));
    await sayOn(wakes, id, '亲，由我继续为您服务');
    await wire.heard('messages', (frame) => frame.messages.some((message) => message.body.type === 'text' && message.body.text.includes('由我继续')));
    await wire.heard('typing');
    await closeBy(second, id);
    await wire.heard('conversation.changed', (frame) => frame.conversation.state === 'closed');
    await consumer.http.call(consumerRoutes.rate, { params: { id: id as never }, body: { score: 5 } });
    const resumed = await consumer.wire(world.address, [{ conversationId: id, afterSeq: 0 }]);
    await resumed.ask({ type: 'conversation.resume', conversationId: id, afterSeq: 0 });
    const raw = [JSON.stringify(wire.frames), JSON.stringify(resumed.frames), await answers(consumer.http, ['/v1/consumer/conversations', `/v1/consumer/conversations/${id}/messages`, '/v1/consumer/orders', `/v1/widgets/${shop.slug}`])].join('\n');
    expect(raw).toContain('亲，我看一下');
    for (const hidden of [/mem_/, /grp_/, /nte_/, /dec_/, /备注/, /难缠/, /陌生人/, /candidates/, /confidence/, /@people\.example/, /signing/i]) expect(raw).not.toMatch(hidden);
    for (const message of [...wire.messages(id), ...resumed.messages(id)]) expect([null, undefined]).toContain(message.author.id);
    const others = await world.rows<{ client_id: string }>("SELECT client_id FROM messages WHERE conversation_id = $1 AND author_kind <> 'consumer'", [id]);
    for (const { client_id: other } of others) expect(raw).not.toContain(other);
    for (const one of [desk, wakes, wire, resumed, stranger.wire]) one.cut();
  });

  it('never sees another consumer’s conversation of the same shop, by any command [CM8]', async () => {
    const mine = await startTalk(await world.consumer(shop));
    await mine.say('我的秘密');
    const other = await startTalk(await world.consumer(shop));
    for (const frame of [
      { type: 'conversation.resume', conversationId: mine.id, afterSeq: 0 }, { type: 'conversation.watch', conversationId: mine.id },
      { type: 'message.send', conversationId: mine.id, clientId: 'somebody-else', body: { type: 'text', text: '冒充' } },
    ]) expect(await other.wire.ask(frame)).toMatchObject({ type: 'refused', refusal: { code: frame.type === 'conversation.watch' ? 'not_allowed' : 'not_found' } });
    await mine.say('还在说');
    expect(JSON.stringify(other.wire.frames)).not.toMatch(/我的秘密|还在说/);
    expect(await world.rows('SELECT 1 FROM messages WHERE conversation_id = $1 AND author_kind = $2', [mine.id, 'consumer'])).toHaveLength(2);
    mine.wire.cut(); other.wire.cut();
  });
});

describe('a provider’s agent', () => {
  const provided = async (fields?: { phone: boolean; address: boolean }): Promise<{ agent: Member; contract: ContractView; lead: Member }> => {
    const provider = await world.provider();
    const contract = await agree(owner, await world.member(provider.id, 'owner'), provider, { shops: [shop], ...(fields ? { fields } : {}) });
    return { agent: await world.member(provider.id, 'agent', { capacity: 50 }), lead: await world.member(provider.id, 'supervisor'), contract };
  };
  const everything = async ({ http }: Member, id: string): Promise<string> =>
    answers(http, ['/v1/me', '/v1/conversations', `/v1/conversations/${id}`, `/v1/conversations/${id}/context`, `/v1/conversations/${id}/messages`, `/v1/merchants/${shop.merchantId}/agents`, `/v1/shops/${shop.shopId}`, `/v1/shops/${shop.shopId}/groups`]);

  it('gets phone, address and recipient masked unless the contract shows them; the merchant’s own agent sees them [CM8] [SC1]', async () => {
    const consumer = await buyer();
    const hidden = await provided();
    const shown = await provided({ phone: true, address: false });
    const own = await world.member(shop.merchantId, 'agent');
    await world.serve(shop.groupId, [hidden.agent.id, shown.agent.id, own.id]);
    const { wire, id } = await startTalk(consumer);
    const desk = await goOnline(hidden.agent);
    await askHuman(consumer, id);
    await inState(world, id, 'assigned', hidden.agent.id);
    await desk.ask({ type: 'conversation.watch', conversationId: id });
    const masked = `${await everything(hidden.agent, id)}\n${JSON.stringify(desk.frames)}\n${await everything(hidden.lead, id)}`;
    for (const secret of [phone, phone.slice(3, 9), '西湖区', '文三路', '阳小明']) expect(masked).not.toContain(secret);
    expect((await hidden.agent.http.call(conversationRoutes.context, { params: { id: id as never } }))).toMatchObject({ consumer: { phone: '138****5678', masked: true }, orders: [{ phone: '138****5678', recipient: '欧**', masked: true }] });
    expect((await shown.agent.http.call(conversationRoutes.context, { params: { id: id as never } }))).toMatchObject({ consumer: { phone }, orders: [{ phone, recipient: '欧**' }] });
    expect(await everything(shown.agent, id)).not.toContain('文三路');
    expect((await own.http.call(conversationRoutes.context, { params: { id: id as never } }))).toMatchObject({ consumer: { phone }, orders: [{ phone, address: street, recipient: '欧阳小明', masked: false }] });
    expect((await consumer.http.call(productRoutes.myOrders, {})).items).toMatchObject([{ phone, address: street }]);
    expect(await world.rows("SELECT member_id FROM audit_entries WHERE action = 'consumer.looked_at' AND subject = $1 ORDER BY member_id", [consumer.id])).toEqual([shown.agent.id, own.id].sort().map((member) => ({ member_id: member })));
    for (const { contract } of [hidden, shown]) await owner.http.call(contractRoutes.end, { params: { id: contract.id } });
    desk.cut(); wire.cut();
  });

  it('learns no member, shop, group or agent of the merchant beyond the contract: not by lists, boards or what a shop keeps for itself [SC1] [CM8]', async () => {
    const [away, inside] = [await world.shop(shop), await world.group(shop, '合约分组')];
    const secret = await world.member(shop.merchantId, 'agent', { groups: [away.groupId] });
    const beside = await world.member(shop.merchantId, 'agent');
    await world.serve(shop.groupId, [beside.id]);
    const provider = await world.provider();
    const lead = await world.member(provider.id, 'supervisor');
    const contract = await agree(owner, await world.member(provider.id, 'owner'), provider, { shops: [shop], groups: [inside] });
    const agent = await world.member(provider.id, 'agent', { groups: [inside] });
    for (const member of [lead, agent]) {
      const raw = await answers(member.http, ['/v1/me', `/v1/merchants/${shop.merchantId}/agents`, `/v1/merchants/${shop.merchantId}/agents?shopId=${shop.shopId}`, `/v1/shops/${shop.shopId}/groups`, ...(member === lead ? [`/v1/merchants/${shop.merchantId}/board`, `/v1/merchants/${shop.merchantId}/alarms`] : [])]);
      for (const beyond of [secret.id, beside.id, away.shopId, away.groupId, away.slug, shop.groupId, 'signing']) expect(raw, `${beyond} for a provider’s ${member === lead ? 'supervisor' : 'agent'}`).not.toContain(beyond);
      expect(raw).toContain(inside);
    }
    expect((await lead.http.call(presenceRoutes.listAgents, { params: { id: shop.merchantId as never } })).items.map((one) => one.id)).toEqual([agent.id]);
    for (const target of [secret, beside]) {
      await expect(lead.http.call(floorRoutes.setAgentState, { params: { id: shop.merchantId as never, memberId: target.id as never }, body: { state: 'offline' } })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
    }
    expect((await owner.http.call(peopleRoutes.listMembers, {})).items.map((one) => one.id)).toEqual(expect.arrayContaining([secret.id, beside.id]));
    await owner.http.call(contractRoutes.end, { params: { id: contract.id } });
  });
});
