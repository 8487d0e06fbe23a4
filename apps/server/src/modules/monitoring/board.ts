// The floor's board as of now: the figures of the day (floor-day) beside those of this moment (queries). Not for keeping it live (live-board).
import type { BoardView } from '@qindesk/protocol';
import { refuse, type Database, type House, type Tx } from '../../platform/index.ts';
import { listShops } from '../tenancy/index.ts';
import { seesAllGroups, type FloorScope } from './access.ts';
import { commonTimeZone, dayAround, sliceMs, type Day } from './day.ts';
import { definitionVersion } from './figures.ts';
import type { FloorDay } from './floor-day.ts';
import { readFloorDay } from './floor-days.ts';
import { countAlone, countHeld, countQueued, listFloorAgents, listFloorGroups, type FloorAgent, type FloorFilter, type FloorGroup, type GroupCount } from './queries.ts';
import type { DaySums } from './slices.ts';

type Queries = Pick<Database, 'query' | 'maybe'> | Tx;

export interface BoardPlace { merchantId: string; shopId: string | null; scope: FloorScope }

const waited = (now: Date, since: Date | null): number | null => (since ? Math.max(0, now.getTime() - since.getTime()) : null);
const earliest = (counts: readonly GroupCount[]): Date | null => counts.reduce<Date | null>((min, { since }) => (since && (!min || since < min) ? since : min), null);
const total = (counts: readonly GroupCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);

interface Moment { queued: GroupCount[]; held: GroupCount[]; alone: { withRobot: number; waiting: number }; groups: FloorGroup[]; agents: FloorAgent[] }

const readMoment = async (db: Queries, filter: FloorFilter): Promise<Moment> => ({
  queued: await countQueued(db, filter), held: await countHeld(db, filter), alone: await countAlone(db, filter), groups: await listFloorGroups(db, filter), agents: await listFloorAgents(db, filter),
});

/**
 * The figures. Those of a day are of the conversations first asked today; asked and received count consumers. robotShare is the net self-service form of the definitions:
 * robot-only / (direct to a human + human after the robot + robot-only), and that sum is every conversation asked; null for one who sees only some groups, since what the
 * robot ended alone has none. satisfaction is satisfied (4–5) / rated.
 */
const figuresOf = (sums: DaySums, { queued, held, alone }: Moment, filter: FloorFilter): BoardView['figures'] => ({
  asked: sums.asked, received: sums.received, receiving: total(held), withRobot: alone.withRobot, queued: total(queued), waiting: alone.waiting,
  // The queue first: nobody has those yet. With an empty queue, the longest that a person owes a word.
  longestWaitMs: waited(filter.now, earliest(queued)) ?? waited(filter.now, earliest(held)),
  firstResponse: sums.firstResponse, response: sums.response, queueTime: sums.queueTime, robotReceived: sums.robotReceived, robotHandedOver: sums.robotHandedOver,
  robotShare: sums.conversations > 0 && seesAllGroups(filter.scope, filter.now) ? sums.robotOnly / sums.conversations : null,
  satisfaction: sums.rated > 0 ? sums.satisfied / sums.rated : null, rated: sums.rated, abandoned: sums.abandoned,
});

/** Busyness is (open + queued) / capacity of those online; null while nobody is. A person in several groups lends the whole capacity to each. */
const groupsOf = ({ groups, queued, held, agents }: Moment, now: Date): BoardView['groups'] => groups.map((group) => {
  const of = (counts: readonly GroupCount[]): GroupCount | undefined => counts.find((one) => one.groupId === group.id);
  const online = agents.filter((agent) => agent.state === 'online' && (agent.groupIds as readonly string[]).includes(group.id));
  const capacity = online.reduce((sum, agent) => sum + agent.capacity, 0);
  const [waiting, open] = [of(queued)?.count ?? 0, of(held)?.count ?? 0];
  return {
    id: group.id as BoardView['groups'][number]['id'], shopId: group.shopId as BoardView['groups'][number]['shopId'], name: group.name, queued: waiting, open, capacity, online: online.length,
    longestWaitMs: waited(now, of(queued)?.since ?? null), busyness: capacity > 0 ? (open + waiting) / capacity : null,
  };
});

const trendOf = ({ day, lastWeek }: FloorDay, sums: DaySums): BoardView['trend'] =>
  Array.from({ length: Math.ceil((day.to.getTime() - day.from.getTime()) / sliceMs) }, (_, number) =>
    ({ at: new Date(day.from.getTime() + number * sliceMs).toISOString(), asked: sums.trend.get(number) ?? 0, lastWeek: lastWeek.get(number) ?? 0 }));

const compose = (place: BoardPlace, filter: FloorFilter, floorDay: FloorDay, moment: Moment): BoardView => {
  const sums = floorDay.slices.sums();
  return {
    merchantId: place.merchantId as BoardView['merchantId'], shopId: place.shopId as BoardView['shopId'], at: filter.now.toISOString(), definitionVersion,
    figures: figuresOf(sums, moment, filter), groups: groupsOf(moment, filter.now), trend: trendOf(floorDay, sums),
    agents: moment.agents.map(({ owesSince, since, ...agent }) => ({ ...agent, since: since.toISOString(), longestWaitMs: waited(filter.now, owesSince), receivedToday: sums.receivedBy.get(agent.id) ?? 0 })),
  };
};

/** Today where the shops are. Refuses `not_found` for a shop that is not the merchant's. */
const todayOf = async (db: Queries, { merchantId, shopId }: BoardPlace, now: Date): Promise<Day> => {
  const shops = (await listShops(db, [merchantId])).filter((shop) => shopId === null || shop.id === shopId);
  if (shopId !== null && shops.length === 0) refuse('not_found', `shop ${shopId} of ${merchantId}`);
  return dayAround(now, commonTimeZone(shops.map((shop) => shop.settings.timeZone)));
};

/**
 * The board as of now. The caller has checked the right to the scope. The day's figures are kept by the process (floor-days) and read as the owner of the tables, within the
 * scope's condition; what is of this moment is read with the caller's own rights. Refuses `not_found`.
 */
export const readBoard = async (house: House, place: BoardPlace): Promise<BoardView> => {
  const filter: FloorFilter = { ...place, now: house.clock.now() };
  // One connection after the other, never one inside the other: many who look at once must not wait for each other's.
  const floorDay = await readFloorDay(house.db.owner, filter, await todayOf(house.db, place, filter.now));
  const moment = await house.db.transact((tx) => readMoment(tx, filter));
  return compose(place, filter, floorDay, moment);
};
