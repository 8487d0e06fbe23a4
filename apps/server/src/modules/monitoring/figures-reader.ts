// The durable reader that keeps conversation_figures: each event once, in the cursor's transaction [MN2]. Not for the definitions (figures).
import { startReader, type House, type Log, type LoggedEvent, type Reader, type Tx } from '../../platform/index.ts';
import { applyEvents, figureEvents, keyOf, keyOfEvent, type Figures } from './figures.ts';
import { readFigures, writeFigures, type ConversationKey } from './figures-store.ts';
import { figuresFromLog, findOvertaken, readerName } from './recompute-figures.ts';

const keysOf = (events: readonly LoggedEvent[]): ConversationKey[] =>
  [...new Map(events.map((event) => [keyOfEvent(event), { merchantId: event.merchantId, conversationId: event.subjectId ?? '' }])).values()];

/** Takes a batch in: the rows of its conversations read once, folded, written once. */
export const takeIn = async (tx: Tx, events: readonly LoggedEvent[], log?: Log): Promise<void> => {
  const before = await readFigures(tx, keysOf(events));
  const after = applyEvents(before, events);
  for (const key of findOvertaken(before, events)) {
    const figures = await figuresFromLog(tx, key, events);
    if (figures) after.set(keyOf(key), figures);
    else log?.warn({ conversation: key.conversationId }, 'the log no longer holds the beginning of this conversation: its figures go on from the row, a fact that was overtaken may count in the wrong order');
  }
  await writeFigures(tx, [...after].filter(([key, figures]) => before.get(key) !== figures).map(([, figures]): Figures => figures));
};

/** Half a second of rest makes one write of many messages of a conversation; the board stays within its two seconds [MN1]. */
const rest = { batch: 2000, restMs: 500 };

/** Starts the reader `figures`. */
export const startFiguresReader = (house: House): Promise<Reader> =>
  startReader(house.db.owner, house.bus, house.log, { name: readerName, types: figureEvents, handle: (tx, events) => takeIn(tx, events, house.log), ...rest });
