// Whose library is open: the shops a member may train, the choice in the address, and what may be done to it.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ShopView } from '@qindesk/protocol';
import { useMe } from '../live/session.ts';
import type { StudioSearch } from './routes.ts';

/** A shop with the rights to its library. */
export interface Trained { shop: ShopView; merchantName: string; permissions: ReadonlySet<string> }

export interface StudioScope {
  all: Trained[];
  chosen: Trained | undefined;
  search: StudioSearch;
  set: (change: Partial<StudioSearch>) => Promise<void>;
  may: (permission: 'library.write' | 'library.publish' | 'decisions.judge') => boolean;
}

const route = getRouteApi('/shell/library');

/** The scope as the address says it; a shop that may not be trained falls back to the first. */
export function useStudioScope(): StudioScope {
  const me = useMe();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/library' });
  const all = useMemo(() => {
    const found = new Map<string, Trained>();
    for (const grant of me.grants) {
      if (!grant.permissions.includes('library.read')) continue;
      for (const shop of grant.shops) found.set(shop.id, { shop, merchantName: grant.merchantName, permissions: new Set([...(found.get(shop.id)?.permissions ?? []), ...grant.permissions]) });
    }
    return [...found.values()];
  }, [me.grants]);
  const chosen = all.find((each) => each.shop.id === search.shop) ?? all[0];
  return {
    all, chosen, search,
    set: (change) => navigate({ search: (before) => ({ ...before, ...change }) }),
    may: (permission) => chosen?.permissions.has(permission) ?? false,
  };
}
