// Founding: an organisation, a shop with its default group, a further group. Used by the operator's CLI and the demonstration.
import { randomBytes } from 'node:crypto';
import { shopSettings, type GroupId, type OrganisationId, type ShopId, type ShopSettings } from '@qindesk/protocol';
import { newId, type Tx } from '../../platform/index.ts';
import type { Bilingual } from './shop.ts';

/** Founds a merchant or a provider. `code` is what the other side types in a contract. */
export const createOrganisation = async (tx: Tx, input: { kind: 'merchant' | 'provider'; name: string; code: string }): Promise<OrganisationId> => {
  const id = newId('organisation');
  await tx.run('INSERT INTO organisations (id, kind, name, code) VALUES ($1, $2, $3, $4)', [id, input.kind, input.name, input.code]);
  return id;
};

export interface NewShop { merchantId: string; slug: string; name: Bilingual; robotName: Bilingual; welcome: Bilingual; picture?: string; accent?: string; settings?: Partial<ShopSettings> }

/** Opens a shop with its default group. */
export const createShop = async (tx: Tx, input: NewShop): Promise<{ shopId: ShopId; groupId: GroupId }> => {
  const shopId = newId('shop');
  await tx.run(
    'INSERT INTO shops (merchant_id, id, slug, name, robot_name, welcome, picture, accent, settings, signing_secret) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [input.merchantId, shopId, input.slug, JSON.stringify(input.name), JSON.stringify(input.robotName), JSON.stringify(input.welcome), input.picture ?? null, input.accent ?? '#E8590C',
      JSON.stringify(shopSettings.parse(input.settings ?? {})), randomBytes(32).toString('base64url')]);
  return { shopId, groupId: await createGroup(tx, { merchantId: input.merchantId, shopId, name: '默认分组', isDefault: true }) };
};

/** Adds a group to a shop. */
export const createGroup = async (tx: Tx, input: { merchantId: string; shopId: string; name: string; isDefault?: boolean }): Promise<GroupId> => {
  const id = newId('group');
  await tx.run('INSERT INTO groups (merchant_id, id, shop_id, name, is_default) VALUES ($1, $2, $3, $4, $5)', [input.merchantId, id, input.shopId, input.name, input.isDefault ?? false]);
  return id;
};

/** Gives a group another name. */
export const renameGroup = async (tx: Tx, group: { merchantId: string; id: string }, name: string): Promise<void> => {
  await tx.run('UPDATE groups SET name = $3 WHERE merchant_id = $1 AND id = $2', [group.merchantId, group.id, name]);
};
