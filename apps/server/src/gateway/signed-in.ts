// From a request's cookie to the member who signed in, with grants as of now.
import type { IncomingHttpHeaders } from 'node:http';
import { isOutOfReach, Refusal, type House } from '../platform/index.ts';
import { loadMemberActor, type Auth, type MemberActor } from '../modules/identity/index.ts';

/** undefined when nobody is signed in, or the member is no longer active. */
export const findSignedIn = async (house: House, auth: Auth, headers: IncomingHttpHeaders): Promise<{ actor: MemberActor; token: string } | undefined> => {
  if (!headers.cookie) return undefined;
  // Who is not signed in is null: what is thrown has failed underneath, and better-auth does not say how.
  const found = await auth.findSession(headers.cookie).catch((error: Error) => { throw isOutOfReach(error) ? error : new Refusal('unavailable', error.message, { retryAfterMs: 1000 }); });
  if (!found) return undefined;
  const actor = await loadMemberActor(house.db, { userId: found.userId });
  return actor && { actor, token: found.token };
};
