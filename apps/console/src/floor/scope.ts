// Whose floor is looked at: the merchants and shops a member may oversee, the choice among them, and what may be done there.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { GrantView, OrganisationId, ShopId, ShopView } from '@qindesk/protocol';
import { useMe } from '../live/session.ts';
import type { FloorSearch } from './routes.ts';

/** One merchant's floor; several grants for the same merchant (contracts) are one. */
export interface Overseen { merchantId: OrganisationId; name: string; shops: ShopView[]; permissions: ReadonlySet<string> }

/** The merchants whose floor these grants open. */
export function overseenBy(grants: readonly GrantView[]): Overseen[] {
  const found = new Map<string, Overseen>();
  for (const grant of grants) {
    if (!grant.permissions.includes('floor.read')) continue;
    const before = found.get(grant.merchantId);
    const shops = new Map([...(before?.shops ?? []), ...grant.shops].map((shop) => [shop.id, shop]));
    found.set(grant.merchantId, { merchantId: grant.merchantId, name: grant.merchantName, shops: [...shops.values()], permissions: new Set([...(before?.permissions ?? []), ...grant.permissions]) });
  }
  return [...found.values()];
}

export interface FloorScope {
  all: Overseen[];
  merchant: Overseen | undefined;
  /** Null: every shop of the merchant. */
  shop: ShopView | null;
  /** Shops in view. */
  shops: ShopView[];
  shopId: ShopId | null;
  search: FloorSearch;
  /** Changes what the address keeps; the rest of it stays. */
  set: (change: Partial<FloorSearch>) => void;
  may: (permission: string) => boolean;
  /** By role one would: then it is the contract that is missing. */
  leads: boolean;
}

const route = getRouteApi('/shell/floor');

/** The scope as the address says it; an address that names what the member may not see falls back to the first merchant. */
export function useFloorScope(): FloorScope {
  const me = useMe();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/floor' });
  const all = useMemo(() => overseenBy(me.grants), [me.grants]);
  const merchant = all.find((each) => each.merchantId === search.merchant) ?? all[0];
  const shop = merchant?.shops.find((each) => each.id === search.shop) ?? null;
  return {
    all, merchant, shop, shops: shop ? [shop] : merchant?.shops ?? [], shopId: shop?.id ?? null, search,
    set: (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    leads: me.member.role === 'owner' || me.member.role === 'supervisor',
    may: (permission) => merchant?.permissions.has(permission) ?? false,
  };
}
