// What a conversation is about besides words: the product and the order in focus, by the consumer's newest cards, else by the page. Not for what follows from it (read-in-context).
import type { House } from '../../platform/index.ts';
import { findOrderCard, listProductNames, type ShopPlace } from '../commerce/index.ts';
import type { PublishedLibrary } from '../knowledge/index.ts';
import type { Context, OrderState } from './read-in-context.ts';
import type { Place } from './round.ts';
import { subjectsOf, type NamedProduct, type Subjects } from './subjects.ts';

interface Known { subjects: Subjects; products: ReadonlyMap<string, NamedProduct> }
/** By library: another version has other titles. */
const known = new WeakMap<PublishedLibrary, { at: number; made: Promise<Known> }>();
/** New products are noticed this late at most. */
const freshMs = 600_000;
/** Names of so many products are read; a product beyond is read when it is in focus. */
const productsRead = 2000;
/** A card further back than so many messages is no longer what is spoken of: then the page is. */
export const cardsWithin = 12;

const learnSubjects = async (house: House, place: ShopPlace, library: PublishedLibrary): Promise<Known> => {
  const products = await listProductNames(house.db.owner, place, { limit: productsRead });
  return { subjects: subjectsOf(library.questions, products), products: new Map(products.map((product) => [product.id, product])) };
};

/** The words by which the library calls the shop's products; the same for ten minutes. */
const subjectsIn = (house: House, place: ShopPlace, library: PublishedLibrary): Promise<Known> => {
  const before = known.get(library);
  if (before && house.clock.ms() - before.at < freshMs) return before.made;
  const made = learnSubjects(house, place, library);
  known.set(library, { at: house.clock.ms(), made });
  made.catch(() => known.delete(library));
  return made;
};

/** The context of a product and an order, as the matcher's reading takes it. `productId` null: none. */
export const contextAround = async (house: House, place: ShopPlace, library: PublishedLibrary, productId: string | null, orderState: OrderState | null, last: Context['last']): Promise<Context> => {
  const { subjects, products } = await subjectsIn(house, place, library);
  const product = productId === null ? undefined : products.get(productId) ?? (await listProductNames(house.db.owner, place, { ids: [productId], limit: 1 }))[0];
  return { subjects, productWords: product ? subjects.wordsOf(product) : [], orderState, last };
};

/** A card that a consumer sent: what is in focus. */
export interface Card { seq: number; type: 'product' | 'order'; id: string }

const newestOf = (cards: readonly Card[], type: Card['type']): string | undefined => cards.findLast((card) => card.type === type)?.id;

/** What a conversation stands in now; `cards` are the consumer's last ones, in order. An order's state is the shop's newest word, not the card's. */
export const contextOf = async (house: House, conversation: Place, cards: readonly Card[], library: PublishedLibrary, last: Context['last']): Promise<Context> => {
  const orderId = newestOf(cards, 'order') ?? conversation.orderId;
  const order = orderId === null ? null : await findOrderCard(house.db, conversation.merchantId, conversation.shopId, conversation.consumerId, orderId);
  const productId = newestOf(cards, 'product') ?? conversation.productId;
  return contextAround(house, { merchantId: conversation.merchantId, shopId: conversation.shopId }, library, productId, (order?.state ?? null) as OrderState | null, last);
};
