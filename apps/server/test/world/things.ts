// A merchant with one of everything, and ids of things that do not exist. Not for people and sockets (world).
import { newId } from '../../src/platform/index.ts';
import type { Things } from './every-route.ts';
import { agree, askHuman, clientId, inState, startTalk, until, type Consumer, type Member, type Provider, type Shop, type World } from './world.ts';

export interface Furnished { shop: Shop; owner: Member; provider: Provider; providerOwner: Member; consumer: Consumer; things: Things }

/** Every table of the merchant holds a row of it, as far as people make one in the course of a conversation; the rest is written past the house. */
export const furnish = async (world: World): Promise<Furnished> => {
  const shop = await world.merchant();
  const [owner, provider] = [await world.member(shop.merchantId, 'owner'), await world.provider()];
  const providerOwner = await world.member(provider.id, 'owner');
  const contract = await agree(owner, providerOwner, provider, { shops: [shop] });
  const beside = await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] });
  await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码'] } });
  const consumer = await world.signed(shop, { externalId: `buyer-${shop.slug}`, name: '小明', phone: '13812345678' });
  const talk = await startTalk(consumer);
  await talk.say('发什么快递');
  await until('the robot has answered', () => talk.wire.messages(talk.id).some((message) => message.author.kind === 'robot'));
  await askHuman(consumer, talk.id);
  await inState(world, talk.id, 'queued');
  talk.wire.cut();
  const question = await owner.http.request<{ id: string }>('POST', `/v1/shops/${shop.shopId}/questions`, { body: { title: '能开发票吗', phrasings: ['怎么开票'], answers: [{ type: 'text', text: '可以' }] } });
  const reply = await owner.http.request<{ id: string }>('POST', `/v1/shops/${shop.shopId}/quick-replies`, { body: { scope: 'shop', title: '短', text: '亲' } });
  await owner.http.request('POST', `/v1/conversations/${talk.id}/notes`, { body: { text: '备注' } });
  await owner.http.request('GET', `/v1/conversations/${talk.id}/context`);
  await owner.http.request('PUT', `/v1/conversations/${talk.id}/decisions/1/judgement`, { body: { means: 'nothing' } });
  const made = { alarmId: newId('alarm') as string, productId: newId('product') as string, orderId: newId('order') as string };
  await world.rows("INSERT INTO alarms (merchant_id, id, shop_id, rule, since_at, threshold_s, group_id) VALUES ($1, $2, $3, 'waits_too_long', now(), 1, $4)", [shop.merchantId, made.alarmId, shop.shopId, shop.groupId]);
  await world.rows("INSERT INTO products (merchant_id, id, shop_id, external_id, title, price_minor, currency) VALUES ($1, $2, $3, 'P1', '{\"zh\":\"衣\",\"en\":\"coat\"}', 100, 'CNY')", [shop.merchantId, made.productId, shop.shopId]);
  await world.rows(`INSERT INTO orders (merchant_id, id, shop_id, number, buyer_external_id, state, placed_at, paid_minor, currency, recipient, phone, address, items)
    VALUES ($1, $2, $3, 'N1', $4, 'paid', now(), 100, 'CNY', '欧阳小明', '13812345678', '杭州市文三路', '[]')`, [shop.merchantId, made.orderId, shop.shopId, `buyer-${shop.slug}`]);
  return {
    shop, owner, provider, providerOwner, consumer,
    things: { ...made, merchantId: shop.merchantId, shopId: shop.shopId, shopSlug: shop.slug, groupId: shop.groupId, memberId: beside.id, conversationId: talk.id, questionId: question.id, quickReplyId: reply.id, contractId: contract.id, providerCode: provider.code },
  };
};

/** Ids in their right form of things that nobody has. `providerCode` stays: a merchant names a provider by it. */
export const unknownThings = (providerCode: string): Things => ({
  merchantId: newId('organisation'), shopId: newId('shop'), shopSlug: `no-${clientId()}`, groupId: newId('group'), memberId: newId('member'), conversationId: newId('conversation'), questionId: newId('question'), quickReplyId: newId('quickReply'),
  alarmId: newId('alarm'), contractId: newId('contract'), productId: newId('product'), orderId: newId('order'), providerCode,
});
