// The public SDK: talk to a Qindesk server from a browser or from Node. Holds no screen and no rule of the trade.
//
//   createHttp        typed requests                       http.ts
//   createConnection  one socket that heals itself         connection.ts
//   createResume      every message once, in order [CM6]   resume.ts
//   createOutbox      kept until accepted [CM2]            outbox.ts
//   createLine        the three above, wired together      line.ts
export { createClientId } from './client-id.ts';
export {
  createConnection,
  type Connection,
  type ConnectionOptions,
  type ConnectionState,
  type Identity,
} from './connection.ts';
export type { Answer, AnswerFrame, RequestFrame, SendFrame } from './frames.ts';
export { createHttp, type Http, type HttpMethod, type HttpOptions, type RequestInput, type UploadOptions, type UploadView } from './http.ts';
export { createLine, type Line, type LineOptions } from './line.ts';
export { localRefusal, type LocalRefusalCode } from './local-refusals.ts';
export { createOutbox, type Outbox, type OutboxEntry, type OutboxOptions } from './outbox.ts';
export { localOutboxStorage, memoryOutboxStorage, type KeyValueStore, type OutboxStorage } from './outbox-storage.ts';
export { RefusedError, toRefusedError } from './refused-error.ts';
export { createResume, type FollowOptions, type Resume, type ResumeOptions } from './resume.ts';
export { openBrowserSocket, openNodeSocket, socketUrl, type NodeSocketConstructor, type OpenSocket, type Socket, type SocketHandlers } from './open-socket.ts';
export { systemTimers, type Timers } from './timers.ts';
