// Proposing, accepting and ending a contract: each a row with author and time, each a fact in the log.
import { newId, refuse, type House, type Tx } from '../../platform/index.ts';
import { lockContract, type Contract } from './contract.ts';

/** Who acts, as the history shows it. */
export interface ContractAuthor { memberId: string; organisationId: string; name: string }

export interface ContractTerms {
  providerCode: string;
  shopIds: string[];
  groupIds: string[];
  startsAt: Date;
  endsAt: Date | null;
  fields: { phone: boolean; address: boolean };
}

const record = async (house: House, tx: Tx, contract: { id: string; merchantId: string; providerId: string }, author: ContractAuthor, what: 'proposed' | 'accepted' | 'ended'): Promise<void> => {
  await tx.run('INSERT INTO contract_changes (contract_id, by_member_id, by_name, what) VALUES ($1, $2, $3, $4)', [contract.id, author.memberId, author.name, what]);
  await house.events.append(tx, [{ merchantId: contract.merchantId, type: `contract.${what}`, subjectId: null, payload: { contractId: contract.id, providerId: contract.providerId } }]);
};

/** The merchant proposes. Shops and groups must be its own; refuses `not_found` otherwise, and for an unknown provider code. */
export const proposeContract = (house: House, author: ContractAuthor, terms: ContractTerms): Promise<string> =>
  house.db.owner.transact(async (tx) => {
    if (terms.endsAt && terms.endsAt <= terms.startsAt) refuse('invalid', 'ends before it starts', { field: 'endsAt' });
    const provider = (await tx.maybe<{ id: string }>("SELECT id FROM organisations WHERE code = $1 AND kind = 'provider'", [terms.providerCode])) ?? refuse('not_found', 'provider code', { field: 'providerCode' });
    const shops = await tx.query('SELECT id FROM shops WHERE merchant_id = $1 AND id = ANY($2)', [author.organisationId, terms.shopIds]);
    if (shops.length !== new Set(terms.shopIds).size) refuse('not_found', 'shop', { field: 'shopIds' });
    const groups = await tx.query('SELECT id FROM groups WHERE merchant_id = $1 AND id = ANY($2) AND shop_id = ANY($3)', [author.organisationId, terms.groupIds, terms.shopIds]);
    if (groups.length !== new Set(terms.groupIds).size) refuse('not_found', 'group', { field: 'groupIds' });
    const id = newId('contract');
    await tx.run(
      `INSERT INTO contracts (id, merchant_id, provider_id, state, starts_at, ends_at, shop_ids, group_ids, phone_visible, address_visible)
       VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8, $9)`,
      [id, author.organisationId, provider.id, terms.startsAt, terms.endsAt, terms.shopIds, terms.groupIds, terms.fields.phone, terms.fields.address]);
    await record(house, tx, { id, merchantId: author.organisationId, providerId: provider.id }, author, 'proposed');
    return id;
  });

/** The provider accepts what was proposed to it. Refuses `move_not_possible` in another state. */
export const acceptContract = (house: House, author: ContractAuthor, contractId: string): Promise<Contract> =>
  house.db.owner.transact(async (tx) => {
    const contract = await lockContract(tx, contractId, author.organisationId);
    if (contract.providerId !== author.organisationId) refuse('not_allowed', 'the provider accepts');
    if (contract.state !== 'proposed') refuse('move_not_possible', `contract is ${contract.state}`);
    await tx.run("UPDATE contracts SET state = 'accepted' WHERE id = $1", [contractId]);
    await record(house, tx, contract, author, 'accepted');
    return { ...contract, state: 'accepted' };
  });

/** Either side ends it, now. What its agents held is given back by the reaction to `contract.ended` [SC1]. */
export const endContract = (house: House, author: ContractAuthor, contractId: string): Promise<Contract> =>
  house.db.owner.transact(async (tx) => {
    const contract = await lockContract(tx, contractId, author.organisationId);
    if (contract.state === 'ended') refuse('move_not_possible', 'contract has ended already');
    await tx.run("UPDATE contracts SET state = 'ended' WHERE id = $1", [contractId]);
    await record(house, tx, contract, author, 'ended');
    return { ...contract, state: 'ended' };
  });
