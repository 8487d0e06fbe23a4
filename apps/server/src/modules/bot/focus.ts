// What a conversation is about besides words: the product and the order in focus, by the consumer's newest cards, else by the page. Not for what follows from it (read-in-context).
import type { House } from '../../platform/index.ts';
import { findOrderCard, listProductNames, type ShopPlace } from '../commerce/index.ts';
import type { Conversation } from '../conversation/index.ts';
import type { PublishedLibrary } from '../knowledge/index.ts';
import type { Context, OrderState } from './read-in-context.ts';
import { subjectsOf, type NamedProduct, type Subjects } from './subjects.ts';

interface Known { subjects: Subjects; products: ReadonlyMap<string, NamedProduct> }
/** By library: another version has other titles. */
const known = new WeakMap<PublishedLibrary, { at: number; made: Promise<Known> }>();
/** New products are noticed this late at most. */
const freshMs = 600_000;
/** Names of so many products are read; a product beyond is read when it is in focus. */
const productsRead = 2000;
/** A card further back than so many messages is no longer what is spoken of: then the page is. */
const cardsWithin = 12;

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

interface Card { seq: number; type: 'product' | 'order'; id: string }

/** What the consumer's newest cards name. Rides the primary key of messages. */
const newestCards = (house: House, { merchantId, id, lastSeq }: Conversation): Promise<Card[]> => house.db.query<Card>(
  `SELECT DISTINCT ON (body->>'type') seq, body->>'type' AS type, coalesce(body->>'productId', body->>'orderId') AS id FROM messages
   WHERE merchant_id = $1 AND conversation_id = $2 AND seq > $3 AND author_kind = 'consumer' AND body->>'type' IN ('product', 'order') ORDER BY body->>'type', seq DESC`, [merchantId, id, lastSeq - cardsWithin]);

/** What a conversation stands in now. An order's state is the shop's newest word, not the card's. */
export const contextOf = async (house: House, conversation: Conversation, library: PublishedLibrary, last: Context['last']): Promise<Context> => {
  const cards = await newestCards(house, conversation);
  const orderId = cards.find(({ type }) => type === 'order')?.id ?? conversation.orderId;
  const order = orderId === null ? null : await findOrderCard(house.db, conversation.merchantId, conversation.shopId, conversation.consumerId, orderId);
  const productId = cards.find(({ type }) => type === 'product')?.id ?? conversation.productId;
  return contextAround(house, { merchantId: conversation.merchantId, shopId: conversation.shopId }, library, productId, (order?.state ?? null) as OrderState | null, last);
};
