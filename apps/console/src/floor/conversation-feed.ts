// Conversations for the floor's lists: read by pages, read again while the list is looked at. Not for messages (watch-drawer.tsx).
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { conversationRoutes, type ConversationView, type OrganisationId, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { onLiveEvent, useLive } from '../live/store.ts';

/** Which list. `queue`: waiting for a person, longest first. `open`: all that are not closed, latest activity first. */
export type ListKind = 'queue' | 'open';

const pageSize = 100;
/** Lists may be this old; the board above them is live. */
const readAgainMs = 4000;

/** Every conversation once: a page read a moment later may repeat one that has moved down. */
const flat = (pages: readonly { items: ConversationView[] }[]): ConversationView[] =>
  [...new Map(pages.flatMap((page) => page.items).map((each) => [each.id, each])).values()];

export function useConversationFeed(kind: ListKind, merchantId: OrganisationId | undefined, shopId: ShopId | null, groupId: string | null) {
  const online = useLive((state) => state.connection.status === 'online');
  const query = useInfiniteQuery({
    queryKey: ['floor-conversations', kind, merchantId, shopId, groupId], enabled: merchantId !== undefined,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => http.call(conversationRoutes.list, {
      query: {
        merchantId, limit: pageSize, ...(kind === 'queue' ? { state: 'queued' as const } : { open: 'true' }),
        ...(shopId === null ? {} : { shopId }), ...(groupId === null ? {} : { groupId: groupId as never }), ...(pageParam === null ? {} : { cursor: pageParam }),
      }, signal,
    }),
    getNextPageParam: (last) => last.cursor,
    refetchInterval: online ? readAgainMs : false,
    staleTime: readAgainMs,
  });
  const { refetch } = query;
  // After a break the list is read at once, also when the last reading failed.
  useEffect(() => onLiveEvent((event) => { if (event.type === 'welcome') void refetch(); }), [refetch]);
  const items = useMemo(() => {
    const all = flat(query.data?.pages ?? []);
    return kind === 'queue' ? all.sort((a, b) => (a.queuedAt ?? '').localeCompare(b.queuedAt ?? '')) : all;
  }, [query.data, kind]);
  return { query, items };
}
