// What of a merchant's floor a member may see: the only way from an actor to a scope. Not for single conversations (conversation/access).
import { carries, grantsAt, requirePermission, type Grant, type MemberActor } from '../identity/index.ts';

/** One grant's reach; null: all. A contract's reach ends with it [SC1]. */
export type Reach = Pick<Grant, 'shopIds' | 'groupIds' | 'until'>;
/** What may be seen: the union of its reaches. */
export type FloorScope = readonly Reach[];

export interface FloorPlace { merchantId: string; shopId?: string | null; groupId?: string | null }

/** The member's scope at a place. Refuses `not_found` outside every grant, `not_allowed` where only the right is missing. */
export const accessFloor = (actor: MemberActor, permission: 'floor.read' | 'floor.act', place: FloorPlace, now: Date): FloorScope => {
  requirePermission(actor, permission, place, now);
  return grantsAt(actor, place, now).filter((grant) => carries(grant, permission));
};

export const reachesNow = (scope: FloorScope, now: Date): FloorScope => scope.filter((reach) => reach.until === null || reach.until > now);

/** Whether something of a shop and a group is inside the scope. What no group has is seen only by who sees all groups. */
export const sees = (scope: FloorScope, of: { shopId: string; groupId: string | null }, now: Date): boolean =>
  reachesNow(scope, now).some((reach) => (reach.shopIds === null || reach.shopIds.has(of.shopId)) && (reach.groupIds === null || (of.groupId !== null && reach.groupIds.has(of.groupId))));

/** Whether no bound on groups cuts into the scope: only then can it tell the robot's share. */
export const seesAllGroups = (scope: FloorScope, now: Date): boolean => {
  const reaches = reachesNow(scope, now);
  return reaches.every((reach) => reach.groupIds === null) || reaches.some((reach) => reach.shopIds === null && reach.groupIds === null);
};

/** The same as `sees`, as an SQL condition over two columns; `bind` takes a value and gives its placeholder. */
export const withinSql = (scope: FloorScope, now: Date, columns: { shop: string; group: string }, bind: (value: readonly string[]) => string): string => {
  const parts = reachesNow(scope, now).map((reach) => {
    const within: string[] = [];
    if (reach.shopIds) within.push(`${columns.shop} = ANY(${bind([...reach.shopIds])})`);
    if (reach.groupIds) within.push(`${columns.group} = ANY(${bind([...reach.groupIds])})`);
    return within.length > 0 ? `(${within.join(' AND ')})` : 'true';
  });
  return parts.length === 0 ? 'false' : parts.includes('true') ? 'true' : `(${parts.join(' OR ')})`;
};

/** One text for one scope, so that watchers of the same floor share a computation. */
export const scopeKey = (scope: FloorScope): string =>
  scope.map((reach) => JSON.stringify([reach.shopIds && [...reach.shopIds].sort(), reach.groupIds && [...reach.groupIds].sort(), reach.until])).sort().join('|');
