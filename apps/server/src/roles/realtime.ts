// The role that holds sockets: delivery, rights that change, the socket server.
import type { Server } from 'node:http';
import type { Auth } from '../modules/identity/index.ts';
import { startAccessWatch, startDelivery, startSocketServer, type Live } from '../gateway/index.ts';

export const startRealtime = (live: Live, auth: Auth, http: Server): { stop(): Promise<void> } => {
  const stopDelivery = startDelivery(live);
  const stopWatch = startAccessWatch(live);
  const sockets = startSocketServer(live, auth, http);
  return { stop: async () => { stopWatch(); await sockets.stop(); stopDelivery(); } };
};
