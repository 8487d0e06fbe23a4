// Who a consumer is: an unguessable token that the widget keeps, or a JWT signed by the shop. Not for members (auth).
import { createHash, randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { ConsumerId } from '@qindesk/protocol';
import { newId, refuse, type Database, type House, type Tx } from '../../platform/index.ts';
import { getShop, type Shop } from '../tenancy/index.ts';
import type { ConsumerActor } from './actor.ts';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const tokenShape = /^ct_[A-Za-z0-9_-]{43}$/;

interface ConsumerRow { merchant_id: ConsumerActor['merchantId']; shop_id: ConsumerActor['shopId']; id: ConsumerId; name: string; external_id: string | null }
const actorOf = (row: ConsumerRow): ConsumerActor => ({ kind: 'consumer', merchantId: row.merchant_id, shopId: row.shop_id, consumerId: row.id, name: row.name, signed: row.external_id !== null });

/** The consumer behind a token, or undefined. Index: consumer_sessions_once_per_token. */
export const findConsumerByToken = async (db: Pick<Database, 'maybe'>, token: string): Promise<ConsumerActor | undefined> => {
  if (!tokenShape.test(token)) return undefined;
  const row = await db.maybe<ConsumerRow>(
    'SELECT c.merchant_id, c.shop_id, c.id, c.name, c.external_id FROM consumer_sessions s JOIN consumers c ON c.merchant_id = s.merchant_id AND c.id = s.consumer_id WHERE s.token_hash = $1', [hashOf(token)]);
  return row && actorOf(row);
};

interface SignedIdentity { externalId: string; name: string | null; phone: string | null }

/** Reads the shop's JWT: HS256 with the shop's secret, `sub` the shop's own id of the person, `exp` required and at most a day ahead. Refuses `bad_token`. */
const readJwt = async (shop: Shop, jwt: string, now: Date): Promise<SignedIdentity> => {
  const { payload } = await jwtVerify(jwt, Buffer.from(shop.signingSecret), { algorithms: ['HS256'], currentDate: now, clockTolerance: 30, requiredClaims: ['sub', 'exp'] })
    .catch((error: Error) => refuse('bad_token', error.message));
  if (typeof payload.sub !== 'string' || payload.sub.length < 1 || payload.sub.length > 128 || /[\u0000\p{Surrogate}]/u.test(payload.sub)) refuse('bad_token', 'sub');
  if ((payload.exp ?? 0) * 1000 > now.getTime() + 86_400_000) refuse('bad_token', 'lives longer than a day');
  // PostgreSQL holds no NUL.
  const text = (value: unknown, max: number) => (typeof value === 'string' ? value.replaceAll('\u0000', '').trim().slice(0, max) || null : null);
  return { externalId: payload.sub ?? '', name: text(payload.name, 60), phone: text(payload.phone, 20) };
};

/** Signs a consumer as a shop would on its own server; for the demonstration shops. Lives an hour. */
export const signConsumer = (shop: Pick<Shop, 'signingSecret'>, identity: { externalId: string; name: string; phone?: string }, now: Date): Promise<string> =>
  new SignJWT({ name: identity.name, phone: identity.phone }).setProtectedHeader({ alg: 'HS256' }).setSubject(identity.externalId)
    .setIssuedAt(Math.floor(now.getTime() / 1000)).setExpirationTime(Math.floor(now.getTime() / 1000) + 3600).sign(Buffer.from(shop.signingSecret));

const anonymousName = (id: string, language: string): string => (language === 'en' ? `Visitor ${id.slice(-4).toUpperCase()}` : `访客${id.slice(-4).toUpperCase()}`);

const upsertSigned = async (tx: Tx, shop: Shop, identity: SignedIdentity, language: string, device: string | null): Promise<ConsumerRow> => {
  const id = newId('consumer');
  const rows = await tx.query<ConsumerRow>(
    `INSERT INTO consumers (merchant_id, id, shop_id, external_id, name, phone, device, language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (merchant_id, shop_id, external_id) WHERE external_id IS NOT NULL
     DO UPDATE SET name = coalesce(nullif($5, ''), consumers.name), phone = coalesce($6, consumers.phone), device = coalesce($7, consumers.device)
     RETURNING merchant_id, shop_id, id, name, external_id`,
    [shop.merchantId, id, shop.id, identity.externalId, identity.name ?? anonymousName(id, language), identity.phone, device, language]);
  return rows[0] ?? refuse('internal', 'signed consumer was not stored');
};

const insertAnonymous = async (tx: Tx, shop: Shop, language: string, device: string | null): Promise<ConsumerRow> => {
  const id = newId('consumer');
  const name = anonymousName(id, language);
  await tx.run('INSERT INTO consumers (merchant_id, id, shop_id, name, device, language) VALUES ($1, $2, $3, $4, $5, $6)', [shop.merchantId, id, shop.id, name, device, language]);
  return { merchant_id: shop.merchantId, shop_id: shop.id, id, name, external_id: null };
};

export interface SessionRequest { shopId: string; token?: string; jwt?: string; device?: string; language: string }

/** Starts or continues a session. A token of another shop counts as none. With a JWT the session is that person's, on whatever device. */
export const startConsumerSession = async (house: House, input: SessionRequest): Promise<{ token: string; consumer: ConsumerActor }> => {
  const shop = await getShop(house.db, input.shopId);
  const known = input.token ? await findConsumerByToken(house.db, input.token) : undefined;
  const identity = input.jwt ? await readJwt(shop, input.jwt, house.clock.now()) : null;
  if (!identity && known && known.shopId === shop.id && input.token) return { token: input.token, consumer: known };
  const token = `ct_${randomBytes(32).toString('base64url')}`;
  const device = input.device?.slice(0, 100) ?? null;
  const row = await house.db.transact(async (tx) => {
    const consumer = identity ? await upsertSigned(tx, shop, identity, input.language, device) : await insertAnonymous(tx, shop, input.language, device);
    if (identity && known?.signed && known.consumerId === consumer.id && input.token) return consumer;
    await tx.run('INSERT INTO consumer_sessions (merchant_id, token_hash, consumer_id) VALUES ($1, $2, $3)', [shop.merchantId, hashOf(token), consumer.id]);
    return consumer;
  });
  const reuse = identity && known?.signed && known.consumerId === row.id && input.token;
  return { token: reuse && input.token ? input.token : token, consumer: actorOf(row) };
};
