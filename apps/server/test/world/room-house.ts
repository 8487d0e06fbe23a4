// A house over the story's own database, without HTTP: for stories told at a room's door. Not for what goes through sockets and requests.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { MemberId, OrganisationId, Role, ShopId } from '@qindesk/protocol';
import { boundTo, createDiskStorage, createEventLog, createInProcessBus, createLog, onBehalfOf, openDatabase, readConfig, systemClock, type House } from '../../src/platform/index.ts';
import { createAuth, createMember, loadMemberActor, type Auth, type MemberCtx } from '../../src/modules/identity/index.ts';
import { createOrganisation, createShop } from '../../src/modules/tenancy/index.ts';

export interface RoomHouse { house: House; auth: Auth; close(): Promise<void> }

/** Opens the house over DATABASE_URL. Close it at the end of the file. */
export const openRoomHouse = (): RoomHouse => {
  const config = readConfig({ ...process.env, QINDESK_TEST: 'on', LOG_LEVEL: 'error' }, [], resolve(import.meta.dirname, '../..'));
  const log = createLog(config.logLevel);
  const bus = createInProcessBus(log);
  const db = openDatabase(config.databaseUrl ?? '', log);
  const house: House = { config, log, bus, db, clock: systemClock, events: createEventLog(randomBytes(6).toString('hex'), bus), storage: createDiskStorage(resolve(config.dataDir, 'files')) };
  return { house, auth: createAuth(config, db, randomBytes(32).toString('base64url'), 'http://127.0.0.1:3000'), close: () => db.close() };
};

export interface Merchant { merchantId: OrganisationId; shopId: ShopId; slug: string }

/** A merchant with one shop. */
export const foundMerchant = (house: House): Promise<Merchant> =>
  house.db.transact(async (tx) => {
    const slug = `shop-${randomBytes(5).toString('hex')}`;
    const merchantId = await createOrganisation(tx, { kind: 'merchant', name: slug, code: slug });
    const both = (text: string) => ({ zh: text, en: text });
    const { shopId } = await createShop(tx, { merchantId, slug, name: both(slug), robotName: both('小禾'), welcome: both('亲，您好') });
    return { merchantId, shopId, slug };
  });

/** A new member of an organisation. */
export const foundMember = ({ house, auth }: RoomHouse, organisationId: string, role: Role): Promise<MemberId> =>
  createMember(house, auth, { organisationId, name: `${role} 某人`, email: `${randomBytes(6).toString('hex')}@shop.example`, password: 'a-password-of-tests', role, capacity: 5 });

/** The member as a request of theirs would act now: grants as of now, held to their merchants by row-level security. */
export const actAs = async (house: House, memberId: string): Promise<MemberCtx> => {
  const actor = await loadMemberActor(house.db, { memberId });
  if (!actor) throw new Error(`no member ${memberId}`);
  const merchants = [...new Set([actor.organisationId, ...actor.grants.map((grant) => grant.merchantId)])];
  return onBehalfOf({ ...house, db: boundTo(house.db, merchants) }, actor);
};
