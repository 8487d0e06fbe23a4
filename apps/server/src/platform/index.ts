// The door of platform: services that know no word of the trade.
export { readConfig, ConfigError, type Config, type Role } from './config.ts';
export { systemClock, fixedClock, type Clock } from './clock.ts';
export { newId } from './ids.ts';
export { Refusal, refuse, invariant } from './refusal.ts';
export { createLog, type Log } from './log.ts';
export { onBehalfOf, type Ctx, type House } from './ctx.ts';
export { boundTo, keepAwake, openDatabase, sqlState, constraintOf, txOver, type Database, type Tx, type SqlValue } from './db/database.ts';
export { isOutOfReach } from './db/out-of-reach.ts';
export { watchReach, type Reach } from './db/reach.ts';
export { DatabaseProblem, describeDatabaseProblem, probeDatabase, startEmbedded, type EmbeddedDatabase } from './db/embedded.ts';
export { migrate, MigrationError } from './db/migrate.ts';
export { createGroupCommit, type GroupCommit } from './db/group-commit.ts';
export { createInProcessBus, type Bus } from './bus/bus.ts';
export { createEventLog, committedTopic, laneOf, type EventLog, type LoggedEvent, type NewEvent } from './events/append.ts';
export { startReader, type Reader, type ReaderOptions } from './events/reader.ts';
export { startTail } from './events/tail.ts';
export { startJob, type Job } from './jobs/every.ts';
export { createDiskStorage, type FileStorage } from './storage/storage.ts';
