// A WebSocket client that costs little: a plain TCP socket, one write a tick, frames handed over as bytes. Not for the product and not for healing after a break.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createFrameReader, encodeFrame, opcode } from './frames.ts';

/** Where to, and how; `localAddress` (127.0.0.x) lends more than one address its ports. */
export interface WireOptions { host: string; port: number; path?: string; headers?: Record<string, string>; localAddress?: string }

export interface Wire {
  /** Text frames of one tick go out in one write. */
  send(text: string): void;
  /** Cuts the line, as a lost network does: no close frame. */
  end(): void;
  readonly isOpen: boolean;
}

const dirty = new Set<() => void>();
let scheduled = false;
const flushAll = (): void => {
  scheduled = false;
  for (const flush of dirty) flush();
  dirty.clear();
};

const handshake = ({ host, port, path = '/', headers = {} }: WireOptions): string =>
  [`GET ${path} HTTP/1.1`, `Host: ${host}:${port}`, 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, 'Sec-WebSocket-Version: 13',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');

const wireOver = (socket: Socket): Wire => {
  let frames: Buffer[] = [];
  let open = true;
  const flush = (): void => {
    const waiting = frames;
    frames = [];
    if (open) socket.write(waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting));
  };
  return {
    send: (text) => {
      if (!open) return;
      frames.push(encodeFrame(text));
      dirty.add(flush);
      if (!scheduled) { scheduled = true; setImmediate(flushAll); }
    },
    end: () => { open = false; socket.destroy(); },
    get isOpen() { return open; },
  };
};

/** `http://host:port` as where a wire leads: the product's socket. */
export const socketAt = (url: string): { host: string; port: number; path: string } => {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), path: '/socket' };
};

/** Opens a wire; `hear` gets the payload of every text frame, valid until it returns, `gone` is called once when the line is lost, not when `end` was called. Rejects when it does not open. */
export const openWire = (options: WireOptions, hear: (payload: Buffer) => void, gone: () => void = () => undefined): Promise<Wire> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: options.host, port: options.port, noDelay: true, ...(options.localAddress ? { localAddress: options.localAddress } : {}) });
    let head = Buffer.alloc(0);
    let wire: Wire | null = null;
    const read = createFrameReader((code, payload) => {
      if (code === opcode.text) hear(payload);
      else if (code === opcode.ping) socket.write(encodeFrame(payload, opcode.pong));
      else if (code === opcode.close) socket.end();
    });
    const welcome = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const status = head.subarray(0, end).toString('latin1').split('\r\n')[0] ?? '';
      if (!status.includes(' 101 ')) { reject(new Error(`not opened: ${status}`)); socket.destroy(); return; }
      socket.off('data', welcome);
      socket.on('data', read);
      wire = wireOver(socket);
      resolve(wire);
      const rest = head.subarray(end + 4);
      head = Buffer.alloc(0);
      // Whoever awaited the wire must have it before its first frame.
      if (rest.length > 0) setImmediate(() => read(rest));
    };
    socket.once('connect', () => socket.write(handshake(options)));
    socket.on('data', welcome);
    socket.on('error', (error) => { if (!wire) reject(error); });
    socket.on('close', () => { if (wire?.isOpen) { wire.end(); gone(); } else if (!wire) reject(new Error('closed before it opened')); });
  });
