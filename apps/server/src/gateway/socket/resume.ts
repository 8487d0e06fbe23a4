// After a break: backfill from the database, cut over, stream [CM6]. While the backfill is read, live messages are held back; then those it did not hold follow.
import type { House } from '../../platform/index.ts';
import { listMessagesAfter, messageViewOf } from '../../modules/conversation/index.ts';
import type { Session, Watch } from './session.ts';

/** More than this held back means the reader is too slow: the hold is dropped, the client sees a gap and asks again. */
const holdAtMost = 1000;

/** Keeps a live message back when a backfill is under way; false when it may go out now. */
export const heldBack = (watch: Watch, view: NonNullable<Watch['holding']>[number]): boolean => {
  if (!watch.holding) return false;
  if (watch.holding.length < holdAtMost) watch.holding.push(view);
  return true;
};

/** Begins to hold live messages back before the backfill that the client's hello asks for: none goes out in front of it. */
export const holdForResume = (watch: Watch): void => { watch.holding ??= []; };

/** Sends what the client missed after `afterSeq`; `ref` null answers a hello. At most 500 messages a call: `complete: false` asks the client to go on. */
export const backfill = async (house: House, session: Session, watch: Watch, conversationId: string, afterSeq: number, ref: number | null): Promise<void> => {
  // Two at a time share what is held back: the first to end sends it and opens the way, the other still has it to look through.
  const holding = (watch.holding ??= []);
  const audience = session.actor.kind === 'consumer' ? 'consumer' : 'staff';
  try {
    const { messages, complete } = await listMessagesAfter(house.db, watch.merchantId, conversationId, afterSeq);
    session.send({ type: 'backfill', ref, conversationId, messages: messages.map((message) => messageViewOf(message, audience)), complete });
    const last = messages.at(-1)?.seq ?? afterSeq;
    const rest = holding.filter((view) => view.seq > last).sort((a, b) => a.seq - b.seq);
    if (rest.length > 0 && complete) session.send({ type: 'messages', messages: rest });
    watch.backfilledTo = Math.max(watch.backfilledTo, last);
  } finally {
    if (watch.holding === holding) watch.holding = null;
  }
};
