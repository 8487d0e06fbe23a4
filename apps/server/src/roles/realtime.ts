// The role that holds sockets: delivery, rights that change, the socket server.
import type { Server } from 'node:http';
import type { Auth } from '../modules/identity/index.ts';
import { startDelivery } from '../gateway/socket/deliver.ts';
import type { Live } from '../gateway/socket/live.ts';
import { startSocketServer } from '../gateway/socket/socket-server.ts';
import { startAccessWatch } from '../gateway/socket/watch-access.ts';

export const startRealtime = (live: Live, auth: Auth, http: Server): { stop(): Promise<void> } => {
  const stopDelivery = startDelivery(live);
  const stopWatch = startAccessWatch(live);
  const sockets = startSocketServer(live, auth, http);
  return { stop: async () => { stopWatch(); await sockets.stop(); stopDelivery(); } };
};
