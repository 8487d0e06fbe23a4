// The days that this process keeps in memory, one for each floor that is looked at: opened once, refreshed at each look, dropped when nobody looks any more.
import type { Database } from '../../platform/index.ts';
import { scopeKey } from './access.ts';
import type { Day } from './day.ts';
import { openFloorDay, refreshFloorDay, type FloorDay } from './floor-day.ts';
import type { FloorFilter } from './queries.ts';

/** A day is read whole again this often, so that a row repaired by hand shows. */
const reopenMs = 600_000;
/** Not looked at for so long, it is cheaper to read the day than the log since then. */
const idleMs = 60_000;
/** A hundred thousand conversations take about 8 MB. */
const mostKept = 32;

interface Kept { floorDay: FloorDay | null; openedAt: number; usedAt: number; turn: Promise<unknown> }

const keptBy = new WeakMap<Database['pool'], Map<string, Kept>>();

const daysOf = (db: Database, now: number): Map<string, Kept> => {
  const days = keptBy.get(db.pool) ?? new Map<string, Kept>();
  keptBy.set(db.pool, days);
  // In the order of use: the first was used longest ago.
  for (const [key, kept] of days) if (now - kept.usedAt > idleMs || days.size > mostKept) days.delete(key); else break;
  return days;
};

const bringUp = async (db: Database, filter: FloorFilter, day: Day, kept: Kept): Promise<FloorDay> => {
  const now = filter.now.getTime();
  if (!kept.floorDay || kept.floorDay.day.from.getTime() !== day.from.getTime() || now - kept.openedAt > reopenMs) {
    kept.floorDay = await openFloorDay(db, filter, day);
    kept.openedAt = now;
  } else await refreshFloorDay(db, filter, kept.floorDay);
  return kept.floorDay;
};

/** The day's figures as of now for a floor, with `db` as the owner. Those who look at the same floor take turns. */
export const readFloorDay = (db: Database, filter: FloorFilter, day: Day): Promise<FloorDay> => {
  const now = filter.now.getTime();
  const days = daysOf(db, now);
  const key = `${filter.merchantId} ${filter.shopId ?? ''} ${scopeKey(filter.scope)}`;
  const kept = days.get(key) ?? { floorDay: null, openedAt: 0, usedAt: now, turn: Promise.resolve() };
  kept.usedAt = now;
  days.delete(key);
  days.set(key, kept);
  const turn = kept.turn.catch(() => {}).then(() => bringUp(db, filter, day, kept));
  kept.turn = turn;
  return turn;
};
