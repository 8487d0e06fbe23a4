// The door of the gateway: HTTP and sockets, the only room that knows them.
export { closeHttp, createHttp } from './http.ts';
export { fileRoutes, markFilesErased, removeErasedFiles } from './files.ts';
export { operationRoutes } from './operations.ts';
export { pageRoutes } from './pages.ts';
export { signInRoutes } from './sign-in.ts';
export { startSilences } from './socket/across-nodes.ts';
export { foreignTopic, startDelivery } from './socket/deliver.ts';
export type { Live } from './socket/live.ts';
export { createQueuePlaces } from './socket/queue-places.ts';
export { createRegistry } from './socket/registry.ts';
export { startRetelling } from './socket/retell.ts';
export { startSocketServer } from './socket/socket-server.ts';
export { startAccessWatch } from './socket/watch-access.ts';
