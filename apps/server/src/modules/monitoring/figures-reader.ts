// The durable reader that keeps conversation_figures: each event once, in the cursor's transaction [MN2]. Not for the definitions (figures).
import { breathe, startReader, type House, type Log, type LoggedEvent, type Reader, type Tx } from '../../platform/index.ts';
import { applyEvents, figureEvents, keyOf, keyOfEvent, type Figures } from './figures.ts';
import { readFigures, writeFigures, type ConversationKey } from './figures-store.ts';
import { figuresFromLog, findOvertaken, readerName } from './recompute-figures.ts';

const keysOf = (events: readonly LoggedEvent[]): ConversationKey[] =>
  [...new Map(events.map((event) => [keyOfEvent(event), { merchantId: event.merchantId, conversationId: event.subjectId ?? '' }])).values()];

/** Events that are folded in one go, two milliseconds' worth: messages do not wait for more. */
const atOnce = 500;

/** As applyEvents, with a breath now and then. */
const fold = async (before: ReadonlyMap<string, Figures>, events: readonly LoggedEvent[]): Promise<Map<string, Figures>> => {
  const ordered = [...events].sort((a, b) => a.position - b.position);
  let after = new Map(before);
  for (let i = 0; i < ordered.length; i += atOnce) {
    if (i > 0) await breathe();
    after = applyEvents(after, ordered.slice(i, i + atOnce));
  }
  return after;
};

/** Takes a batch in: the rows of its conversations read once, folded, written once. */
export const takeIn = async (tx: Tx, events: readonly LoggedEvent[], log?: Log): Promise<void> => {
  const before = await readFigures(tx, keysOf(events));
  const after = await fold(before, events);
  for (const key of findOvertaken(before, events)) {
    const figures = await figuresFromLog(tx, key, events);
    if (figures) after.set(keyOf(key), figures);
    else log?.warn({ conversation: key.conversationId }, 'the log no longer holds the beginning of this conversation: its figures go on from the row, a fact that was overtaken may count in the wrong order');
  }
  await writeFigures(tx, [...after].filter(([key, figures]) => before.get(key) !== figures).map(([, figures]): Figures => figures));
};

/** Each of the four lanes has its turn twice a second: that makes one write of many messages of a conversation, and the board stays within its two seconds [MN1]. One lane at once: messages do not wait behind all of it. */
const rest = { batch: 2000, lanes: 1, restMs: 125 };

/** Starts the reader `figures`. */
export const startFiguresReader = (house: House): Promise<Reader> =>
  startReader(house.db.owner, house.bus, house.log, { name: readerName, types: figureEvents, handle: (tx, events) => takeIn(tx, events, house.log), ...rest });
