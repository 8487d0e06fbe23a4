// Keeps one board live: asks for it on every new session, tells how fresh it is. The frames come through the shell's one line and reducer.
import { useEffect, useState } from 'react';
import type { BoardView, OrganisationId, ShopId } from '@qindesk/protocol';
import { boardKey } from '../live/state.ts';
import { onLiveEvent, request, useLive } from '../live/store.ts';
import { useNow } from '../ui/now.ts';

/** `late`: connected, and yet nothing has come for longer than a board may stay silent. */
export type Freshness = 'connecting' | 'live' | 'late' | 'offline';

/** The server sends a board at least this often while it is watched; three times that is late. */
const boardEveryMs = 5_000;

/** Watches a merchant's board, or one shop's. Only one board is watched at a time. */
export function useBoardFeed(merchantId: OrganisationId | undefined, shopId: ShopId | null): { board: BoardView | undefined; freshness: Freshness; error: unknown; retry: () => void } {
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const board = useLive((state) => (merchantId === undefined ? undefined : state.boards[boardKey(merchantId, shopId)]));
  const status = useLive((state) => state.connection.status);
  const now = useNow(1000);

  useEffect(() => {
    if (merchantId === undefined) return undefined;
    let left = false;
    const watch = (): void => {
      request({ type: 'board.watch', merchantId, shopId }).then(() => { if (!left) setError(null); }, (why: unknown) => { if (!left) setError(why); });
    };
    if (status === 'online') watch();
    // A new session knows nothing of what the last one watched; and when rights change the server lets go of every board.
    const stop = onLiveEvent((event) => { if (event.type === 'welcome' || event.type === 'access.changed') watch(); });
    return () => {
      left = true;
      stop();
      request({ type: 'board.unwatch' }).catch(() => undefined);
    };
    // `status` is read once: later sessions are told by their welcome.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [merchantId, shopId, attempt]);

  const freshness: Freshness = status === 'connecting' && board === undefined ? 'connecting' : status !== 'online' ? 'offline'
    : board === undefined ? 'connecting' : now - Date.parse(board.at) > boardEveryMs * 3 ? 'late' : 'live';
  return { board, freshness, error: board === undefined ? error : null, retry: () => setAttempt((before) => before + 1) };
}
