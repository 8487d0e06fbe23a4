// From a member's id to the actor: who they are, and their grants as of now. Not for sign-in (auth).
import type { MemberId, OrganisationId, Role } from '@qindesk/protocol';
import type { Database } from '../../platform/index.ts';
import { contractOf, inForceSql } from '../tenancy/index.ts';
import type { Grant, MemberActor } from './actor.ts';

interface MemberRow { id: MemberId; organisation_id: OrganisationId; organisation_kind: 'merchant' | 'provider'; organisation_name: string; name: string; role: Role }

const ownGrant = (member: MemberRow): Grant[] =>
  member.organisation_kind === 'merchant'
    ? [{ merchantId: member.organisation_id, contractId: null, role: member.role, shopIds: null, groupIds: null, fields: { phone: true, address: true }, until: null }]
    : [];

const contractGrants = async (db: Pick<Database, 'query'>, member: MemberRow): Promise<Grant[]> => {
  if (member.organisation_kind !== 'provider') return [];
  const rows = await db.query<Parameters<typeof contractOf>[0]>(`SELECT c.* FROM contracts c WHERE c.provider_id = $1 AND ${inForceSql('c')}`, [member.organisation_id]);
  return rows.map(contractOf).map((contract) => ({
    merchantId: contract.merchantId as OrganisationId, contractId: contract.id, role: member.role, shopIds: new Set(contract.shopIds),
    groupIds: contract.groupIds.length > 0 ? new Set(contract.groupIds) : null,
    fields: { phone: contract.phoneVisible, address: contract.addressVisible }, until: contract.endsAt,
  }));
};

/** The actor, or undefined when the member is unknown or no longer active. */
export const loadMemberActor = async (db: Pick<Database, 'query' | 'maybe'>, by: { memberId: string } | { userId: string }): Promise<MemberActor | undefined> => {
  const [column, key] = 'memberId' in by ? ['id', by.memberId] : ['user_id', by.userId];
  const member = await db.maybe<MemberRow>(
    `SELECT m.id, m.organisation_id, o.kind AS organisation_kind, o.name AS organisation_name, m.name, m.role
     FROM members m JOIN organisations o ON o.id = m.organisation_id WHERE m.${column} = $1 AND m.active`, [key]);
  if (!member) return undefined;
  const serves = await db.query<{ group_id: string }>(
    `SELECT gm.group_id FROM group_members gm LEFT JOIN contracts c ON c.id = gm.contract_id
     WHERE gm.member_id = $1 AND (gm.contract_id IS NULL OR ${inForceSql('c')})`, [member.id]);
  return {
    kind: 'member', memberId: member.id, organisationId: member.organisation_id, organisationKind: member.organisation_kind, organisationName: member.organisation_name,
    name: member.name, role: member.role, servesGroupIds: new Set(serves.map((row) => row.group_id)), grants: [...ownGrant(member), ...(await contractGrants(db, member))],
  };
};
