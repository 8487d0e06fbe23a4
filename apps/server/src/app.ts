// The composition root: from a configuration and a database to a running house. On one page.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { createDiskStorage, createEventLog, createInProcessBus, createLog, createNatsPeers, createNoPeers, openDatabase, startHints, startTail, systemClock, watchReach, type Config, type House, type LoggedEvent, type Peers } from './platform/index.ts';
import { createAuth, identityRoutes, loadSecret, type Auth } from './modules/identity/index.ts';
import { knowledgeRoutes } from './modules/knowledge/index.ts';
import { commerceRoutes, productBook } from './modules/commerce/index.ts';
import { messagesSettled } from './modules/conversation/index.ts';
import { routingRoutes } from './modules/routing/index.ts';
import { botRoutes } from './modules/bot/index.ts';
import { assistRoutes } from './modules/assist/index.ts';
import { createLiveBoard, monitoringRoutes } from './modules/monitoring/index.ts';
import { demoRoutes } from './demo/index.ts';
import { closeHttp, createHttp, createQueuePlaces, createRegistry, fileRoutes, foreignTopic, operationRoutes, pageRoutes, signInRoutes, startSilences } from './gateway/index.ts';
import { startRealtime } from './roles/realtime.ts';
import { preparePartitions } from './roles/keep-partitions.ts';
import { startWorker } from './roles/worker.ts';

export interface App {
  house: House;
  auth: Auth;
  /** Where it listens, e.g. http://127.0.0.1:3000. */
  address: string;
  /** Drains: no new work, what was accepted is stored, sockets told to come back. */
  stop(): Promise<void>;
}

/** The services of one process. `origin` names it in the log. */
const createHouse = (config: Config, databaseUrl: string): House => {
  const log = createLog(config.logLevel);
  const bus = createInProcessBus(log);
  return {
    config, log, bus, clock: systemClock, db: openDatabase(databaseUrl, log), events: createEventLog(`${process.pid}-${randomBytes(6).toString('hex')}`, bus),
    storage: createDiskStorage(join(config.dataDir, 'files')),
  };
};

/** NATS where it is configured. Subjects carry a name of the installation: two of them may share a server. */
const openPeers = async (house: House): Promise<Peers> => {
  if (!house.config.natsUrl) return createNoPeers();
  const installation = await house.db.maybe<{ name: string }>('SELECT md5(current_database() || applied_at::text) AS name FROM migrations ORDER BY name LIMIT 1');
  return createNatsPeers(house.config.natsUrl, `qindesk.${installation?.name ?? 'one'}`, house.log);
};

/** Starts the roles of the configuration over a migrated database. Rejects when the port is taken (EADDRINUSE). */
export const startApp = async (config: Config, databaseUrl: string): Promise<App> => {
  const house = createHouse(config, databaseUrl);
  await preparePartitions(house);
  const auth = createAuth(config, house.db, loadSecret(config.dataDir), config.publicUrl ?? `http://${config.host}:${config.port}`);
  const registry = createRegistry();
  const board = createLiveBoard(house);
  const http = await createHttp(house, auth, (register) => {
    identityRoutes(register, auth);
    knowledgeRoutes(register, productBook);
    commerceRoutes(register);
    routingRoutes(register);
    botRoutes(register);
    assistRoutes(register);
    monitoringRoutes(register);
  });
  signInRoutes(http, house, auth);
  fileRoutes(http, house, auth);
  operationRoutes(http, house, registry);
  if (config.demo) demoRoutes(http, house);
  await pageRoutes(http, house);
  const peers = await openPeers(house);
  const tail = await startTail(house.db, house.log, house.events.origin, (events: LoggedEvent[]) => house.bus.publish(foreignTopic, events));
  // Messages come over the bus themselves.
  const stopHints = startHints(house.bus, peers, (types) => { if (types.some((type) => !type.startsWith('message.'))) tail.wake(); });
  const stopSilences = startSilences(house, peers, registry);
  const reach = watchReach(house.db, house.log);
  const realtime = config.roles.includes('realtime') ? startRealtime({ house, peers, accompanied: tail.accompanied, registry, board, places: createQueuePlaces(house, registry) }, auth, http.server, reach) : null;
  await http.listen({ port: config.port, host: config.host });
  const worker = config.roles.includes('worker') ? await startWorker(house) : null;
  const { port } = http.server.address() as AddressInfo;
  return {
    house, auth, address: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    stop: async () => {
      await realtime?.stop();
      await closeHttp(http);
      await messagesSettled(house);
      await worker?.stop();
      stopHints();
      stopSilences();
      await tail.stop();
      await peers.close();
      await house.db.close();
      reach.stop();
    },
  };
};
