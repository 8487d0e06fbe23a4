// Which pages of the office a member has, of which shop, and what may be changed there.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { GrantView, MeView, ShopView } from '@qindesk/protocol';
import { useMe } from '../live/session.ts';
import type { OfficeSearch, OfficeTab } from './routes.ts';

export interface OfficeScope {
  me: MeView;
  tabs: OfficeTab[];
  tab: OfficeTab | undefined;
  /** Shops of the own organisation. */
  shops: ShopView[];
  shop: ShopView | undefined;
  /** Through no contract: the own organisation's grant. Null for a provider. */
  own: GrantView | null;
  set: (change: Partial<OfficeSearch>) => Promise<void>;
  may: (permission: 'groups.write' | 'shop.write') => boolean;
  /** Members and contracts belong to the organisation, not to a shop: the owner changes them. */
  mayOwn: boolean;
}

const route = getRouteApi('/shell/office');

/** The pages by role: the server's permission table says the same. */
export function tabsOf(me: MeView): OfficeTab[] {
  if (me.member.role !== 'owner' && me.member.role !== 'supervisor') return [];
  return me.organisation.kind === 'merchant' ? ['members', 'groups', 'shop', 'contracts', 'widget'] : ['members', 'contracts'];
}

/** The scope as the address says it; what is not the member's falls back to the first. */
export function useOfficeScope(): OfficeScope {
  const me = useMe();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/office' });
  const own = useMemo(() => me.grants.find((grant) => grant.contractId === null) ?? null, [me.grants]);
  const tabs = tabsOf(me);
  const shops = own?.shops ?? [];
  return {
    me, tabs, tab: tabs.find((tab) => tab === search.tab) ?? tabs[0], shops, shop: shops.find((shop) => shop.id === search.shop) ?? shops[0], own,
    set: (change) => navigate({ search: (before) => ({ ...before, ...change }) }),
    may: (permission) => own?.permissions.includes(permission) ?? false,
    mayOwn: me.member.role === 'owner',
  };
}
