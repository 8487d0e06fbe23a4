// The connections of one process to its database, so that all of them can be given up at once when nothing is heard any more. Not for when that is so (reach).
import { Socket } from 'node:net';
import { OutOfReach } from './out-of-reach.ts';

export interface Lines {
  /** A socket for the driver to connect; while the lines are given up it breaks at once, so that nobody waits. */
  open(): Socket;
  /** Bytes heard on all of them so far: it grows when the other side lives. */
  heard(): number;
  /** Breaks all of them: who waits for an answer gets `OutOfReach`, and whether a COMMIT under way was done is not known. */
  giveUp(): void;
  /** New ones may be opened again. */
  allow(): void;
}

export const createLines = (): Lines => {
  const sockets = new Set<Socket>();
  let heardBefore = 0;
  let givenUp = false;
  return {
    open: () => {
      const socket = new Socket();
      sockets.add(socket);
      socket.once('close', () => { if (sockets.delete(socket)) heardBefore += socket.bytesRead; });
      // Not before the driver has asked it to connect: only then it listens for what goes wrong.
      if (givenUp) process.nextTick(() => socket.destroy(new OutOfReach()));
      return socket;
    },
    heard: () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, heardBefore),
    giveUp: () => {
      givenUp = true;
      for (const socket of sockets) socket.destroy(new OutOfReach());
    },
    allow: () => { givenUp = false; },
  };
};
