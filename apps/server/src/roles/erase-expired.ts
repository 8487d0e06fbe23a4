// Retention: closed conversations older than their shop keeps them are erased whole, every room its own rows, in small transactions with rests. Not for how long (tenancy, the shop's setting).
import { allHaveRead, type House, type Job, type Tx } from '../platform/index.ts';
import { forgetConsumers } from '../modules/identity/index.ts';
import { listHeldByLibrary } from '../modules/knowledge/index.ts';
import { listHeldByProducts } from '../modules/commerce/index.ts';
import { consumersWithoutConversation, eraseConversations, listOwnFiles, lockExpired } from '../modules/conversation/index.ts';
import { forgetRouting } from '../modules/routing/index.ts';
import { forgetRobot } from '../modules/bot/index.ts';
import { forgetFigures } from '../modules/monitoring/index.ts';
import { listShopsWithRetention, type ShopRetention } from '../modules/tenancy/index.ts';
import { markFilesErased, removeErasedFiles } from '../gateway/index.ts';
import { dayMs } from './keep-partitions.ts';

/** Conversations of one transaction, the rest after it, and how long one run lasts at most: the next one goes on where it ended. */
export interface Pace { batch: number; restMs: number; runMs: number }
const calm: Pace = { batch: 50, restMs: 200, runMs: 300_000 };

/** Pictures and videos that were sent only here: what the library or a product shows stays. */
const markFiles = async (tx: Tx, { merchantId, providerIds }: ShopRetention, ids: readonly string[]): Promise<void> => {
  const files = await listOwnFiles(tx, merchantId, ids);
  if (files.length === 0) return;
  const names = files.map((file) => file.name);
  const held = new Set([...await listHeldByLibrary(tx, merchantId, names), ...await listHeldByProducts(tx, merchantId, names)]);
  await markFilesErased(tx, [merchantId, ...providerIds], files.filter((file) => !held.has(file.name)));
};

/**
 * One batch of one shop in one transaction: all of a conversation goes or nothing. Row-level security holds it to this merchant and, for files, its providers.
 * Returns how many conversations went. Locks the conversations, so that one being reopened now is either open before we look, and left alone, or gone before it is opened.
 */
const eraseBatch = (house: House, shop: ShopRetention, closedBefore: Date, batch: number): Promise<number> =>
  house.db.owner.transact(async (tx) => {
    const expired = await lockExpired(tx, { merchantId: shop.merchantId, shopId: shop.shopId, closedBefore, limit: batch });
    if (expired.length === 0) return 0;
    const ids = expired.map((one) => one.id);
    await markFiles(tx, shop, ids);
    await forgetRouting(tx, shop.merchantId, ids);
    await forgetRobot(tx, shop.merchantId, ids);
    await forgetFigures(tx, shop.merchantId, ids);
    await eraseConversations(tx, shop.merchantId, ids);
    await forgetConsumers(tx, shop.merchantId, await consumersWithoutConversation(tx, shop.merchantId, expired.map((one) => one.consumerId)));
    return ids.length;
  }, { merchants: [shop.merchantId, ...shop.providerIds] });

/** Erases what has expired in all shops, until nothing is left or the time of a run is over; returns how many conversations. */
export const eraseExpired = async (house: House, pace: Pace = calm): Promise<number> => {
  const now = house.clock.now().getTime();
  // Files of a run that was cut off between its commit and the removal.
  await removeErasedFiles(house);
  // A reader that has still to hear of a closure would look for the conversation, or count it anew.
  if (!await allHaveRead(house.db.owner, new Date(now - dayMs))) { house.log.warn({}, 'nothing is erased until the durable readers have caught up'); return 0; }
  const end = performance.now() + pace.runMs;
  let erased = 0;
  for (const shop of await listShopsWithRetention(house.db.owner)) {
    const before = erased;
    for (let count = pace.batch; count === pace.batch && performance.now() < end;) {
      count = await eraseBatch(house, shop, new Date(now - shop.days * dayMs), pace.batch);
      erased += count;
      await removeErasedFiles(house);
      if (count > 0 && pace.restMs > 0) await new Promise((done) => setTimeout(done, pace.restMs));
    }
    if (erased > before) house.log.info({ shop: shop.shopId, conversations: erased - before, days: shop.days }, 'conversations erased by retention');
  }
  return erased;
};

export const eraseExpiredJob = (house: House): Job => ({ name: 'erase-expired', everyMs: 600_000, alone: true, run: async () => { await eraseExpired(house); } });
