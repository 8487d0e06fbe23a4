// Tests of the shop settings being edited.
import { expect, test } from 'vitest';
import { shopSettings, type ShopView } from '@qindesk/protocol';
import { changeOf, findShopTrouble, shopDraftOf } from './shop-draft.ts';

const shop = { id: 'shp_1', merchantId: 'org_1', slug: 'apparel', name: { zh: '青禾', en: 'Qinghe' }, robotName: { zh: '小禾', en: 'Xiaohe' }, welcome: { zh: '亲', en: 'Hi' }, picture: null, settings: shopSettings.parse({}) } as unknown as ShopView;

test('nothing is sent where nothing differs', () => {
  expect(changeOf(shopDraftOf(shop), shop)).toBeUndefined();
});

test('only the setting that differs is sent', () => {
  const draft = shopDraftOf(shop);
  expect(changeOf({ ...draft, settings: { ...draft.settings, alarmWaitS: 90 } }, shop)).toEqual({ settings: { alarmWaitS: 90 } });
  expect(changeOf({ ...draft, robotName: { ...draft.robotName, zh: '小青' } }, shop)).toEqual({ robotName: { zh: '小青', en: 'Xiaohe' } });
});

test('hours that end before they start keep it from being saved', () => {
  const draft = shopDraftOf(shop);
  expect(findShopTrouble({ ...draft, settings: { ...draft.settings, hours: [{ days: [1], from: '18:00', to: '09:00' }] } })).toEqual(['hours']);
  expect(findShopTrouble(draft)).toEqual([]);
});
