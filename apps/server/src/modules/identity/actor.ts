// On whose behalf something is done: a member, a consumer, the robot, the house itself. Not for what each may do (permissions, grants).
import type { ConsumerId, MemberId, OrganisationId, Role, ShopId } from '@qindesk/protocol';
import type { Ctx } from '../../platform/index.ts';

/** What a member may touch at one merchant, through membership (contractId null) or a contract in force. */
export interface Grant {
  merchantId: OrganisationId;
  contractId: string | null;
  role: Role;
  /** null: all. */
  shopIds: ReadonlySet<string> | null;
  groupIds: ReadonlySet<string> | null;
  fields: { phone: boolean; address: boolean };
  until: Date | null;
}

export interface MemberActor {
  kind: 'member';
  memberId: MemberId;
  organisationId: OrganisationId;
  organisationKind: 'merchant' | 'provider';
  organisationName: string;
  name: string;
  role: Role;
  /** Groups the member serves, at any merchant. */
  servesGroupIds: ReadonlySet<string>;
  grants: readonly Grant[];
}
export interface ConsumerActor { kind: 'consumer'; merchantId: OrganisationId; shopId: ShopId; consumerId: ConsumerId; name: string; signed: boolean }
export interface RobotActor { kind: 'robot'; merchantId: OrganisationId; name: string }
export interface SystemActor { kind: 'system'; name: string }
export type Actor = MemberActor | ConsumerActor | RobotActor | SystemActor;

export type MemberCtx = Ctx<MemberActor>;
export type ConsumerCtx = Ctx<ConsumerActor>;
export type ActorCtx = Ctx<Actor>;
export const systemActor: SystemActor = { kind: 'system', name: 'Qindesk' };
