// The permission table, readable at one look. Not for which shops and groups (grants) or the state of a thing (the room's own moves).
import type { Role } from '@qindesk/protocol';
import { refuse } from '../../platform/index.ts';
import type { Grant, MemberActor } from './actor.ts';

const everyone: readonly Role[] = ['owner', 'supervisor', 'agent', 'trainer', 'inspector'];
const lead: readonly Role[] = ['owner', 'supervisor'];

interface Rule {
  roles: readonly Role[];
  /** Whether a provider's member may, inside a contract. */
  byContract: boolean;
}
const rule = (roles: readonly Role[], byContract: boolean): Rule => ({ roles, byContract });

export const permissions = {
  //                                      who                                     through a contract too
  'conversation.serve':            rule(['owner', 'supervisor', 'agent'],           true),
  'conversation.read_all':         rule(['owner', 'supervisor', 'inspector'],       true),
  'conversation.take_over':        rule(lead,                                       true),
  'conversation.transfer_any':     rule(lead,                                       true),
  'floor.read':                    rule(['owner', 'supervisor', 'inspector'],       true),
  'floor.act':                     rule(lead,                                       true),
  'library.read':                  rule(everyone,                                   true),
  'library.write':                 rule(['owner', 'supervisor', 'trainer'],         false),
  'library.publish':               rule(['owner', 'trainer'],                       false),
  'decisions.judge':               rule(['owner', 'supervisor', 'trainer', 'inspector'], false),
  'products.read':                 rule(everyone,                                   true),
  'quick_replies.write':           rule(['owner', 'supervisor', 'agent'],           true),
  'quick_replies.write_shop':      rule(lead,                                       false),
  'groups.read':                   rule(everyone,                                   true),
  'groups.write':                  rule(lead,                                       false),
  'shop.read':                     rule(everyone,                                   true),
  'shop.write':                    rule(lead,                                       false),
  'members.read':                  rule(lead,                                       false),
  'members.write':                 rule(['owner'],                                  false),
  'contracts.read':                rule(lead,                                       false),
  'contracts.write':               rule(['owner'],                                  false),
} as const satisfies Record<string, Rule>;
export type Permission = keyof typeof permissions;

/** Whether a grant carries a permission. */
export const carries = (grant: Grant, permission: Permission): boolean =>
  permissions[permission].roles.includes(grant.role) && (grant.contractId === null || permissions[permission].byContract);

/** The names a screen may show for a grant. */
export const permissionsOf = (grant: Grant): Permission[] => (Object.keys(permissions) as Permission[]).filter((name) => carries(grant, name));

export interface Place { merchantId: string; shopId?: string | null; groupId?: string | null }

const covers = (grant: Grant, place: Place): boolean =>
  grant.merchantId === place.merchantId
  && (place.shopId == null || grant.shopIds === null || grant.shopIds.has(place.shopId))
  && (place.groupId == null || grant.groupIds === null || grant.groupIds.has(place.groupId));

/** Grants that reach a place now; a contract's time is checked here too, so that a cached actor does not outlive it [SC1]. */
export const grantsAt = (actor: MemberActor, place: Place, now: Date): Grant[] =>
  actor.grants.filter((grant) => covers(grant, place) && (grant.until === null || grant.until > now));

/** Whether the member may do this at this place. */
export const may = (actor: MemberActor, permission: Permission, place: Place, now: Date): boolean =>
  grantsAt(actor, place, now).some((grant) => carries(grant, permission));

/** Refuses `not_found` where the place is not the member's at all (it answers like one that does not exist), `not_allowed` where only the right is missing. */
export const requirePermission = (actor: MemberActor, permission: Permission, place: Place, now: Date): void => {
  const grants = grantsAt(actor, place, now);
  if (grants.length === 0) refuse('not_found', `${permission} outside the grants of ${actor.memberId}`);
  if (!grants.some((grant) => carries(grant, permission))) refuse('not_allowed', `${actor.role} lacks ${permission}`);
};

/** A permission of the member within the own organisation (members, contracts). */
export const requireOwnPermission = (actor: MemberActor, permission: Permission): void => {
  if (!permissions[permission].roles.includes(actor.role)) refuse('not_allowed', `${actor.role} lacks ${permission}`);
};
