// The places of the console and who may enter which. The server checks every request again; this only decides what is offered.
import type { GrantView, MeView } from '@qindesk/protocol';

/** A place on the rail. */
export type PlaceKey = 'desk' | 'floor' | 'library' | 'office';
/** Where each place lives. */
export const placePaths = { desk: '/desk', floor: '/floor', library: '/library', office: '/office' } as const satisfies Record<PlaceKey, string>;

/** The permission (of the server's table) that opens a place. */
const permissionOf: Record<PlaceKey, string> = { desk: 'conversation.serve', floor: 'floor.read', library: 'library.write', office: 'shop.write' };

/** The grants that carry a permission. */
export const grantsWith = (me: MeView, permission: string): GrantView[] => me.grants.filter((grant) => grant.permissions.includes(permission));

/** The grants through which a member may enter a place. */
export const grantsFor = (me: MeView, place: PlaceKey): GrantView[] => grantsWith(me, permissionOf[place]);

/** Whether a member may enter a place. A provider's leaders have an office of their own, for contracts and people, with no grant to it. */
export const mayEnter = (me: MeView, place: PlaceKey): boolean =>
  grantsFor(me, place).length > 0 || (place === 'office' && (me.member.role === 'owner' || me.member.role === 'supervisor'));

/** Places open to a member, in the rail's order. */
export const placesOf = (me: MeView): PlaceKey[] => (Object.keys(placePaths) as PlaceKey[]).filter((place) => mayEnter(me, place));

/** Where a member's day begins: who leads, on the floor; who receives, at the desk. */
export const homeOf = (me: MeView): PlaceKey => {
  const places = placesOf(me);
  const leads = me.member.role === 'owner' || me.member.role === 'supervisor' || me.member.role === 'inspector';
  return leads && places.includes('floor') ? 'floor' : places[0] ?? 'desk';
};
