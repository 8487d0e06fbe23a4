// A TCP proxy whose line can be cut as a network is: nothing passes in either direction, nobody is told, and new callers wait. Not for when it is cut (sever).
import { connect, createServer, type AddressInfo, type NetConnectOpts, type Socket } from 'node:net';

export interface Proxy {
  /** Where to call, on 127.0.0.1. */
  port: number;
  /** From now on nothing passes. */
  cut(): void;
  /** What was held passes and the line goes on; `withReset`, both ends of every line that was cut hear that it is broken. */
  heal(withReset: boolean): void;
  readonly isCut: boolean;
  close(): void;
}

/** A Unix socket knows no reset: it just ends. */
const reset = (socket: Socket): void => {
  try {
    socket.resetAndDestroy();
  } catch {
    socket.destroy();
  }
};

interface Link { resume(): void; reset(): void }

/** One side's bytes to the other, held while `isCut()`; returns how to go on after a cut. */
const pump = (from: Socket, to: Socket, isCut: () => boolean): (() => void) => {
  let gone = false;
  let told = false;
  /** A black hole swallows the news of an end as well. */
  const tell = (): void => {
    if (!gone || told || isCut()) return;
    told = true;
    to.destroySoon();
  };
  from.on('data', (chunk) => {
    if (!to.destroyed && !to.write(chunk)) from.pause();
    if (isCut()) from.pause();
  });
  to.on('drain', () => { if (!isCut()) from.resume(); });
  // A close follows every error.
  from.on('error', () => undefined);
  from.on('close', () => { gone = true; tell(); });
  return () => { from.resume(); tell(); };
};

const createLink = (caller: Socket, upstream: Socket, isCut: () => boolean): Link => {
  const resumes = [pump(caller, upstream, isCut), pump(upstream, caller, isCut)];
  return {
    resume: () => { for (const resume of resumes) resume(); },
    reset: () => { reset(caller); reset(upstream); },
  };
};

/** Listens on a free port of 127.0.0.1 and takes every caller to `target()`, asked anew for each; null refuses the caller. */
export const startProxy = async (target: () => NetConnectOpts | null): Promise<Proxy> => {
  const links = new Map<Link, readonly Socket[]>();
  let knocking: Socket[] = [];
  let cut = false;
  const admit = (caller: Socket): void => {
    const where = target();
    if (!where || caller.destroyed) { reset(caller); return; }
    const upstream = connect({ ...where, noDelay: true } as NetConnectOpts);
    const link = createLink(caller, upstream, () => cut);
    links.set(link, [caller, upstream]);
    const forget = (): void => { if (caller.destroyed && upstream.destroyed) links.delete(link); };
    caller.on('close', forget);
    upstream.on('close', forget);
  };
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (caller) => {
    caller.on('error', () => undefined);
    if (cut) { knocking.push(caller); return; }
    admit(caller);
    caller.resume();
  });
  await new Promise<void>((resolve, reject) => { server.on('error', reject); server.listen(0, '127.0.0.1', resolve); });
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      cut = true;
      for (const sockets of links.values()) for (const socket of sockets) socket.pause();
    },
    heal: (withReset) => {
      cut = false;
      const waiting = knocking;
      knocking = [];
      for (const link of [...links.keys()]) if (withReset) link.reset(); else link.resume();
      for (const caller of waiting) {
        if (withReset) reset(caller);
        else { admit(caller); caller.resume(); }
      }
    },
    get isCut() { return cut; },
    close: () => {
      server.close();
      for (const link of links.keys()) link.reset();
      for (const caller of knocking) caller.destroy();
    },
  };
};
