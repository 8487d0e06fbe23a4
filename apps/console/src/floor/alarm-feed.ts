// The alarms of a floor: read once, then kept by frames; tells which are new. Not for drawing or sounding them.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { floorRoutes, type AlarmView, type OrganisationId, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { onLiveEvent, useLiveShallow } from '../live/store.ts';
import { mergeAlarms, orderAlarms, type AlarmPiles } from './order-alarms.ts';

/** Alarms of the merchant, or of one shop. `onNew` is called once for each that is raised after the first reading. */
export function useAlarmFeed(merchantId: OrganisationId | undefined, shopId: ShopId | null, onNew: (alarm: AlarmView) => void): { piles: AlarmPiles; loading: boolean; error: unknown; retry: () => void } {
  const read = useQuery({
    queryKey: ['alarms', merchantId], enabled: merchantId !== undefined,
    queryFn: ({ signal }) => http.call(floorRoutes.listAlarms, { params: { id: merchantId as OrganisationId }, signal }),
  });
  const live = useLiveShallow((state) => Object.values(state.alarms).filter((alarm) => alarm.merchantId === merchantId));
  const { refetch } = read;
  // What was raised and resolved while the line was down is told by nobody: read again.
  useEffect(() => onLiveEvent((event) => { if (event.type === 'welcome') void refetch(); }), [refetch]);
  const alarms = useMemo(() => mergeAlarms(read.data?.items ?? [], live).filter((alarm) => shopId === null || alarm.shopId === shopId), [read.data, live, shopId]);
  const piles = useMemo(() => orderAlarms(alarms), [alarms]);

  const known = useRef<Set<string>>(new Set());
  const [openedAt] = useState(() => Date.now());
  const ready = read.isFetched;
  useEffect(() => {
    for (const alarm of piles.open) {
      if (known.current.has(alarm.id)) continue;
      known.current.add(alarm.id);
      if (ready && Date.parse(alarm.raisedAt) > openedAt - 5000) onNew(alarm);
    }
  }, [piles, ready, openedAt, onNew]);
  return { piles, loading: read.isPending, error: read.data === undefined ? read.error : null, retry: () => void refetch() };
}
