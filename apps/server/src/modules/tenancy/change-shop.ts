// Changes what a shop shows and how it works. Settings are merged and checked as a whole.
import { shopSettings, type ShopSettings } from '@qindesk/protocol';
import { type House } from '../../platform/index.ts';
import { getShop, type Bilingual, type Shop } from './shop.ts';

export interface ShopChange { name?: Bilingual; robotName?: Bilingual; welcome?: Bilingual; settings?: Partial<ShopSettings> }

/** Writes the change and tells it as `shop.changed`; the caller has checked the right to it. */
export const changeShop = (house: House, shopId: string, change: ShopChange): Promise<Shop> =>
  house.db.transact(async (tx) => {
    await tx.query('SELECT 1 FROM shops WHERE id = $1 FOR UPDATE', [shopId]);
    const shop = await getShop(tx, shopId);
    const next = { ...shop, ...change, settings: shopSettings.parse({ ...shop.settings, ...change.settings }) };
    await tx.run('UPDATE shops SET name = $2, robot_name = $3, welcome = $4, settings = $5 WHERE id = $1',
      [shopId, JSON.stringify(next.name), JSON.stringify(next.robotName), JSON.stringify(next.welcome), JSON.stringify(next.settings)]);
    await house.events.append(tx, [{ merchantId: shop.merchantId, type: 'shop.changed', conversationId: null, payload: { shopId } }]);
    return next;
  });
