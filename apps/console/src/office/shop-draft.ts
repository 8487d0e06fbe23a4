// A shop's settings while they are edited: what would be sent, what is wrong. Not for drawing (shop-page.tsx).
import type { peopleRoutes, RouteInput, ShopSettings, ShopView } from '@qindesk/protocol';
import { findHoursTrouble } from './check-hours.ts';

export type ShopChange = NonNullable<RouteInput<typeof peopleRoutes.changeShop>['body']>;

/** What the page edits. */
export interface ShopDraft { name: ShopView['name']; robotName: ShopView['robotName']; welcome: ShopView['welcome']; settings: ShopSettings }

export const shopDraftOf = (shop: ShopView): ShopDraft => ({ name: shop.name, robotName: shop.robotName, welcome: shop.welcome, settings: shop.settings });

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Only what differs is sent, so that two people who change different settings do not undo each other. Undefined where nothing differs. */
export function changeOf(draft: ShopDraft, stored: ShopView): ShopChange | undefined {
  const change: ShopChange = {};
  for (const part of ['name', 'robotName', 'welcome'] as const) if (!same(draft[part], stored[part])) change[part] = draft[part];
  const settings = Object.fromEntries(Object.entries(draft.settings).filter(([key, value]) => !same(value, stored.settings[key as keyof ShopSettings])));
  if (Object.keys(settings).length > 0) change.settings = settings;
  return Object.keys(change).length > 0 ? change : undefined;
}

export type ShopTrouble = 'no_name' | 'hours' | 'no_close_reasons';

/** What keeps the draft from being saved. */
export function findShopTrouble(draft: ShopDraft): ShopTrouble[] {
  return [
    ...(draft.name.zh.trim() === '' && draft.name.en.trim() === '' ? ['no_name' as const] : []),
    ...(findHoursTrouble(draft.settings.hours).size > 0 ? ['hours' as const] : []),
    ...(draft.settings.closeReasons.length === 0 ? ['no_close_reasons' as const] : []),
  ];
}
