// A conversation's shop among the member's grants: its settings and what the member may do there.
import type { ConversationView, GrantView, ShopView } from '@qindesk/protocol';
import { useMe } from '../live/session.ts';

/** The grant that reaches a conversation, and its shop; undefined once the grant has ended. */
export const useShopOf = (view: Pick<ConversationView, 'merchantId' | 'shop'>): { grant: GrantView; shop: ShopView } | undefined => {
  const me = useMe();
  for (const grant of me.grants) {
    const shop = grant.merchantId === view.merchantId ? grant.shops.find((candidate) => candidate.id === view.shop.id) : undefined;
    if (shop !== undefined) return { grant, shop };
  }
  return undefined;
};
