// Which tables are in partitions and how long their parts live: made ahead, the log dropped when old and read, messages when a whole month has been erased. Not for how (platform/partitions).
import { beforeWork, dropEmpty, dropReadLog, keepPartitions, logTable, runAlone, type House, type Job } from '../platform/index.ts';
import { messagesTable } from '../modules/conversation/index.ts';
import { longestRetentionDays } from '../modules/tenancy/index.ts';

const name = 'keep-partitions';
export const dayMs = 86_400_000;

/** Before the house opens: an installation that was stopped for long has its partitions before the first message. One process does it; the others find them or write into the default ones. */
export const preparePartitions = (house: House): Promise<void> =>
  runAlone(house.db, { name, run: async () => { for (const table of [messagesTable, logTable]) await keepPartitions(house.db, house.log, table, house.clock.now(), beforeWork); } });

/** Drops what is old: days of the log that all durable readers have read; months of messages in which retention has left nothing and of which no shop keeps anything longer. */
export const dropOld = async (house: House): Promise<void> => {
  const now = house.clock.now().getTime();
  await dropReadLog(house.db, house.log, logTable, new Date(now - house.config.eventsKeepDays * dayMs));
  const days = await longestRetentionDays(house.db);
  if (days !== null) await dropEmpty(house.db, house.log, messagesTable, new Date(now - days * dayMs));
};

/** Comes round every ten minutes: what could not have its locks has more than a hundred tries a day. */
export const keepPartitionsJob = (house: House): Job => ({
  name, everyMs: 600_000, alone: true,
  run: async () => {
    for (const table of [messagesTable, logTable]) await keepPartitions(house.db, house.log, table, house.clock.now());
    await dropOld(house);
  },
});
