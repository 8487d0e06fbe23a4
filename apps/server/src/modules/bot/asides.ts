// What a line does that asks nothing, by what the trade takes it for: people take leave, or name an order, in more ways than a list holds. Not for single words (words), for details that their form shows (details) or for what a library answers.
import type { Match } from '@qindesk/matcher';
import type { Detail } from './details.ts';

/**
 * `closes` a talk: nobody waits for a word after thanks, goodbye, understood, I shall try, one moment. `opens` one: says that there is a question. `names` a product or a purchase, and not what about it. A {@link Detail}: hands that over and nothing else.
 * Agreement (是的) is none of them: it may answer what the robot asked.
 */
export type Aside = 'closes' | 'opens' | 'names' | Extract<Detail, 'order' | 'phone' | 'address'>;

const kindOf: Readonly<Record<string, Aside>> = {
  'chat.thanks': 'closes', 'chat.bye': 'closes', 'chat.ok': 'closes', 'chat.no-more': 'closes', 'chat.wait': 'closes', 'chat.laugh': 'closes', 'chat.sorry': 'closes', 'chat.i-know': 'closes', 'chat.not-need': 'closes',
  'chat.think-again': 'closes', 'chat.try-later': 'closes', 'chat.praise': 'closes', 'chat.contacted': 'closes', 'none.plan': 'closes',
  'chat.greeting': 'opens', 'chat.have-question': 'opens',
  'none.answer-which': 'names', 'none.answer-when': 'names', 'none.order-story': 'names',
  'chat.order-sent': 'order', 'chat.phone-sent': 'phone', 'none.address-only': 'address',
};

/** The share of the topics from which on a line is taken so. Of 6,307 lines of the second hand that ask something, 1 is taken for a farewell and 3 for an address alone, which they are. */
const sure = 0.8;

/** What the line does; null where it asks something, or the trade is not sure. For lines that the library does not answer. */
export const asideIn = ({ topics }: Match): Aside | null => {
  const shares = new Map<Aside, number>();
  for (const { id, share } of topics) {
    const kind = kindOf[id];
    if (kind) shares.set(kind, (shares.get(kind) ?? 0) + share);
  }
  return [...shares].find(([, share]) => share >= sure)?.[0] ?? null;
};

/** Those of what closes a talk that can mean nothing else: who does not need it any more, or wants to think, may be about to cancel. */
const farewells = new Set(['chat.thanks', 'chat.bye', 'chat.ok', 'chat.no-more', 'chat.laugh']);

/** Surely thanks, goodbye, understood or a laugh, and nothing besides. */
export const isFarewell = ({ topics }: Match): boolean => topics.reduce((sum, { id, share }) => sum + (farewells.has(id) ? share : 0), 0) >= sure;
