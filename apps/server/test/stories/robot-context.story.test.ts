// What a line means with the product, the order or the question before it in focus [BT6] (bot/SPEC). How much that is worth is measured beside bot/read-in-context.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryRoutes } from '@qindesk/protocol';
import { importOrders, importProducts } from '../../src/modules/commerce/index.ts';
import { clientId, openWorld, startTalk, until, type Consumer, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
const ids = new Map<string, string>();
beforeAll(async () => {
  world = await openWorld();
  shop = await world.merchant({ handoverAfterUnansweredRounds: 5 });
  await world.library(shop, {
    收到以后怎么保存: { phrasings: ['怎么保存', '怎么储存', '怎么存放', '放冰箱哪一层', '到家怎么放'] }, 芒果怎么保存: { phrasings: ['芒果能放多久', '芒果要放冰箱吗', '芒果怎么放', '芒果怎么存放'] },
    鸡蛋怎么保存: { phrasings: ['鸡蛋能放多久', '鸡蛋要放冰箱吗', '鸡蛋怎么放', '鸡蛋怎么存放'] },
    没发货想取消订单: { phrasings: ['取消订单', '怎么取消订单', '还没发货不想要了', '拍错了取消掉', '不买了'] }, 已经发货了还能取消吗: { phrasings: ['发货了不想要了', '已经发货了怎么取消', '路上的包裹不要了', '已经发货了取消订单', '能把快递拦截回来吗'] },
    怎么开发票: { phrasings: ['能开发票吗', '发票怎么申请', '要一张发票'] }, 退款多久到账: { phrasings: ['退款几天到', '钱什么时候退回来', '退款到账时间'] }, 发什么快递: { phrasings: ['用的什么快递', '哪家物流', '寄什么快递'] },
  });
  const place = { merchantId: shop.merchantId as never, shopId: shop.shopId as never };
  const item = (externalId: string, zh: string, category: string) => ({ externalId, title: { zh, en: '' }, category, priceMinor: 100, currency: 'CNY', stock: 3, picture: null, url: null, attributes: {}, sizeChart: null });
  const order = (number: string, buyerExternalId: string, state: 'paid' | 'shipped') => ({ number, buyerExternalId, state, placedAt: new Date(), paidMinor: 100, currency: 'CNY', recipient: '林小满', phone: '13800000001', address: '云州市', items: [{ productExternalId: 'M', detail: '', quantity: 1, priceMinor: 100 }], logistics: null });
  await world.apps[0]?.house.db.transact(async (tx) => {
    await importProducts(tx, place, [item('M', '攀枝花凯特芒果', '水果'), item('E', '谷物鲜鸡蛋', '蛋品')]);
    await importOrders(tx, place, [order('PAID', 'wang', 'paid'), order('SENT', 'lin', 'shipped'), order('OTHER', 'zhou', 'shipped')]);
  });
  for (const row of await world.rows<{ key: string; id: string }>('SELECT external_id AS key, id FROM products WHERE shop_id = $1 UNION ALL SELECT number, id FROM orders WHERE shop_id = $1', [shop.shopId])) ids.set(row.key, row.id);
});
afterAll(() => world.close());

interface Decided { outcome: string; title: string | null; reasons: string[] }
const id = (key: string): string => ids.get(key) ?? '';
/** A conversation that begins on a page, with ways to say and to show something; each returns the newest decision. */
const begin = async (consumer: Consumer, focus: { productId?: string; orderId?: string } = {}) => {
  const { wire, id: conversation } = await startTalk(consumer);
  if (Object.keys(focus).length > 0) await wire.ask({ type: 'conversation.start', focus });
  let count = 0;
  const send = async (...bodies: object[]): Promise<Decided> => {
    // At once: a slow database must not make two rounds of them.
    await Promise.all(bodies.map((body) => wire.ask({ type: 'message.send', conversationId: conversation, clientId: clientId(), body })));
    count++;
    return until('a decision', async () => {
      const rows = await world.rows<Decided>("SELECT d.outcome, q.title, d.reasons FROM decisions d LEFT JOIN questions q ON q.id = d.question_id WHERE d.conversation_id = $1 ORDER BY d.round_seq", [conversation]);
      return rows.length >= count && (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1', [conversation])).length === 0 && rows.at(-1);
    });
  };
  return { wire, conversation, send, say: (words: string) => send({ type: 'text', text: words }) };
};
const buyer = (): Promise<Consumer> => world.signed(shop, { externalId: 'lin', name: '林小满' });

describe('a line is read', () => {
  it('with the product of the page, which the decision says; one that names another product, or none, stands for itself [BT6]', async () => {
    const talk = await begin(await world.consumer(shop), { productId: id('M') });
    expect(await talk.say('怎么保存')).toMatchObject({ outcome: 'answer', title: '芒果怎么保存', reasons: expect.arrayContaining(['context:product:芒果']) });
    expect(await talk.say('鸡蛋怎么放')).toMatchObject({ outcome: 'answer', title: '鸡蛋怎么保存', reasons: expect.not.arrayContaining(['context:product:芒果']) });
    expect(await talk.say('能开发票吗')).toMatchObject({ outcome: 'answer', title: '怎么开发票' });
    const bare = await begin(await world.consumer(shop));
    expect(await bare.say('怎么保存')).toMatchObject({ outcome: 'answer', title: '收到以后怎么保存' });
    talk.wire.cut(); bare.wire.cut();
  });

  it('with the product of a card, which goes before the page’s [BT6]', async () => {
    const talk = await begin(await world.consumer(shop), { productId: id('M') });
    expect(await talk.send({ type: 'product', productId: id('E') }, { type: 'text', text: '怎么保存' })).toMatchObject({ title: '鸡蛋怎么保存', reasons: expect.arrayContaining(['context:product:鸡蛋']) });
    talk.wire.cut();
  });

  it('with the state of the order of a card or of the page; another’s order is nobody’s focus [BT6] [CO2]', async () => {
    const sent = await begin(await buyer());
    expect(await sent.send({ type: 'order', orderId: id('SENT') }, { type: 'text', text: '取消订单' })).toMatchObject({ outcome: 'answer', title: '已经发货了还能取消吗', reasons: expect.arrayContaining(['context:order:shipped']) });
    const paid = await begin(await world.signed(shop, { externalId: 'wang', name: '王禾' }), { orderId: id('PAID') });
    expect(await paid.send({ type: 'order', orderId: id('PAID') }, { type: 'text', text: '取消订单' })).toMatchObject({ outcome: 'answer', title: '没发货想取消订单' });
    sent.wire.cut(); paid.wire.cut();
    const page = await begin(await world.signed(shop, { externalId: 'zhou', name: '周禾' }), { orderId: id('OTHER') });
    expect(await world.rows('SELECT order_id FROM conversations WHERE id = $1', [page.conversation])).toEqual([{ order_id: id('OTHER') }]);
    expect(await page.say('取消订单')).toMatchObject({ title: '已经发货了还能取消吗' });
    const stranger = await begin(await world.consumer(shop), { orderId: id('SENT') });
    expect(await world.rows('SELECT order_id FROM conversations WHERE id = $1', [stranger.conversation])).toEqual([{ order_id: null }]);
    expect(await stranger.say('取消订单')).toMatchObject({ title: '没发货想取消订单' });
    page.wire.cut(); stranger.wire.cut();
  });

  it('as the same question about another product after an answer [BT6]', async () => {
    const talk = await begin(await world.consumer(shop));
    expect(await talk.say('芒果怎么存放')).toMatchObject({ title: '芒果怎么保存' });
    expect(await talk.say('那鸡蛋呢')).toMatchObject({ title: '鸡蛋怎么保存', reasons: expect.arrayContaining(['context:before:芒果怎么保存']) });
    talk.wire.cut();
  });
});

it('the trial window reads with a product or an order’s state too; a product of another shop is none [BT6]', async () => {
  const trainer = await world.member(shop.merchantId, 'trainer');
  const trial = async (text: string, focus: object) => (await trainer.http.call(libraryRoutes.tryOut, { params: { id: shop.shopId as never }, body: { texts: [text], focus } })).items[0];
  expect(await trial('怎么保存', { productId: id('E') })).toMatchObject({ question: { title: '鸡蛋怎么保存' }, reasons: expect.arrayContaining(['context:product:鸡蛋']) });
  expect(await trial('取消订单', { orderState: 'shipped' })).toMatchObject({ question: { title: '已经发货了还能取消吗' } });
  const other = await world.merchant();
  await world.rows("INSERT INTO products (merchant_id, id, shop_id, external_id, title, price_minor, currency) VALUES ($1, 'prd_0000000000000000000001', $2, 'X', '{\"zh\":\"鸡蛋\",\"en\":\"\"}', 1, 'CNY')", [other.merchantId, other.shopId]);
  expect(await trial('怎么保存', { productId: 'prd_0000000000000000000001' })).toMatchObject({ question: { title: '收到以后怎么保存' } });
});
