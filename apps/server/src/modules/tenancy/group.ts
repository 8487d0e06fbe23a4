// A group that receives a shop's conversations. Not for its queue or its members (routing).
import { refuse, type Database, type Tx } from '../../platform/index.ts';

export interface Group { merchantId: string; id: string; shopId: string; name: string; isDefault: boolean }
interface GroupRow { merchant_id: string; id: string; shop_id: string; name: string; is_default: boolean }
type Queries = Pick<Database, 'query' | 'maybe'> | Tx;

const groupOf = (row: GroupRow): Group => ({ merchantId: row.merchant_id, id: row.id, shopId: row.shop_id, name: row.name, isDefault: row.is_default });
const columns = 'merchant_id, id, shop_id, name, is_default';

/** Groups of these merchants, default first. */
export const listGroups = async (db: Queries, merchantIds: readonly string[]): Promise<Group[]> =>
  (await db.query<GroupRow>(`SELECT ${columns} FROM groups WHERE merchant_id = ANY($1) ORDER BY is_default DESC, id`, [merchantIds])).map(groupOf);

/** Refuses `not_found`. Index: groups_once_per_id. */
export const getGroup = async (db: Queries, groupId: string): Promise<Group> => {
  const row = await db.maybe<GroupRow>(`SELECT ${columns} FROM groups WHERE id = $1`, [groupId]);
  return row ? groupOf(row) : refuse('not_found', `group ${groupId}`);
};

/** The group that receives when nothing else was chosen. */
export const getDefaultGroup = async (db: Queries, merchantId: string, shopId: string): Promise<Group> => {
  const row = await db.maybe<GroupRow>(`SELECT ${columns} FROM groups WHERE merchant_id = $1 AND shop_id = $2 ORDER BY is_default DESC, id LIMIT 1`, [merchantId, shopId]);
  return row ? groupOf(row) : refuse('not_found', `default group of shop ${shopId}`);
};
