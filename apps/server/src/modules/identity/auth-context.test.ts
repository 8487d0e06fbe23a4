// That what better-auth carries along is let go when its last call has ended, and not before.
import { getRequestStateAsyncLocalStorage } from '@better-auth/core/context';
import { expect, test } from 'vitest';
import { withAuthContext } from './auth-context.ts';

const gate = (): { opened: Promise<void>; open(): void } => {
  let open = (): void => undefined;
  return { opened: new Promise<void>((resolve) => { open = resolve; }), open: () => open() };
};

/** A call of which something goes on behind its end, and says then whether it is still followed. */
const startCall = async (): Promise<{ end(): void; ended: Promise<void>; isFollowed(): Promise<boolean> }> => {
  const storage = await getRequestStateAsyncLocalStorage();
  const [started, end, look] = [gate(), gate(), gate()];
  let isFollowed = Promise.resolve(false);
  const ended = withAuthContext(() => storage.run(new WeakMap(), () => {
    isFollowed = look.opened.then(() => storage.getStore() !== undefined);
    started.open();
    return end.opened;
  }));
  await started.opened;
  return { end: end.open, ended, isFollowed: () => { look.open(); return isFollowed; } };
};

// Node 24 carries such things without following promises: there is nothing to let go.
test.skipIf(Number(process.versions.node.split('.')[0]) >= 24)('with the last call Node stops following, with one that still runs it does not', async () => {
  const [first, second] = [await startCall(), await startCall()];
  first.end();
  await first.ended;
  expect(await first.isFollowed()).toBe(true);
  second.end();
  await second.ended;
  expect(await second.isFollowed()).toBe(false);
});

test('a call that fails counts as ended, and its error arrives', async () => {
  await expect(withAuthContext(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const call = await startCall();
  call.end();
  await call.ended;
  expect(await call.isFollowed()).toBe(Number(process.versions.node.split('.')[0]) >= 24);
});
