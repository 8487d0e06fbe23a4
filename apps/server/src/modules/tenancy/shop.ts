// A shop: its row, its settings, its opening hours. Not for who may see it (identity).
import { shopSettings, type Id, type OrganisationId, type ShopId, type ShopSettings } from '@qindesk/protocol';
import { refuse, type Database, type Tx } from '../../platform/index.ts';

export interface Bilingual { zh: string; en: string }

export interface Shop {
  merchantId: OrganisationId;
  id: ShopId;
  slug: string;
  name: Bilingual;
  robotName: Bilingual;
  welcome: Bilingual;
  picture: string | null;
  accent: string;
  settings: ShopSettings;
  signingSecret: string;
}

interface ShopRow {
  merchant_id: Id<'organisation'>; id: ShopId; slug: string; name: Bilingual; robot_name: Bilingual; welcome: Bilingual; picture: string | null; accent: string;
  settings: object; signing_secret: string;
}

const shopOf = (row: ShopRow): Shop => ({
  merchantId: row.merchant_id, id: row.id, slug: row.slug, name: row.name, robotName: row.robot_name, welcome: row.welcome, picture: row.picture, accent: row.accent,
  settings: shopSettings.parse(row.settings), signingSecret: row.signing_secret,
});

type Queries = Pick<Database, 'query' | 'maybe'> | Tx;

/** By id or slug; undefined when there is none. Index: shops_once_per_id, shops_once_per_slug. */
export const findShop = async (db: Queries, key: string): Promise<Shop | undefined> => {
  const row = await db.maybe<ShopRow>('SELECT * FROM shops WHERE id = $1 OR slug = $1', [key]);
  return row && shopOf(row);
};

/** By id or slug; refuses `not_found`. */
export const getShop = async (db: Queries, key: string): Promise<Shop> => (await findShop(db, key)) ?? refuse('not_found', `shop ${key}`);

/** Shops by id; those that do not exist are missing. Index: shops_once_per_id. */
export const listShopsById = async (db: Queries, ids: readonly string[]): Promise<Shop[]> =>
  (await db.query<ShopRow>('SELECT * FROM shops WHERE id = ANY($1)', [ids])).map(shopOf);

/** All shops of these merchants. */
export const listShops = async (db: Queries, merchantIds: readonly string[]): Promise<Shop[]> =>
  (await db.query<ShopRow>('SELECT * FROM shops WHERE merchant_id = ANY($1) ORDER BY id', [merchantIds])).map(shopOf);

const partsIn = (at: Date, timeZone: string): { day: number; minute: number } => {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return { day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1, minute: Number(part('hour')) * 60 + Number(part('minute')) };
};
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether people receive at this moment. A span whose end is not after its start runs past midnight. No spans: always. */
export const isOpen = (settings: Pick<ShopSettings, 'hours' | 'timeZone'>, at: Date): boolean => {
  if (settings.hours.length === 0) return true;
  const { day, minute } = partsIn(at, settings.timeZone);
  const yesterday = day === 1 ? 7 : day - 1;
  return settings.hours.some(({ days, from, to }) => {
    const [start, end] = [minutes(from), minutes(to)];
    if (end > start) return days.includes(day) && minute >= start && minute < end;
    return (days.includes(day) && minute >= start) || (days.includes(yesterday) && minute < end);
  });
};
