// The role that works in the background: durable readers and jobs.
import { startJob, type House } from '../platform/index.ts';
import { closeIdleConversations, startRobot } from '../modules/bot/index.ts';
import { startAlarmSweep, startFiguresReader } from '../modules/monitoring/index.ts';
import { startRoutingReader, sweepRouting } from '../modules/routing/index.ts';
import { eraseExpiredJob } from './erase-expired.ts';
import { keepPartitionsJob } from './keep-partitions.ts';

export const startWorker = async (house: House): Promise<{ stop(): Promise<void> }> => {
  const robot = await startRobot(house);
  const readers = [await startRoutingReader(house), await startFiguresReader(house)];
  const jobs = [startJob(house.db, house.log, { name: 'sweep-routing', everyMs: 1000, alone: true, run: () => sweepRouting(house) }),
    startJob(house.db, house.log, { name: 'close-idle-conversations', everyMs: 60_000, alone: true, run: async () => { await closeIdleConversations(house); } }), startAlarmSweep(house),
    startJob(house.db, house.log, keepPartitionsJob(house)), startJob(house.db, house.log, eraseExpiredJob(house))];
  return {
    stop: async () => {
      await robot.stop();
      for (const reader of readers) await reader.stop();
      for (const stop of jobs) await stop();
    },
  };
};
