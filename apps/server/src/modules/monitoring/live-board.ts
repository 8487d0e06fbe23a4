// Boards that somebody watches: one computation for all watchers of the same floor, at most once a second, never more than two seconds behind [MN1] [MN10].
import type { AlarmView, BoardView } from '@qindesk/protocol';
import { committedTopic, type House, type LoggedEvent } from '../../platform/index.ts';
import { scopeKey } from './access.ts';
import { listAlarms } from './alarms.ts';
import { readBoard, type BoardPlace } from './board.ts';

/** Topic of events that other processes committed; the payload is an array of LoggedEvent. */
const foreignTopic = 'events.foreign';
const atMostEveryMs = 1000;
/** Waiting times tick although nothing happens. */
const atLeastEveryMs = 5000;
/** An event told this long before a computation may not have reached the figures yet: one more follows. */
const settleMs = 1000;
/** Boards computed at once in this process: the rest of the pool is for people who wait for an answer. */
const maxRunning = 2;

export interface BoardFrame { board: BoardView; alarms: AlarmView[] }
type Tell = (board: BoardView, alarms: AlarmView[]) => void;
export interface BoardWatch extends BoardPlace { tell: Tell }

interface Floor {
  place: BoardPlace;
  watchers: Set<Tell>;
  read(): Promise<BoardFrame>;
  last: BoardFrame | null;
  memberIds: ReadonlySet<string>;
  startedAt: number;
  toldAt: number;
  running: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** How a floor is read, again and again; a part of its own so that the timing can be tried without a database. */
export type OpenFloor = (place: BoardPlace) => () => Promise<BoardFrame>;

const openFloor = (house: House): OpenFloor => (place) => {
  const owner: House = { ...house, db: house.db.owner };
  return async () => ({ board: await readBoard(owner, place), alarms: await listAlarms(owner, place, { resolved: 50, open: 200 }) });
};

/** Whether an event can show on a floor: it is the merchant's, or of an agent there (whose state and load come from elsewhere too). */
const concerns = (floor: Floor, event: LoggedEvent): boolean => {
  if (event.merchantId === floor.place.merchantId) return true;
  const payload = event.payload as { memberId?: string; assigneeId?: string | null; previousAssigneeId?: string | null };
  return [payload.memberId, payload.assigneeId, payload.previousAssigneeId].some((id) => id != null && floor.memberIds.has(id));
};

/** Boards of one process. It listens to the log only while somebody watches. */
export const createLiveBoard = (house: House, open: OpenFloor = openFloor(house)): { watch(watch: BoardWatch): () => void } => {
  const floors = new Map<string, Floor>();
  const queue: Floor[] = [];
  let running = 0;
  let unsubscribe: (() => void) | null = null;

  // A new floor counts as told of: what was written just before it was watched may not have reached the figures either.
  const dueAt = (floor: Floor): number => (floor.toldAt > floor.startedAt - settleMs ? floor.startedAt + atMostEveryMs : floor.startedAt + atLeastEveryMs);
  const schedule = (floor: Floor): void => {
    if (floor.running || floor.watchers.size === 0) return;
    clearTimeout(floor.timer);
    floor.timer = setTimeout(() => { if (!queue.includes(floor)) queue.push(floor); pump(); }, Math.max(0, dueAt(floor) - house.clock.ms()));
  };
  const tellAll = (floor: Floor, frame: BoardFrame): void => {
    for (const tell of floor.watchers) {
      try { tell(frame.board, frame.alarms); } catch (error) { house.log.warn({ error: String(error) }, 'a watcher of the board could not be told'); }
    }
  };
  const compute = async (floor: Floor): Promise<void> => {
    floor.startedAt = house.clock.ms();
    try {
      const frame = await floor.read();
      floor.last = frame;
      floor.memberIds = new Set(frame.board.agents.map((agent) => agent.id));
      tellAll(floor, frame);
    } catch (error) {
      if (floor.watchers.size > 0) house.log.error({ merchant: floor.place.merchantId, error: error instanceof Error ? error.stack : String(error) }, 'the board could not be computed; the next round tries again');
    }
  };
  const pump = (): void => {
    while (running < maxRunning) {
      const floor = queue.shift();
      if (!floor) return;
      if (floor.running || floor.watchers.size === 0) continue;
      running++;
      floor.running = true;
      void compute(floor).finally(() => { running--; floor.running = false; schedule(floor); pump(); });
    }
  };
  const hear = (events: readonly LoggedEvent[]): void => {
    for (const floor of floors.values()) {
      if (!events.some((event) => concerns(floor, event))) continue;
      floor.toldAt = house.clock.ms();
      schedule(floor);
    }
  };
  const listen = (): (() => void) => {
    const stops = [house.bus.subscribe<LoggedEvent[]>(committedTopic, hear), house.bus.subscribe<LoggedEvent[]>(foreignTopic, hear)];
    return () => { for (const stop of stops) stop(); };
  };
  const floorOf = ({ merchantId, shopId, scope }: BoardWatch): Floor => {
    const key = `${merchantId} ${shopId ?? ''} ${scopeKey(scope)}`;
    const known = floors.get(key);
    if (known) return known;
    const place = { merchantId, shopId, scope };
    const floor: Floor = { place, watchers: new Set(), read: open(place), last: null, memberIds: new Set(), startedAt: -Infinity, toldAt: house.clock.ms(), running: false, timer: undefined };
    floors.set(key, floor);
    return floor;
  };
  const leave = (floor: Floor, tell: Tell): void => {
    floor.watchers.delete(tell);
    if (floor.watchers.size > 0) return;
    clearTimeout(floor.timer);
    for (const [key, one] of floors) if (one === floor) floors.delete(key);
    if (floors.size === 0) { unsubscribe?.(); unsubscribe = null; }
  };

  return {
    /** Tells the board soon and whenever it changes, until the returned function is called. The caller has checked the right to the scope, and ends the watch when it ends. */
    watch: (watch) => {
      unsubscribe ??= listen();
      const floor = floorOf(watch);
      // A function of its own: one listener may watch twice.
      const tell: Tell = (board, alarms) => watch.tell(board, alarms);
      floor.watchers.add(tell);
      const { last } = floor;
      if (last) queueMicrotask(() => { if (floor.watchers.has(tell)) watch.tell(last.board, last.alarms); });
      schedule(floor);
      return () => leave(floor, tell);
    },
  };
};
