// The reference for memory a socket: a server that accepts sockets with `ws` as everybody does, and keeps nothing about them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { servePart } from './part.ts';

/** The part's own loop; answers anything with its port. */
export const serveBareSockets = (): Promise<void> => {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket) => socket.on('message', () => undefined));
  const listening = new Promise<number>((resolve) => http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port)));
  return servePart(() => listening);
};
