// The order in which the log is read and by whom, at its door (platform/events). Not for what the rooms do with events.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { laneCount, laneOf, startReader, type LoggedEvent } from '../../src/platform/index.ts';
import { foundMerchant, openRoomHouse, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
beforeAll(() => { room = openRoomHouse(); });
afterAll(() => room.close());

it('is by transaction as a number: the batch that ends at 9 goes on with 10, not with 100', async () => {
  const { merchantId } = await foundMerchant(room.house);
  for (const xid of ['100', '9', '10', '99']) {
    await room.house.db.query("INSERT INTO events (merchant_id, origin, lane, type, payload, xid) VALUES ($1, 'story', 0, 'story.told', $2, $3::xid8)", [merchantId, JSON.stringify({ xid }), xid]);
  }
  const order: object[] = [];
  const reader = await startReader(room.house.db, room.house.bus, room.house.log, { name: 'story', types: ['story.told'], batch: 1, handle: (_, events) => { order.push(...events.map((event) => event.payload)); return Promise.resolve(); } });
  await reader.drain();
  await expect.poll(() => order).toEqual(['9', '10', '99', '100'].map((xid) => ({ xid })));
  await reader.stop();
});

it('is shared by several processes lane by lane: each fact is handled once, those of one subject in their order', async () => {
  const { merchantId } = await foundMerchant(room.house);
  const others = [openRoomHouse(), openRoomHouse()];
  const houses = [room.house, ...others.map((other) => other.house)];
  for (const { db, events } of houses) await db.query('INSERT INTO processes (origin) VALUES ($1)', [events.origin]);
  const handled: { by: number; events: readonly LoggedEvent[] }[] = [];
  const readers = await Promise.all(houses.map((house, by) => startReader(house.db, house.bus, house.log, {
    name: 'shared', types: ['story.shared'], batch: 7, handle: async (tx, events) => { await tx.query('SELECT pg_sleep(0.005)'); tx.afterCommit(() => handled.push({ by, events })); },
  })));
  const subjects = Array.from({ length: 40 }, (_, i) => `cnv_shared${String(i).padStart(16, '0')}`);
  expect(new Set(subjects.map((subject) => laneOf(subject))).size).toBe(laneCount);
  for (let n = 0; n < 10; n++) {
    const [from, to] = [n * 4, n * 4 + 40];
    await Promise.all(houses.map((house, i) => house.db.transact((tx) => house.events.append(tx, subjects.slice(from % 40, to).filter((_, k) => k % 3 === i).map((subjectId) => ({ merchantId, type: 'story.shared', subjectId, payload: { n } }))))));
  }
  const written = (await room.house.db.query<{ n: number }>("SELECT count(*)::int AS n FROM events WHERE type = 'story.shared'"))[0]?.n;
  await expect.poll(() => handled.flatMap((one) => one.events).length, { timeout: 20_000 }).toBe(written);
  const positions = handled.flatMap((one) => one.events).map((event) => event.position);
  expect(new Set(positions).size).toBe(written);
  for (const subject of subjects) {
    const order = handled.flatMap((one) => one.events).filter((event) => event.subjectId === subject).map((event) => (event.payload as { n: number }).n);
    expect([subject, order]).toEqual([subject, [...order].sort((a, b) => a - b)]);
  }
  expect(new Set(handled.map((one) => one.by)).size).toBeGreaterThan(1);
  for (const reader of readers) await reader.stop();
  for (const { db, events } of houses) await db.query('DELETE FROM processes WHERE origin = $1', [events.origin]);
  for (const other of others) await other.close();
});
