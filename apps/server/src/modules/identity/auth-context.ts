// better-auth keeps what a request is about in AsyncLocalStorage; before Node 24 that has Node follow every promise and callback of the process, once it was used, for good. Not for sign-in itself (auth).
import { getCurrentAuthContextAsyncLocalStorage, getCurrentDBAdapterAsyncLocalStorage, getRequestStateAsyncLocalStorage } from '@better-auth/core/context';

let underWay = 0;

/**
 * Calls better-auth and, when no call of this process is under way any more, lets Node stop following: with it on, a message costs the server a twentieth more. Gives and throws what the call does.
 */
export const withAuthContext = async <T>(call: () => Promise<T>): Promise<T> => {
  const storages = [await getCurrentAuthContextAsyncLocalStorage(), await getCurrentDBAdapterAsyncLocalStorage(), await getRequestStateAsyncLocalStorage()];
  underWay++;
  try {
    return await call();
  } finally {
    underWay--;
    if (underWay === 0) for (const storage of storages) storage.disable();
  }
};
