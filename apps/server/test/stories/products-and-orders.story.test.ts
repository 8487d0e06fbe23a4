// Products and orders as a shop tells them, and who sees what of them (commerce/SPEC).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConsumerId } from '@qindesk/protocol';
import { allFields, findOrderCard, findProductByExternalId, findProductView, importOrders, importProducts, listProducts, ordersOf, ordersOfConsumer, spendOf, type NewOrder, type NewProduct } from '../../src/modules/commerce/index.ts';
import { signConsumer, startConsumerSession } from '../../src/modules/identity/index.ts';
import { getShop } from '../../src/modules/tenancy/index.ts';
import { foundMerchant, openRoomHouse, type Merchant, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
let merchant: Merchant;
beforeAll(() => { room = openRoomHouse(); });
afterAll(() => room.close());

const product = (externalId: string, zh: string, given: Partial<NewProduct> = {}): NewProduct =>
  ({ externalId, title: { zh, en: `en ${externalId}` }, category: '鱼类', priceMinor: 8900, currency: 'CNY', stock: 3, picture: '/demo/fresh/pictures/a.svg', url: null, attributes: { 产地: '云州' }, sizeChart: null, ...given });
const order = (number: string, buyer: string, given: Partial<NewOrder> = {}): NewOrder => ({
  number, buyerExternalId: buyer, state: 'paid', placedAt: new Date('2026-11-20T08:00:00Z'), paidMinor: 8900, currency: 'CNY', recipient: '林小满', phone: '13800000001', address: '南溪省云州市梧桐区枫林路12号',
  items: [{ productExternalId: 'A1', detail: '500g', quantity: 1, priceMinor: 8900 }], logistics: null, ...given,
});
const bring = (products: NewProduct[], orders: NewOrder[]) => room.house.db.transact(async (tx) => { await importProducts(tx, merchant, products); await importOrders(tx, merchant, orders); });

beforeEach(async () => {
  merchant = await foundMerchant(room.house);
  await bring([product('A1', '阿拉斯加鳕鱼'), product('A2', '大西洋鳕鱼 100%')], [order('N1', 'lin'), order('N2', 'zhou', { state: 'unpaid', paidMinor: 0 }), order('N3', 'lin', { placedAt: new Date('2026-11-21T08:00:00Z'), state: 'refunded' })]);
});

const signedConsumer = async (externalId: string): Promise<ConsumerId> => {
  const shop = await getShop(room.house.db, merchant.slug);
  const jwt = await signConsumer(shop, { externalId, name: externalId }, room.house.clock.now());
  return (await startConsumerSession(room.house, { shopId: shop.id, jwt, language: 'zh' })).consumer.consumerId;
};

describe('bringing in', () => {
  it('twice changes nothing, and keeps the ids that others refer to [CO3]', async () => {
    const { db } = room.house;
    const before = [await listProducts(db, merchant), await ordersOf(db, merchant, 'lin', allFields)];
    await bring([product('A1', '阿拉斯加鳕鱼'), product('A2', '大西洋鳕鱼 100%')], [order('N1', 'lin')]);
    expect([await listProducts(db, merchant), await ordersOf(db, merchant, 'lin', allFields)]).toEqual(before);
    await bring([product('A1', '阿拉斯加真鳕', { stock: 0 })], [order('N1', 'lin', { state: 'shipped' })]);
    const [id] = (before[0] ?? []).map((one) => one.id);
    expect(await findProductView(db, merchant.merchantId, merchant.shopId, id ?? '')).toMatchObject({ externalId: 'A1', title: { zh: '阿拉斯加真鳕' }, stock: 0 });
    expect((await ordersOf(db, merchant, 'lin', allFields)).map((one) => [one.number, one.state])).toEqual([['N3', 'refunded'], ['N1', 'shipped']]);
  });

  it('refuses an order of a product that the shop does not have, and stores none of its batch', async () => {
    await expect(bring([], [order('N8', 'lin'), order('N9', 'lin', { items: [{ productExternalId: 'A9', quantity: 1, priceMinor: 1 }] })])).rejects.toMatchObject({ code: 'not_found' });
    expect(await ordersOf(room.house.db, merchant, 'lin', allFields)).toHaveLength(2);
  });
});

describe('finding products', () => {
  it('by all the words, in title, category and number, with % as it is', async () => {
    const found = async (search: string): Promise<string[]> => (await listProducts(room.house.db, merchant, search)).map((one) => one.externalId);
    expect(await found('')).toEqual(['A1', 'A2']);
    expect(await found('鳕鱼 大西洋')).toEqual(['A2']);
    expect(await found('a1')).toEqual(['A1']);
    expect(await found('100%')).toEqual(['A2']);
    expect(await found('EN 鱼类')).toEqual(['A1', 'A2']);
    expect(await found("'; --\u0000")).toEqual([]);
  });

  it('never another shop’s', async () => {
    const other = await foundMerchant(room.house);
    expect(await listProducts(room.house.db, other)).toEqual([]);
    expect(await findProductByExternalId(room.house.db, other.merchantId, other.shopId, 'A1')).toBeNull();
    expect(await findProductByExternalId(room.house.db, merchant.merchantId, merchant.shopId, 'A1\u0000')).toBeNull();
  });
});

describe('orders', () => {
  it('leave masked field by field unless granted [CO1]', async () => {
    const seen = async (fields: { phone: boolean; address: boolean }) => { const [, one] = await ordersOf(room.house.db, merchant, 'lin', fields); return one && [one.phone, one.address, one.recipient, one.masked]; };
    expect(await seen({ phone: false, address: false })).toEqual(['138****0001', '南溪省云州市***', '林**', true]);
    expect(await seen({ phone: true, address: false })).toEqual(['13800000001', '南溪省云州市***', '林**', true]);
    expect(await seen(allFields)).toEqual(['13800000001', '南溪省云州市梧桐区枫林路12号', '林小满', false]);
  });

  it('are a consumer’s own, in one shop, when the shop signed for them [CO4]', async () => {
    const lin = await signedConsumer('lin');
    expect((await ordersOfConsumer(room.house.db, merchant, lin)).map((one) => one.number)).toEqual(['N3', 'N1']);
    const anonymous = await startConsumerSession(room.house, { shopId: merchant.shopId, language: 'zh' });
    expect(await ordersOfConsumer(room.house.db, merchant, anonymous.consumer.consumerId)).toEqual([]);
    const other = await foundMerchant(room.house);
    expect(await ordersOfConsumer(room.house.db, other, lin)).toEqual([]);
  });

  it('become a card for their own consumer only, filled from the shop’s records [CO2]', async () => {
    const [lin, zhou] = [await signedConsumer('lin'), await signedConsumer('zhou')];
    const [, first] = await ordersOf(room.house.db, merchant, 'lin', allFields);
    const card = (consumer: ConsumerId) => findOrderCard(room.house.db, merchant.merchantId, merchant.shopId, consumer, first?.id ?? '');
    expect(await card(lin)).toEqual({ type: 'order', orderId: first?.id, number: 'N1', state: 'paid', title: '阿拉斯加鳕鱼 500g', paidMinor: 8900, currency: 'CNY', picture: '/demo/fresh/pictures/a.svg' });
    expect(await card(zhou)).toBeNull();
  });

  it('are summed as what was really spent', async () => {
    expect(await spendOf(room.house.db, merchant, 'lin')).toEqual({ orderCount: 2, spentMinor: 8900, currency: 'CNY' });
    expect(await spendOf(room.house.db, merchant, 'nobody')).toEqual({ orderCount: 0, spentMinor: 0, currency: 'CNY' });
  });
});
