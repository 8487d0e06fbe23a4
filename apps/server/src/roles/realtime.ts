// The role that holds sockets: delivery, telling again after a break, rights that change, the socket server.
import type { Server } from 'node:http';
import type { Reach } from '../platform/index.ts';
import type { Auth } from '../modules/identity/index.ts';
import { startAccessWatch, startDelivery, startRetelling, startSocketServer, type Live } from '../gateway/index.ts';

export const startRealtime = (live: Live, auth: Auth, http: Server, reach: Reach): { stop(): Promise<void> } => {
  const stopDelivery = startDelivery(live);
  const stopRetelling = startRetelling(live);
  const stopWatch = startAccessWatch(live);
  const sockets = startSocketServer(live, auth, http, reach);
  return { stop: async () => { stopWatch(); await sockets.stop(); stopRetelling(); stopDelivery(); } };
};
