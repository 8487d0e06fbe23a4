// What every verb is handed: the house's services and, in `actor`, on whose behalf. Passed, never ambient.
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import type { EventLog } from './events/append.ts';
import type { Bus } from './bus/bus.ts';
import type { Log } from './log.ts';
import type { FileStorage } from './storage/storage.ts';

/** The services of one process. */
export interface House {
  config: Config;
  db: Database;
  events: EventLog;
  bus: Bus;
  clock: Clock;
  log: Log;
  storage: FileStorage;
}

/** The house and on whose behalf it works. */
export interface Ctx<Actor = unknown> extends House {
  actor: Actor;
}

/** The same house on behalf of somebody else. */
export const onBehalfOf = <Actor>(house: House, actor: Actor): Ctx<Actor> => ({
  config: house.config, db: house.db, events: house.events, bus: house.bus, clock: house.clock, log: house.log, storage: house.storage, actor,
});
