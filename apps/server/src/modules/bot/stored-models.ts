// Trained models as all processes share them: of one version the first that was stored counts, until one trained anew takes its place. Trains nothing (train-apart), keeps none in memory (shop-brain).
import type { House } from '../../platform/index.ts';
import type { ShopOfRobot } from './judgements.ts';
import { loadTrade, tradePath } from './trade.ts';
import { trainedFrom, type Trained } from './trained.ts';

/** Changes with what serialiseModel writes, what training means, and the knowledge of the trade. */
const formatOf = (house: House): string => `matcher-6-${loadTrade(tradePath(house.config.rootDir)).mark}`;

/** What another process, or this one before a restart, has trained already. A model of another format is as good as none. */
export const loadStored = async (house: House, { merchantId, shopId }: ShopOfRobot, version: number): Promise<Trained | null> => {
  const row = await house.db.maybe<{ bytes: Buffer }>('SELECT bytes FROM library_models WHERE merchant_id = $1 AND shop_id = $2 AND version = $3 AND format = $4', [merchantId, shopId, version, formatOf(house)]);
  if (!row) return null;
  try { return trainedFrom(row.bytes, loadTrade(tradePath(house.config.rootDir)).trade); } catch (error) { house.log.warn({ shopId, version, error: String(error) }, 'a stored model could not be read; it is trained again'); return null; }
};

/** The newest model of an earlier version, to be updated; null where none is stored. */
export const findBase = async (house: House, { merchantId, shopId }: ShopOfRobot, version: number): Promise<Uint8Array | null> =>
  (await house.db.maybe<{ bytes: Buffer }>('SELECT bytes FROM library_models WHERE merchant_id = $1 AND shop_id = $2 AND version < $3 AND format = $4 ORDER BY version DESC LIMIT 1', [merchantId, shopId, version, formatOf(house)]))?.bytes ?? null;

/** How often the stored model of a version was updated since it was trained; null where there is none. */
export const countUpdates = async (house: House, { merchantId, shopId }: ShopOfRobot, version: number): Promise<number | null> =>
  (await house.db.maybe<{ updates: number }>('SELECT updates FROM library_models WHERE merchant_id = $1 AND shop_id = $2 AND version = $3 AND format = $4', [merchantId, shopId, version, formatOf(house)]))?.updates ?? null;

/** Stores a model, unless one that was updated less often or as often is there; resolves to the one that is stored then. Models of earlier versions go. */
export const storeModel = async (house: House, shop: ShopOfRobot, version: number, trained: Trained): Promise<Trained> => {
  const { merchantId, shopId } = shop;
  const kept = await house.db.transact(async (tx) => {
    await tx.run('DELETE FROM library_models WHERE merchant_id = $1 AND shop_id = $2 AND version < $3', [merchantId, shopId, version]);
    return tx.run(
      `INSERT INTO library_models AS m (merchant_id, shop_id, version, format, updates, bytes) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (merchant_id, shop_id, version) DO UPDATE SET format = excluded.format, updates = excluded.updates, bytes = excluded.bytes, claimed_until = NULL WHERE m.format <> excluded.format OR m.updates > excluded.updates`,
      [merchantId, shopId, version, formatOf(house), trained.model.since.updates, Buffer.from(trained.bytes)]);
  });
  return kept > 0 ? trained : await loadStored(house, shop, version) ?? trained;
};

/** Longer than any training; whoever dies over it is followed by another after so long. */
const claimMs = 600_000;

/** Whether this process is to train anew what is stored of a version; for the others somebody is at it. */
export const claimTraining = async (house: House, { merchantId, shopId }: ShopOfRobot, version: number): Promise<boolean> =>
  (await house.db.query(
    `UPDATE library_models SET claimed_until = now() + make_interval(secs => $4::float / 1000) WHERE merchant_id = $1 AND shop_id = $2 AND version = $3 AND (claimed_until IS NULL OR claimed_until < now()) RETURNING 1`,
    [merchantId, shopId, version, claimMs])).length > 0;
