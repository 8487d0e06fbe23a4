// The door of identity: who acts, how they prove it, what they may.
export { systemActor, type Actor, type ActorCtx, type ConsumerActor, type ConsumerCtx, type Grant, type MemberActor, type MemberCtx, type RobotActor, type SystemActor } from './actor.ts';
export { carries, grantsAt, may, permissions, permissionsOf, requireOwnPermission, requirePermission, type Permission, type Place } from './permissions.ts';
export { loadMemberActor } from './load-actor.ts';
export { createAuth, loadSecret, type Auth } from './auth.ts';
export { changeMember, createMember, endSignIn, getMemberView, listMembers, type NewMember } from './member.ts';
export { findConsumerByToken, signConsumer, startConsumerSession } from './consumer-session.ts';
export { identityRoutes } from './routes.ts';
export type { RawAnswer, Register, RouteParts } from './register.ts';
export { forgetConsumers } from './forget-consumers.ts';
