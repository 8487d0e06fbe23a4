// A contract between a merchant and a provider: its states and when it is in force. Not for what a member may do under it (identity/grants).
import { refuse, type Database, type Tx } from '../../platform/index.ts';

export interface Contract {
  id: string;
  merchantId: string;
  providerId: string;
  state: 'proposed' | 'accepted' | 'ended';
  startsAt: Date;
  endsAt: Date | null;
  shopIds: string[];
  /** Empty: every group of the shops. */
  groupIds: string[];
  phoneVisible: boolean;
  addressVisible: boolean;
}

interface ContractRow {
  id: string; merchant_id: string; provider_id: string; state: Contract['state']; starts_at: Date; ends_at: Date | null; shop_ids: string[]; group_ids: string[];
  phone_visible: boolean; address_visible: boolean;
}

export const contractOf = (row: ContractRow): Contract => ({
  id: row.id, merchantId: row.merchant_id, providerId: row.provider_id, state: row.state, startsAt: row.starts_at, endsAt: row.ends_at,
  shopIds: row.shop_ids, groupIds: row.group_ids, phoneVisible: row.phone_visible, addressVisible: row.address_visible,
});

/** In force: accepted and inside its time. */
export const inForce = (contract: Contract, at: Date): boolean =>
  contract.state === 'accepted' && contract.startsAt <= at && (contract.endsAt === null || contract.endsAt > at);

/** The condition of `inForce` for use in SQL, over a table alias. */
export const inForceSql = (alias: string): string => `(${alias}.state = 'accepted' AND ${alias}.starts_at <= now() AND (${alias}.ends_at IS NULL OR ${alias}.ends_at > now()))`;

type Queries = Pick<Database, 'query' | 'maybe'> | Tx;
const columns = 'id, merchant_id, provider_id, state, starts_at, ends_at, shop_ids, group_ids, phone_visible, address_visible';

/** Contracts of an organisation, on whichever side, newest first. */
export const listContracts = async (db: Queries, organisationId: string): Promise<Contract[]> =>
  (await db.query<ContractRow>(`SELECT ${columns} FROM contracts WHERE merchant_id = $1 OR provider_id = $1 ORDER BY created_at DESC`, [organisationId])).map(contractOf);

/** A contract that the organisation is a side of, locked; refuses `not_found` for anybody else's. */
export const lockContract = async (tx: Tx, contractId: string, organisationId: string): Promise<Contract> => {
  const row = await tx.maybe<ContractRow>(`SELECT ${columns} FROM contracts WHERE id = $1 AND (merchant_id = $2 OR provider_id = $2) FOR UPDATE`, [contractId, organisationId]);
  return row ? contractOf(row) : refuse('not_found', `contract ${contractId}`);
};
