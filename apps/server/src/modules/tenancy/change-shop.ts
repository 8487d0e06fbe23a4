// Changes what a shop shows and how it works. Settings are merged and checked as a whole.
import { shopSettings, type ShopSettings } from '@qindesk/protocol';
import { z } from 'zod';
import { refuse, type House } from '../../platform/index.ts';
import { getShop, type Bilingual, type Shop } from './shop.ts';

export interface ShopChange { name?: Bilingual; robotName?: Bilingual; welcome?: Bilingual; settings?: Partial<ShopSettings> }

/** What a change of settings may name, without the defaults: filled in by the parser, they would set back all that the change does not name. */
export const settingsChange = z.object(Object.fromEntries(Object.entries(shopSettings.shape).map(([name, field]) => [name, field.unwrap().optional()]))) as unknown as z.ZodType<Partial<ShopSettings>, Partial<ShopSettings>>;

const isTimeZone = (name: string): boolean => {
  try { return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''; } catch { return false; }
};

/** Writes the change and tells it as `shop.changed`; the caller has checked the right to it. Refuses `invalid` for a time zone that does not exist: its hours could not be reckoned. */
export const changeShop = (house: House, shopId: string, change: ShopChange): Promise<Shop> =>
  house.db.transact(async (tx) => {
    if (change.settings?.timeZone !== undefined && !isTimeZone(change.settings.timeZone)) refuse('invalid', 'time zone', { field: 'settings.timeZone' });
    await tx.query('SELECT 1 FROM shops WHERE id = $1 FOR UPDATE', [shopId]);
    const shop = await getShop(tx, shopId);
    const next = { ...shop, ...change, settings: shopSettings.parse({ ...shop.settings, ...change.settings }) };
    await tx.run('UPDATE shops SET name = $2, robot_name = $3, welcome = $4, settings = $5 WHERE id = $1',
      [shopId, JSON.stringify(next.name), JSON.stringify(next.robotName), JSON.stringify(next.welcome), JSON.stringify(next.settings)]);
    await house.events.append(tx, [{ merchantId: shop.merchantId, type: 'shop.changed', subjectId: null, payload: { shopId } }]);
    return next;
  });
